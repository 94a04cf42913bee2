import type { Entry } from '../../../engine/model/entry.ts';
import type { TaskStatus } from '../../../engine/model/task.ts';

/** What a task is about during a segment; `queued`: it could start, and no worker has taken it yet. */
export type Phase = 'queued' | 'running' | 'waiting' | 'retrying' | 'held' | 'failed';

/** A stretch of a task's life in one phase. */
export interface Segment {
  readonly phase: Phase;
  readonly fromMs: number;
  /** Absent while it goes on. */
  readonly toMs?: number;
}

/** A task's life. */
export interface TaskSpan {
  readonly task: string;
  readonly activity: string;
  readonly fromMs: number;
  /** Absent while it lives. */
  readonly toMs?: number;
  readonly status: TaskStatus;
  readonly segments: readonly Segment[];
  /** How often it was started. */
  readonly attempts: number;
  /** How many rounds it has committed. */
  readonly rounds: number;
  readonly failure?: string;
}

/** A stretch in which the instance did not go on. */
export interface Standstill {
  readonly fromMs: number;
  readonly toMs?: number;
}

/** One line of the picture: an activity with all its tasks, in the order in which they were made. */
export interface TimelineLine {
  readonly activity: string;
  readonly spans: readonly TaskSpan[];
}

/** When what happened, from the instance's beginning. */
export interface Timeline {
  readonly fromMs: number;
  /** When the last thing happened. */
  readonly toMs: number;
  /** In the order in which they were reached. */
  readonly lines: readonly TimelineLine[];
  readonly standstills: readonly Standstill[];
  readonly tasks: number;
}

/** What is put together while the history is read. */
interface Draft {
  readonly spans: Map<string, TaskSpan>;
  readonly standstills: Standstill[];
}

const phases: Readonly<Partial<Record<TaskStatus, Phase>>> = {
  pending: 'queued',
  running: 'running',
  waiting: 'waiting',
  retrying: 'retrying',
  held: 'held',
  failed: 'failed',
};

/** What is still open ends; of stretches of no length those are kept in which it ran. */
const closed = (segments: readonly Segment[], atMs: number): Segment[] => {
  const last = segments.at(-1);
  if (!last || last.toMs !== undefined) return [...segments];
  const before = segments.slice(0, -1);
  return last.fromMs === atMs && last.phase !== 'running' ? before : [...before, { ...last, toMs: atMs }];
};

/** What took no time at all is seen too. */
const ended = (segments: readonly Segment[], status: TaskStatus, atMs: number): Segment[] => {
  const all = closed(segments, atMs);
  return all.length > 0 ? all : [{ phase: status === 'done' ? 'running' : 'queued', fromMs: atMs, toMs: atMs }];
};

const enters = (span: TaskSpan, status: TaskStatus, atMs: number): TaskSpan => {
  const phase = phases[status];
  if (phase === undefined || (span.status === status && span.segments.at(-1)?.toMs === undefined)) return span;
  return { ...span, status, segments: [...closed(span.segments, atMs), { phase, fromMs: atMs }] };
};

/** A task whose beginning is not among the entries begins where it is first heard of. */
const unseen = (task: string, activity: string, atMs: number): TaskSpan => ({
  task,
  activity,
  fromMs: atMs,
  status: 'pending',
  segments: [],
  attempts: 0,
  rounds: 0,
});

type OfTask = Extract<Entry, { task: string; activity: string }>;

const moved = (span: TaskSpan, entry: OfTask): TaskSpan => {
  switch (entry.type) {
    case 'taskReady':
      return enters(span, 'pending', entry.atMs);
    case 'taskHeld':
      return enters(span, 'held', entry.atMs);
    case 'taskStarted':
      return { ...enters(span, 'running', entry.atMs), attempts: Math.max(span.attempts, entry.attempt) };
    case 'taskProgressed':
      return { ...span, rounds: entry.progress.rounds };
    case 'taskWaiting':
      return enters(span, 'waiting', entry.atMs);
    case 'taskRetrying':
      return { ...enters(span, 'retrying', entry.atMs), failure: entry.failure.message };
    case 'taskFailed':
      return { ...enters(span, 'failed', entry.atMs), failure: entry.failure.message };
    case 'taskEnded':
      return {
        ...span,
        status: entry.status,
        toMs: entry.atMs,
        segments: ended(span.segments, entry.status, entry.atMs),
        ...(entry.failure && { failure: entry.failure.message }),
      };
    default:
      return span;
  }
};

function noteStatus({ standstills }: Draft, paused: boolean, atMs: number): void {
  const last = standstills.at(-1);
  const open = last !== undefined && last.toMs === undefined;
  if (paused && !open) standstills.push({ fromMs: atMs });
  if (!paused && open) standstills[standstills.length - 1] = { ...last, toMs: atMs };
}

function take(draft: Draft, entry: Entry): void {
  switch (entry.type) {
    case 'began':
      noteStatus(draft, entry.pauseCauses.length > 0, entry.atMs);
      return;
    case 'statusChanged':
      noteStatus(draft, entry.status === 'paused', entry.atMs);
      return;
    case 'taskCreated': {
      const { id, activity, status } = entry.task;
      const fresh = { ...unseen(id, activity, entry.atMs), status };
      const phase = phases[status];
      draft.spans.set(id, phase ? { ...fresh, segments: [{ phase, fromMs: entry.atMs }] } : fresh);
      return;
    }
    default:
      if (!('task' in entry) || entry.task === undefined || entry.activity === undefined) return;
      if (entry.type === 'journal') return;
      draft.spans.set(
        entry.task,
        moved(draft.spans.get(entry.task) ?? unseen(entry.task, entry.activity, entry.atMs), entry),
      );
  }
}

const linesOf = (spans: Iterable<TaskSpan>): TimelineLine[] => {
  const byActivity = new Map<string, TaskSpan[]>();
  for (const span of spans) {
    const line = byActivity.get(span.activity);
    if (line) line.push(span);
    else byActivity.set(span.activity, [span]);
  }
  return [...byActivity].map(([activity, ofActivity]) => ({ activity, spans: ofActivity }));
};

/**
 * When which task did what, as a history tells it.
 * @returns the picture's lines; undefined where nothing is known yet
 */
export function timelineOf(entries: readonly Entry[]): Timeline | undefined {
  const [first] = entries;
  const last = entries.at(-1);
  if (!first || !last) return undefined;
  const draft: Draft = { spans: new Map(), standstills: [] };
  for (const entry of entries) take(draft, entry);
  return {
    fromMs: first.atMs,
    toMs: last.atMs,
    lines: linesOf(draft.spans.values()),
    standstills: draft.standstills,
    tasks: draft.spans.size,
  };
}
