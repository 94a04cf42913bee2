import type { Entry } from '../../engine/model/entry.ts';
import type { TaskStatus } from '../../engine/model/task.ts';
import { transitionKey } from './instanceView.ts';
import type { ActivityView, InstanceView } from './instanceView.ts';

type Began = Extract<Entry, { type: 'began' }>;
type Ended = Extract<Entry, { type: 'taskEnded' }>;

/** From the liveliest to the quietest: the first that an activity has a task of is the one that is drawn. */
const liveliness: readonly TaskStatus[] = ['running', 'retrying', 'failed', 'held', 'waiting', 'pending'];
const ended: ReadonlySet<TaskStatus> = new Set<TaskStatus>(['done', 'cancelled', 'skipped']);

function beginView(entry: Began): InstanceView {
  return {
    instance: entry.instance,
    workflow: entry.workflow,
    version: entry.version,
    severity: entry.severity,
    ...(entry.parent && { parent: entry.parent.instance }),
    status: entry.pauseCauses.length > 0 ? 'paused' : 'running',
    pauseCauses: [...entry.pauseCauses],
    startedAtMs: entry.atMs,
    activities: {},
    transitions: {},
    tasks: {},
    seq: entry.seq,
  };
}

/** What a view is before its history's first entry was seen: only where a history is read from its middle. */
function unknownView(entry: Entry): InstanceView {
  return {
    instance: '',
    workflow: '',
    version: 1,
    severity: 'normal',
    status: 'running',
    pauseCauses: [],
    startedAtMs: entry.atMs,
    activities: {},
    transitions: {},
    tasks: {},
    seq: 0,
  };
}

function drawnStatus(counts: ActivityView['counts'], last: TaskStatus): TaskStatus {
  return liveliness.find((status) => (counts[status] ?? 0) > 0) ?? last;
}

function moveCount(
  counts: ActivityView['counts'],
  from: TaskStatus | undefined,
  to: TaskStatus,
): ActivityView['counts'] {
  const next = { ...counts, [to]: (counts[to] ?? 0) + 1 };
  if (from === undefined) return next;
  const left = (next[from] ?? 0) - 1;
  if (left > 0) return { ...next, [from]: left };
  const { [from]: _none, ...rest } = next;
  return rest;
}

function withTask(view: InstanceView, task: string, activity: string, status: TaskStatus): InstanceView {
  const before = view.tasks[task];
  const shown = view.activities[activity] ?? { counts: {} };
  const counts = moveCount(shown.counts, before?.status, status);
  const { [task]: _moved, ...others } = view.tasks;
  return {
    ...view,
    tasks: ended.has(status) ? others : { ...others, [task]: { activity, status } },
    activities: {
      ...view.activities,
      [activity]: { ...shown, counts, status: drawnStatus(counts, status), lastTask: task },
    },
  };
}

type Patch = { readonly [Key in keyof ActivityView]?: ActivityView[Key] | undefined };

/** Sets what has a value and takes away what is named with `undefined`. */
function withActivity(view: InstanceView, activity: string, patch: Patch): InstanceView {
  const merged = { ...(view.activities[activity] ?? { counts: {} }), ...patch };
  const kept = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
  // Only undefined values were taken out, and `counts` is never undefined: what is left is an ActivityView again.
  return { ...view, activities: { ...view.activities, [activity]: kept as ActivityView } };
}

function endTask(view: InstanceView, entry: Ended): InstanceView {
  // A task that failed for good lives on no more, so it is not counted as one that can be executed again.
  const moved = withTask(view, entry.task, entry.activity, entry.status);
  const { [entry.task]: _ended, ...tasks } = moved.tasks;
  return withActivity({ ...moved, tasks }, entry.activity, {
    durationMs: entry.durationMs,
    recordCount: entry.recordCount,
    failure: entry.failure,
    progress: undefined,
    dueAtMs: undefined,
  });
}

