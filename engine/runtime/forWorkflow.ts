import type { WorkflowName } from '../model/ids.ts';
import { isProgramFault } from './programFault.ts';
import type { Runtime } from './runtime.ts';
import { inUnit, type Unit } from './unit.ts';

/**
 * Does in a transaction what is due of a workflow; where the program cannot, the workflow is left out, and the others go
 * on. Answers whether it was done.
 */
export async function forWorkflow(
  runtime: Runtime,
  workflow: WorkflowName,
  work: (unit: Unit) => Promise<unknown>,
): Promise<boolean> {
  const { leftOut, definitions } = runtime;
  if (leftOut?.hasWorkflow(workflow)) return false;
  try {
    await inUnit(runtime, work);
    return true;
  } catch (error) {
    if (!leftOut || !isProgramFault(error)) throw error;
    leftOut.addWorkflow(workflow, await definitions.newestVersion(workflow), error);
    return false;
  }
}
