import { failInstance } from './faults.ts';
import { isProgramFault } from './programFault.ts';
import type { Runtime } from './runtime.ts';
import { offerAgain } from './signals.ts';
import { inUnit, keptSinceMs } from './unit.ts';

/**
 * Takes over what the last worker left: what was in flight when it ended is executed again (semantics.md 8), and signals that
 * nobody could take are offered again.
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
  for (const name of await runtime.store.wantedSignals(keptSinceMs(runtime))) await offerSignals(runtime, name);
  return lost.length;
}

/** Each in a transaction of its own; one that was taken may have had others taken after it. */
async function offerSignals(runtime: Runtime, name: string): Promise<void> {
  const kept = () => runtime.store.undeliveredSignals(name, keptSinceMs(runtime));
  let left = await kept();
  for (const position of left) {
    if (left.includes(position) && (await isTaken(runtime, position))) left = await kept();
  }
}

async function isTaken(runtime: Runtime, position: number): Promise<boolean> {
  const signal = await runtime.inbox.signal(position);
  if (!signal) return false;
  try {
    return await inUnit(runtime, (unit) => offerAgain(unit, signal));
  } catch (error) {
    // It stays undelivered, as when it came.
    if (!isProgramFault(error)) throw error;
    return false;
  }
}
