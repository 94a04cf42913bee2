import type { Clock } from '../ports/clock.ts';
import type { Flights } from './flights.ts';

/** How long a worker that ends waits for what it performs outside. */
export interface DrainTimes {
  /** Until it is cancelled at its source. */
  readonly patienceMs: number;
  /** And then until it is left behind: lost, as with a worker that died. */
  readonly graceMs: number;
}

/** Waits for what is performed outside, within bounds, and has what came of it taken over. */
export async function drain(
  flights: Flights,
  clock: Clock,
  { patienceMs, graceMs }: DrainTimes,
  takeOver: () => Promise<unknown>,
): Promise<void> {
  const nowMs = clock.nowMs();
  const state = { isOver: false };
  const timers: (() => void)[] = [];
  const over = new Promise<void>((resolve) => {
    const cancel = (): void => {
      flights.giveUp();
    };
    const leave = (): void => {
      state.isOver = true;
      resolve();
    };
    timers.push(clock.at(nowMs + patienceMs, cancel), clock.at(nowMs + patienceMs + graceMs, leave));
  });
  await takeOver();
  while (flights.size > 0 && !state.isOver) {
    await Promise.race([flights.landing(), over]);
    await takeOver();
  }
  for (const takeBack of timers) takeBack();
}
