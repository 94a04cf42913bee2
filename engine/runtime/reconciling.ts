import type { InstanceId } from '../model/ids.ts';
import type { Instance } from '../model/instance.ts';
import type { Flights } from './flights.ts';
import { isProgramFault } from './programFault.ts';
import type { Runtime } from './runtime.ts';

/**
 * Cancels at its source what is performed outside and is not wanted (any more) by what is stored: where a commit failed,
 * nobody knows whether it took place, and what it asked for was not done.
 */
export async function cancelUnwanted(runtime: Runtime, flights: Flights): Promise<void> {
  for (const { instance: id, task } of flights.inAir()) {
    const instance = await storedOf(runtime, id);
    // Nobody knows whether it is wanted.
    if (instance === 'unreadable') continue;
    if (!instance || instance.tasks[task]?.status !== 'running') flights.cancel(task, true);
    // It waits for the end of what is in flight.
    else if (instance.status === 'stopping') flights.cancel(task, false);
  }
}

async function storedOf({ store, leftOut }: Runtime, id: InstanceId): Promise<Instance | undefined | 'unreadable'> {
  try {
    return await store.instance(id);
  } catch (error) {
    if (!isProgramFault(error)) throw error;
    leftOut?.addInstance(id, error);
    return 'unreadable';
  }
}
