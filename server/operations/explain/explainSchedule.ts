import type { Cause } from '../../contract/explanation.ts';
import type { LastFiring, StoredSchedule } from '../ports/engineReader.ts';
import { causeOf, sentence, type Found } from './cause.ts';
import { disarmed, skippedCause, unfinishedCause, type WorkflowFacts } from './explainWorkflow.ts';
import { workerCause } from './workerCause.ts';

/** What is known when somebody asks why a schedule begins nothing. */
export interface ScheduleFacts extends Pick<
  WorkflowFacts,
  'name' | 'worker' | 'status' | 'scheduleHeld' | 'overlap' | 'unfinished'
> {
  readonly activity: string;
  /** When it is due, where it is armed. */
  readonly stored: StoredSchedule;
  /** Who holds it, as far as that is still known. */
  readonly heldBy?: { readonly by: string; readonly atMs: number; readonly reason?: string | undefined } | undefined;
  /** What became of its last firing. */
  readonly lastFiring?: LastFiring | undefined;
}

function heldCause({ name, heldBy }: ScheduleFacts): Found {
  return {
    code: 'schedule-held',
    text: `It is held${heldBy ? ` by ${heldBy.by}` : ''}${sentence(heldBy?.reason)} What is due meanwhile begins nothing.`,
    by: heldBy?.by,
    sinceMs: heldBy?.atMs,
    clearing: { does: 'releaseSchedule', workflow: name },
  };
}

function lastCause({ lastFiring }: ScheduleFacts): readonly Found[] {
  if (!lastFiring || lastFiring.status === 'begun') return [];
  const { dueAtMs, reason, status } = lastFiring;
  return skippedCause({ lastSkipped: { dueAtMs, reason: reason ?? status } });
}

function dueCause({ stored: { dueAtMs, waiting }, unfinished }: ScheduleFacts): Found {
  if (dueAtMs === undefined) return { code: 'schedule-over', text: 'It is over: it is not due any more.' };
  if (waiting !== true) return { code: 'next-firing', text: 'It begins an instance when it is due.', untilMs: dueAtMs };
  return {
    code: 'unfinished',
    text: 'It is due, and begins as soon as what runs has ended.',
    sinceMs: dueAtMs,
    ...(unfinished && { clearing: { does: 'open' as const, instance: unfinished.id } }),
  };
}

/** Why a schedule begins no instance now, and when it will: every cause, what holds it most first. Pure. */
export function explainSchedule(facts: ScheduleFacts): readonly Cause[] {
  const stopped = disarmed({ ...facts, version: 1 });
  const due = dueCause(facts);
  const inTheWay = due.code === 'unfinished' ? [] : unfinishedCause(facts);
  const armed = due.code === 'schedule-over' ? [...lastCause(facts), due] : [...inTheWay, ...lastCause(facts), due];
  const found = stopped ? [stopped] : facts.scheduleHeld ? [heldCause(facts), ...lastCause(facts)] : armed;
  return [...workerCause(facts.worker), ...found].map(causeOf);
}
