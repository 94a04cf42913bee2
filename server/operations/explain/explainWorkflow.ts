import type { Cause, Explanation } from '../../contract/explanation.ts';
import type { WorkflowStatus } from '../../contract/workflows.ts';
import type { WorkerStatus } from '../../processes/workerLink.ts';
import { causeOf, sentence, type Found } from './cause.ts';
import { workerCause } from './workerCause.ts';

/** What is known when somebody asks why a workflow begins nothing. */
export interface WorkflowFacts {
  readonly name: string;
  readonly worker: WorkerStatus;
  readonly status: WorkflowStatus;
  /** The newest published version; 0 while there is none. */
  readonly version: number;
  readonly scheduleHeld: boolean;
  readonly overlap: 'skip' | 'queue' | 'allow';
  /** Whether it has schedulers, and when the next of them fires. */
  readonly isScheduled: boolean;
  readonly nextFiring?: { readonly activity: string; readonly dueAtMs: number } | undefined;
  /** The signals that begin it. */
  readonly signals: readonly string[];
  /** An instance of it that has not ended, the oldest one. */
  readonly unfinished?: { readonly id: string; readonly status: string; readonly startedAtMs: number } | undefined;
  /** Its last firing, where it began nothing. */
  readonly lastSkipped?: { readonly dueAtMs: number; readonly reason: string } | undefined;
}

/** What keeps all of it from beginning: of these there is one at most. */
export function disarmed({
  name,
  status,
  version,
}: Pick<WorkflowFacts, 'name' | 'status' | 'version'>): Found | undefined {
  if (version === 0)
    return {
      code: 'not-published',
      text: 'No version of it is published: what is drawn runs nowhere.',
      clearing: { does: 'publish', workflow: name },
    };
  if (status === 'paused')
    return {
      code: 'workflow-paused',
      text: 'It is paused: neither schedules nor signals begin an instance.',
      clearing: { does: 'resumeWorkflow', workflow: name },
    };
  if (status === 'started') return undefined;
  return {
    code: 'not-started',
    text: `It is ${status === 'stopped' ? 'stopped' : 'not started'}: neither schedules nor signals begin an instance.`,
    clearing: { does: 'startWorkflow', workflow: name },
  };
}

function heldCause({ name, scheduleHeld, isScheduled }: WorkflowFacts): readonly Found[] {
  if (!scheduleHeld || !isScheduled) return [];
  return [
    {
      code: 'schedule-held',
      text: 'Its schedules are held: what is due is skipped until they are released.',
      clearing: { does: 'releaseSchedule', workflow: name },
    },
  ];
}

const overlapWords = {
  skip: 'what is due meanwhile is skipped',
  queue: 'the newest that is due meanwhile waits for its end',
} as const;

/** What would be overlapped. */
export function unfinishedCause({
  unfinished,
  overlap,
}: Pick<WorkflowFacts, 'unfinished' | 'overlap'>): readonly Found[] {
  if (!unfinished || overlap === 'allow') return [];
  const { id, status, startedAtMs } = unfinished;
  return [
    {
      code: 'unfinished',
      text: `An instance of it is ${status}; ${overlapWords[overlap]}.`,
      sinceMs: startedAtMs,
      clearing: { does: 'open', instance: id },
    },
  ];
}

/** Its last firing, where that began nothing. */
export function skippedCause({ lastSkipped }: Pick<WorkflowFacts, 'lastSkipped'>): readonly Found[] {
  if (!lastSkipped) return [];
  const text = `Its last firing began nothing${sentence(lastSkipped.reason)}`;
  return [{ code: 'firing-skipped', text, sinceMs: lastSkipped.dueAtMs }];
}

function scheduleCause({ isScheduled, nextFiring }: WorkflowFacts): readonly Found[] {
  if (!isScheduled) return [];
  if (!nextFiring) return [{ code: 'schedule-over', text: 'Its schedules are over: none of them is due any more.' }];
  const { activity, dueAtMs } = nextFiring;
  return [
    { code: 'next-firing', activity, text: `"${activity}" begins an instance when it is due.`, untilMs: dueAtMs },
  ];
}

/** What begins it besides its schedules; where nothing does, somebody has to. */
function otherWays({ name, signals, isScheduled }: WorkflowFacts): readonly Found[] {
  const awaited = signals.map((signal): Found => ({
    code: 'entry-signal',
    text: `The signal "${signal}" begins an instance.`,
    clearing: { does: 'signal', name: signal, key: null, instance: null },
  }));
  if (awaited.length > 0 || isScheduled) return awaited;
  const text = 'Neither a schedule nor a signal begins it: somebody runs it, or another workflow does.';
  return [{ code: 'by-hand', text, clearing: { does: 'begin', workflow: name } }];
}

const resting: ReadonlySet<string> = new Set(['paused']);

/** Why a workflow begins no instance now: every cause, what holds it most first, each with who or what clears it. */
export function explainWorkflow(facts: WorkflowFacts): Explanation {
  const stopped = disarmed(facts);
  const found: readonly Found[] = stopped
    ? [stopped]
    : [...heldCause(facts), ...unfinishedCause(facts), ...skippedCause(facts), ...scheduleCause(facts)];
  const ways = stopped ? [] : otherWays(facts);
  const causes: readonly Cause[] = [...workerCause(facts.worker), ...found, ...ways].map(causeOf);
  const { unfinished, worker } = facts;
  return {
    moves: worker !== 'gone' && unfinished !== undefined && !resting.has(unfinished.status),
    causes: [...causes],
  };
}
