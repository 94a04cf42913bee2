import { expectation, nextWindow, unmet } from '../core/expectation.ts';
import type { WorkflowState } from '../core/workflowState.ts';
import type { CompiledGraph } from '../graph/compiledGraph.ts';
import type { WorkflowName } from '../model/ids.ts';
import { forWorkflow } from './forWorkflow.ts';
import type { Runtime } from './runtime.ts';
import type { Unit } from './unit.ts';
import { graphOf } from './worldFacts.ts';

/** What is expected of a workflow goes with its life cycle and its newest version. */
export async function armExpectation({ tx, runtime }: Unit, state: WorkflowState, graph: CompiledGraph): Promise<void> {
  const { workflow, status } = state;
  const former = await tx.expectation(workflow);
  if (!former && !graph.definition.expectBy) return;
  const next = expectation(graph.definition, { status, nowMs: runtime.clock.nowMs() }, former);
  await tx.saveExpectation(workflow, next);
}

/** Judges the windows that are over: where nothing finished, supervisors are told and the live instances say so. */
export async function takeExpectations(runtime: Runtime): Promise<boolean> {
  const took: boolean[] = [];
  for (const name of await runtime.store.dueExpectations(runtime.clock.nowMs()))
    took.push(await forWorkflow(runtime, name, (unit) => judge(unit, name)));
  return took.includes(true);
}

async function judge(unit: Unit, name: WorkflowName): Promise<void> {
  const { tx, runtime } = unit;
  const over = await tx.expectation(name);
  const version = await runtime.definitions.newestVersion(name);
  if (!over || version === 0) {
    await tx.saveExpectation(name, undefined);
    return;
  }
  const { definition } = await graphOf(runtime, name, version);
  if (!(await tx.finishedWithin(over))) {
    const missing = unmet(definition, over);
    await tx.saveUnmet(missing, runtime.clock.nowMs());
    const note = { type: 'note', level: 'warning', code: 'late', text: missing.message, by: 'engine' } as const;
    for (const id of await tx.liveInstances(name)) await unit.advanceById(id, note);
  }
  await tx.saveExpectation(name, nextWindow(definition, over, runtime.clock.nowMs()));
  unit.workflowChanged(name);
}
