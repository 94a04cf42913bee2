import type { Kinds } from '../../engine/activity/kind.ts';
import type { Definition } from '../../engine/model/definition.ts';
import { nextFiring } from '../../engine/time/nextFiring.ts';
import type { StoredSchedules } from './ports/engineReader.ts';
import { schedulersOf, type Scheduler } from './schedulers.ts';

/** When a scheduler will fire. */
export interface ComingFiring {
  readonly activity: string;
  readonly dueAtMs: number;
}

interface Asked {
  readonly kinds: Kinds;
  readonly definition: Definition;
  readonly count: number;
  readonly nowMs: number;
  /** What is stored of schedules that were started once: their rhythm, and how often they have fired. */
  readonly stored: StoredSchedules;
}

/** The next times at which a definition's schedulers are due, whether it is started or not. */
export function comingFirings({ kinds, definition, count, nowMs, stored }: Asked): readonly ComingFiring[] {
  const all = schedulersOf(kinds, definition).flatMap((scheduler) =>
    comingOf(scheduler, { count, nowMs, stored }).map((dueAtMs) => ({ activity: scheduler.activity, dueAtMs })),
  );
  return all.sort((one, other) => one.dueAtMs - other.dueAtMs).slice(0, count);
}

/** An armed schedule goes on from its stored due time; any other would from now. */
function comingOf(
  { activity, schedule, timeZone }: Scheduler,
  { count, nowMs, stored }: Pick<Asked, 'count' | 'nowMs' | 'stored'>,
): readonly number[] {
  const { dueAtMs, runs } = stored.get(activity) ?? { runs: 0 };
  const firings: number[] = [];
  let next = dueAtMs ?? nextFiring(schedule, nowMs, timeZone, runs);
  while (next !== undefined && firings.length < count) {
    firings.push(next);
    next = nextFiring(schedule, next, timeZone, runs + firings.length);
  }
  return firings;
}