function passTransition(view: InstanceView, entry: Extract<Entry, { type: 'eventCreated' }>): InstanceView {
  const { from, outlet, to, recordCount } = entry.event;
  const key = transitionKey(from, outlet, to);
  const count = (view.transitions[key]?.count ?? 0) + 1;
  const passed = { count, atMs: entry.atMs, ...(recordCount === undefined ? {} : { recordCount }) };
  return { ...view, transitions: { ...view.transitions, [key]: passed } };
}

const endStatuses: ReadonlySet<string> = new Set(['finished', 'failed', 'stopped']);

function changeStatus(view: InstanceView, entry: Extract<Entry, { type: 'statusChanged' }>): InstanceView {
  return {
    ...view,
    status: entry.status,
    ...(endStatuses.has(entry.status) ? { endedAtMs: entry.atMs } : {}),
    ...(entry.failure === undefined ? {} : { failure: entry.failure }),
  };
}

function applyToInstance(view: InstanceView, entry: Entry): InstanceView {
  switch (entry.type) {
    case 'statusChanged':
      return changeStatus(view, entry);
    case 'pauseCauseAdded':
      return {
        ...view,
        pauseCauses: [...view.pauseCauses.filter(({ kind }) => kind !== entry.cause.kind), entry.cause],
      };
    case 'pauseCausesRemoved':
      return { ...view, pauseCauses: view.pauseCauses.filter(({ kind }) => !entry.kinds.includes(kind)) };
    case 'versionChanged':
      return { ...view, version: entry.version };
    case 'eventCreated':
      return passTransition(view, entry);
    default:
      return applyToTask(view, entry);
  }
}

function applyToTask(view: InstanceView, entry: Entry): InstanceView {
  switch (entry.type) {
    case 'taskCreated':
      return withTask(view, entry.task.id, entry.task.activity, entry.task.status);
    case 'taskReady':
      return withActivity(withTask(view, entry.task, entry.activity, 'pending'), entry.activity, {
        dueAtMs: undefined,
      });
    case 'taskHeld':
      return withTask(view, entry.task, entry.activity, 'held');
    case 'taskStarted':
      return startTask(view, entry);
    case 'taskProgressed':
      return withActivity(view, entry.activity, { progress: entry.progress });
    case 'taskWaiting':
      return waitTask(view, entry);
    case 'taskRetrying':
      return withActivity(withTask(view, entry.task, entry.activity, 'retrying'), entry.activity, {
        dueAtMs: entry.dueAtMs,
        failure: entry.failure,
      });
    case 'taskFailed':
      return withActivity(withTask(view, entry.task, entry.activity, 'failed'), entry.activity, {
        failure: entry.failure,
      });
    case 'taskEnded':
      return endTask(view, entry);
    default:
      return view;
  }
}

function waitTask(view: InstanceView, entry: Extract<Entry, { type: 'taskWaiting' }>): InstanceView {
  const { dueAtMs, question } = entry.waitingFor;
  const waiting = withTask(view, entry.task, entry.activity, 'waiting');
  const task = { activity: entry.activity, status: 'waiting' as const };
  const timed = dueAtMs !== undefined && question === undefined;
  const tasks = timed ? { ...waiting.tasks, [entry.task]: { ...task, waitsForTime: true as const } } : waiting.tasks;
  return withActivity({ ...waiting, tasks }, entry.activity, { dueAtMs });
}

function startTask(view: InstanceView, entry: Extract<Entry, { type: 'taskStarted' }>): InstanceView {
  return withActivity(withTask(view, entry.task, entry.activity, 'running'), entry.activity, {
    startedAtMs: entry.atMs,
    failure: undefined,
    dueAtMs: undefined,
    durationMs: undefined,
  });
}

/**
 * A fold's step: the view after an entry, the same on the server and in the browser. An entry that the view has seen
 * already changes nothing, so that a batch that overlaps a snapshot does no harm.
 */
export function applyEntry(view: InstanceView | undefined, entry: Entry): InstanceView {
  if (entry.type === 'began') return view === undefined || entry.seq > view.seq ? beginView(entry) : view;
  const before = view ?? unknownView(entry);
  if (entry.seq <= before.seq) return before;
  return { ...applyToInstance(before, entry), seq: entry.seq };
}
