import { assertNever, invariant } from '../invariant.ts';
import { stepTask, type TaskLifecycleEvent } from '../machines/task.machine.ts';
import type { Entry } from '../model/entry.ts';
import type { Task, TaskStatus } from '../model/task.ts';

type MovingEntry = Extract<
  Entry,
  { type: 'taskReady' | 'taskHeld' | 'taskStarted' | 'taskWaiting' | 'taskRetrying' | 'taskFailed' }
>;
type NotingEntry = Extract<Entry, { type: 'taskProgressed' | 'taskLost' | 'signalKept' | 'signalReceived' }>;

const readyEvents = {
  resumed: 'again',
  again: 'again',
  retry: 'again',
  yielded: 'again',
  released: 'release',
  lost: 'lose',
} as const satisfies Record<Extract<Entry, { type: 'taskReady' }>['reason'], TaskLifecycleEvent>;

const movingEvents = {
  taskHeld: 'hold',
  taskStarted: 'start',
  taskWaiting: 'wait',
  taskRetrying: 'retry',
  taskFailed: 'fail',
} as const satisfies Record<Exclude<MovingEntry['type'], 'taskReady'>, TaskLifecycleEvent>;

/** The status that an entry moves a task to; its life cycle must accept that (semantics.md 4). */
function statusAfter({ id, status }: Task, entry: MovingEntry): TaskStatus {
  // One that lets its time pass goes on waiting, for its signal alone.
  if (entry.type === 'taskWaiting' && status === 'waiting') return status;
  const event = entry.type === 'taskReady' ? readyEvents[entry.reason] : movingEvents[entry.type];
  const after = stepTask(status, event);
  invariant(after, `the ${status} task ${id} does not accept "${event}"`);
  return after;
}

/**
 * When a task's `timeout` begins to count, in the time of its instance: when it is first executed, and anew when somebody
 * lets it be executed again or when it is tried again because it took too long. Kept only where nothing else says it.
 */
function timing(task: Task, entry: MovingEntry, nowMs: number): Pick<Task, 'timedFromMs'> {
  const { timedFromMs, startedAtMs } = task;
  const kept = timedFromMs === undefined ? {} : { timedFromMs };
  switch (entry.type) {
    case 'taskReady':
      return (entry.reason === 'resumed' || entry.reason === 'again') && startedAtMs !== undefined
        ? { timedFromMs: nowMs }
        : kept;
    case 'taskStarted':
    case 'taskWaiting':
      return startedAtMs === undefined && nowMs !== entry.atMs ? { timedFromMs: nowMs } : kept;
    case 'taskRetrying':
      return entry.failure.cause === 'timeout' ? { timedFromMs: nowMs + entry.dueAtMs - entry.atMs } : kept;
    default:
      return kept;
  }
}

/**
 * Moves a task along its life cycle; `activeNowMs` is the instance's own time.
 * @throws InvariantBroken when its status does not accept that.
 */
export function moveTask(task: Task, entry: MovingEntry, activeNowMs: number): Task {
  const rest = goingOn(task);
  const moved = { ...rest, ...timing(task, entry, activeNowMs), status: statusAfter(task, entry) };
  const startedAtMs = rest.startedAtMs ?? entry.atMs;
  switch (entry.type) {
    case 'taskReady':
      // Somebody wants it to be executed again: its worker's deaths are counted anew.
      return entry.reason === 'resumed' || entry.reason === 'again' ? { ...moved, deaths: 0 } : moved;
    case 'taskHeld':
      return moved;
    case 'taskStarted':
      return { ...moved, attempt: entry.attempt, nowMs: entry.nowMs, startedAtMs };
    case 'taskWaiting':
      return { ...moved, ...unfailed(task), waitingFor: entry.waitingFor, startedAtMs };
    case 'taskRetrying':
      return { ...moved, failure: entry.failure, waitingFor: { dueAtMs: entry.dueAtMs } };
    case 'taskFailed':
      return { ...moved, failure: entry.failure };
    default:
      return assertNever(entry);
  }
}

/** Without what it failed for or waited for; most have neither. */
function goingOn(task: Task): Omit<Task, 'failure' | 'waitingFor'> {
  if (!task.failure && !task.waitingFor) return task;
  const { failure: _failure, waitingFor: _waitingFor, ...rest } = task;
  return rest;
}

/** Executed again, it is over with why its children made it fail. */
function unfailed({ children }: Task): Pick<Task, 'children'> {
  if (!children?.failure) return {};
  const { failure: _failure, ...rest } = children;
  return { children: rest };
}

/** Notes on a task what leaves its status as it is. */
export function noteOnTask(task: Task, entry: NotingEntry): Task {
  switch (entry.type) {
    case 'taskProgressed':
      return { ...task, progress: entry.progress, deaths: 0 };
    case 'taskLost':
      return { ...task, deaths: entry.deaths };
    case 'signalKept': {
      const kept = {
        id: entry.signal,
        name: entry.name,
        vars: entry.vars,
        ...(entry.answer && { answer: entry.answer }),
      };
      return { ...task, ...answering(task, entry), keptSignals: [...(task.keptSignals ?? []), kept] };
    }
    case 'signalReceived':
      return { ...withoutSignal(task, entry), ...answering(task, entry) };
    default:
      return assertNever(entry);
  }
}

/** Who answered is remembered: each of those who are asked answers once. */
function answering(
  { answeredBy = [] }: Task,
  { answer }: Extract<NotingEntry, { type: 'signalKept' | 'signalReceived' }>,
): Pick<Task, 'answeredBy'> {
  return answer && !answeredBy.includes(answer.by) ? { answeredBy: [...answeredBy, answer.by] } : {};
}

function withoutSignal(task: Task, { signal, name }: Extract<Entry, { type: 'signalReceived' }>): Task {
  const { keptSignals, ...rest } = task;
  const taken = keptSignals?.findIndex((one) => one.id === signal && one.name === name);
  const kept = keptSignals?.filter((_one, index) => index !== taken) ?? [];
  return kept.length > 0 ? { ...rest, keptSignals: kept } : rest;
}
