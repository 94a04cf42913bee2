import { assertNever, invariant } from '../invariant.ts';
import type { Entry } from '../model/entry.ts';
import type { Event } from '../model/event.ts';
import type { TaskId } from '../model/ids.ts';
import type { Instance } from '../model/instance.ts';
import type { Task } from '../model/task.ts';
import { activeMs } from './activeTime.ts';
import { isChildEntry, noteOnChildren, type ChildEntry } from './evolveChildren.ts';
import { moveTask, noteOnTask } from './evolveTask.ts';

type Began = Extract<Entry, { type: 'began' }>;
/** An instance under one step's changes: its own copies of what entries change, so that the original stays. */
export function openDraft(instance: Instance): Instance {
  return { ...instance, tasks: copyOf(instance.tasks), events: copyOf(instance.events) };
}

/**
 * A copy of what is kept by its id. Without a prototype an object is a table from its beginning; as a plain one each new
 * id would give it another shape to be compiled for.
 */
function copyOf<Kept>(kept: Readonly<Record<string, Kept>>): Record<string, Kept> {
  // `create` types what it makes as any.
  const copy = Object.create(null) as Record<string, Kept>;
  for (const id in kept) {
    const one = kept[id];
    if (one !== undefined) copy[id] = one;
  }
  return copy;
}

/** The instance that a history begins with. */
export function evolveBegan(entry: Began): Instance {
  return {
    id: entry.instance,
    workflow: entry.workflow,
    version: entry.version,
    severity: entry.severity,
    ...(entry.parent && { parent: entry.parent }),
    status: entry.pauseCauses.length > 0 ? 'paused' : 'running',
    pauseCauses: entry.pauseCauses,
    ...(entry.pauseCauses.length > 0 && { quietAtMs: entry.atMs }),
    firing: entry.firing,
    inputs: entry.inputs,
    vars: entry.vars,
    tasks: copyOf<Task>({}),
    events: copyOf<Event>({}),
    executions: {},
    startedAtMs: entry.atMs,
    lastNumber: 0,
    seq: entry.seq,
  };
}

/** Applies a fact to a draft: the only place where an instance changes (semantics.md 11, replay). */
export function evolve(draft: Instance, entry: Entry): void {
  invariant(entry.seq === draft.seq + 1, `history of ${draft.id} has a gap before ${String(entry.seq)}`);
  draft.seq = entry.seq;
  if (isChildEntry(entry)) return evolveChildren(draft, entry);
  switch (entry.type) {
    case 'began':
      return invariant(false, `${draft.id} has begun already`);
    case 'eventCreated':
    case 'eventDropped':
    case 'taskCreated':
    case 'taskEnded':
      return evolveFlow(draft, entry);
    case 'taskReady':
    case 'taskHeld':
    case 'taskStarted':
    case 'taskWaiting':
    case 'taskRetrying':
    case 'taskFailed':
      draft.tasks[entry.task] = moveTask(taskOf(draft, entry.task), entry, activeMs(draft, entry.atMs));
      return;
    case 'taskProgressed':
    case 'taskLost':
    case 'signalKept':
    case 'signalReceived':
      draft.tasks[entry.task] = noteOnTask(taskOf(draft, entry.task), entry);
      return;
    case 'journal':
      return;
    case 'statusChanged':
    case 'pauseCauseAdded':
    case 'pauseCausesRemoved':
    case 'versionChanged':
    case 'varsChanged':
    case 'executionChanged':
      Object.assign(draft, evolveInstance(draft, entry));
      return;
    default:
      assertNever(entry);
  }
}

function evolveChildren(draft: Instance, entry: ChildEntry): void {
  draft.tasks[entry.task] = noteOnChildren(taskOf(draft, entry.task), entry);
}

type FlowEntry = Extract<Entry, { type: 'eventCreated' | 'eventDropped' | 'taskCreated' | 'taskEnded' }>;

