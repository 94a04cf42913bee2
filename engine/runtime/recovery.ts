import { failInstance } from './faults.ts';
import { isProgramFault } from './programFault.ts';
import type { Runtime } from './runtime.ts';
import { inUnit } from './unit.ts';

/**
 * Takes over what was in flight when the last worker ended: each such task is executed again (semantics.md 8).
 * @param counts false when we ended that worker ourselves: then it is no fault of the task.
 */
export async function recover(runtime: Runtime, counts: boolean): Promise<number> {
  const lost = await runtime.store.tasksInFlight();
  for (const { instance, task } of lost) {
    const lose = () => inUnit(runtime, (unit) => unit.advanceById(instance, { type: 'workerLost', task, counts }));
    await lose().catch(async (error: unknown) => {
      if (!isProgramFault(error)) throw error;
      await failInstance(runtime, instance, error);
    });
  }
  return lost.length;
}
