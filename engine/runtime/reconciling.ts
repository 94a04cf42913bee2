import type { Flights } from './flights.ts';
import type { Runtime } from './runtime.ts';

/**
 * Cancels at its source what is performed outside and is not wanted (any more) by what is stored: where a commit failed,
 * nobody knows whether it took place, and what it asked for was not done.
 */
export async function cancelUnwanted({ store }: Runtime, flights: Flights): Promise<void> {
  for (const { instance: id, task } of flights.inAir()) {
    const instance = await store.instance(id);
    if (!instance || instance.tasks[task]?.status !== 'running') flights.cancel(task, true);
    // It waits for the end of what is in flight.
    else if (instance.status === 'stopping') flights.cancel(task, false);
  }
}