/** Events and tasks come and go: an event is consumed by exactly one task. */
function evolveFlow(draft: Instance, entry: FlowEntry): void {
  switch (entry.type) {
    case 'eventCreated':
      draft.events[entry.event.id] = entry.event;
      draft.lastNumber += 1;
      return;
    case 'eventDropped':
      delete draft.events[entry.event];
      return;
    case 'taskCreated':
      for (const event of entry.consumed) delete draft.events[event];
      draft.tasks[entry.task.id] = livingFrom(entry.task, activeMs(draft, entry.atMs));
      if (entry.task.gathered !== undefined) closeRound(draft, entry.task);
      draft.lastNumber += 1;
      return;
    case 'taskEnded':
      delete draft.tasks[entry.task];
      if (entry.result !== undefined) draft.result = entry.result;
      // A failure that took no outlet was ignored, or failed the whole instance (semantics.md 4).
      if (entry.status === 'failed' && entry.outlets.length === 0) draft.ignoredFailure = true;
      return;
    default:
      assertNever(entry);
  }
}

/** Only where the instance has stood still does a task need to know when its life began in the instance's own time. */
const livingFrom = (task: Task, livesFromMs: number): Task =>
  livesFromMs === task.createdAtMs ? task : { ...task, livesFromMs };

/** Rounds follow each other along the ancestry, so that they are closed in their order. */
function closeRound(draft: Instance, { activity, rounds }: Task): void {
  const closed = Math.max(draft.closedRounds?.[activity] ?? 0, (rounds[activity] ?? 0) + 1);
  draft.closedRounds = { ...draft.closedRounds, [activity]: closed };
}

function taskOf(draft: Instance, id: TaskId): Task {
  const task = draft.tasks[id];
  invariant(task, `task ${id} is not live`);
  return task;
}

type InstanceEntry = Extract<
  Entry,
  {
    type:
      | 'statusChanged'
      | 'pauseCauseAdded'
      | 'pauseCausesRemoved'
      | 'versionChanged'
      | 'varsChanged'
      | 'executionChanged';
  }
>;

const ended: ReadonlySet<string> = new Set(['stopped', 'finished', 'failed']);

/** While it is paused its own time stands still. */
function standing(instance: Instance, { status, atMs }: { status: string; atMs: number }): Partial<Instance> {
  if (status === 'paused') return { quietAtMs: atMs };
  if (instance.status !== 'paused') return {};
  return { stoodMs: (instance.stoodMs ?? 0) + Math.max(0, atMs - (instance.quietAtMs ?? atMs)) };
}

/** To others, what such a task does from now on is another effect than what it did before (semantics.md 8). */
function reconfigured({ tasks }: Instance, ids: readonly TaskId[]): Instance['tasks'] {
  const changed = Object.values(tasks).filter(({ id }) => ids.includes(id));
  const renewed = changed.map((task) => [task.id, { ...task, reconfigured: (task.reconfigured ?? 0) + 1 }] as const);
  return { ...tasks, ...Object.fromEntries(renewed) };
}

function evolveInstance(instance: Instance, entry: InstanceEntry): Partial<Instance> {
  switch (entry.type) {
    case 'statusChanged':
      return {
        status: entry.status,
        ...standing(instance, entry),
        ...(ended.has(entry.status) && { endedAtMs: entry.atMs, events: {} }),
        ...(entry.result !== undefined && { result: entry.result }),
        ...(entry.failure && { failure: entry.failure }),
      };
    case 'pauseCauseAdded':
      return { pauseCauses: [...instance.pauseCauses.filter((cause) => cause.kind !== entry.cause.kind), entry.cause] };
    case 'pauseCausesRemoved':
      return { pauseCauses: instance.pauseCauses.filter((cause) => !entry.kinds.includes(cause.kind)) };
    case 'versionChanged':
      return {
        version: entry.version,
        ...(entry.reconfigured && { tasks: reconfigured(instance, entry.reconfigured) }),
      };
    case 'varsChanged':
      return { vars: entry.vars };
    case 'executionChanged': {
      const { [entry.activity]: _former, ...others } = instance.executions;
      return { executions: entry.execution ? { ...others, [entry.activity]: entry.execution } : others };
    }
    default:
      return assertNever(entry);
  }
}

/**
 * Rebuilds an instance from its history alone (semantics.md 11).
 * @throws InvariantBroken when the history is empty, has a gap, or does not begin with `began`.
 */
export function replay(entries: Iterable<Entry>): Instance {
  const draft: { current: Instance | undefined } = { current: undefined };
  for (const entry of entries) {
    if (entry.type === 'began' && !draft.current) draft.current = evolveBegan(entry);
    else {
      invariant(draft.current, 'a history begins with "began"');
      evolve(draft.current, entry);
    }
  }
  invariant(draft.current, 'a history has at least one entry');
  return draft.current;
}
