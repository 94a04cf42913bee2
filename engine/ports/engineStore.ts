import type { ExecutorServices } from '../activity/executor.ts';
import type { Advanced } from '../core/advance.ts';
import type { Backfill } from '../core/backfill.ts';
import type { Expectation, Unmet } from '../core/expectation.ts';
import type { Firing, WorkflowState } from '../core/workflowState.ts';
import type { Entry } from '../model/entry.ts';
import type { ActivityId, InstanceId, RequestId, TaskId, WorkflowName } from '../model/ids.ts';
import type { Instance } from '../model/instance.ts';
import type { Json, Variables } from '../model/json.ts';
import type { InboxRequest, KeptMail, PackageRow } from './inbox.ts';
import type { TimerName } from '../core/input.ts';

/** A task that may start, or goes on with its next round. */
export interface ReadyTask {
  readonly task: TaskId;
  readonly instance: InstanceId;
}

/** A task's timer whose time has come. */
export interface DueTimer extends ReadyTask {
  readonly name: TimerName;
}

/** What became of a request (semantics.md 1). */
export interface RequestOutcome {
  readonly id: RequestId;
  readonly status: 'applied' | 'refused';
  readonly code?: string;
  readonly reason?: string;
  /** The instance that it began. */
  readonly instance?: InstanceId;
}

/** What became of a signal, by its position in the inbox. */
export interface SignalOutcome {
  readonly position: number;
  readonly name: string;
  readonly status: 'delivered' | 'undelivered';
  readonly deliveredTo: readonly InstanceId[];
}

/** A waiting task that a signal fits; its instance may be paused. */
export interface Subscriber {
  readonly task: TaskId;
  readonly instance: InstanceId;
}

/** What is to be done about a child, or what has become of it. */
export type ChildMatter = 'begin' | 'ended' | 'pause' | 'resume' | 'stop' | 'kill';

/** The place of a child: which task begins it, and for which of its items. */
export interface ChildPlace {
  readonly task: TaskId;
  readonly item: number;
}

/** A child that something is to be done about. */
export interface DueChild extends ChildPlace {
  /** The instance of the task. */
  readonly instance: InstanceId;
  /** Absent until it has begun. */
  readonly child?: InstanceId;
  readonly matter: ChildMatter;
}

/** The items of tasks with their children, kept beside the instances. */
export interface ChildRecords {
  /** The value of an item; undefined where there is none. */
  value: (place: ChildPlace) => Promise<Json | undefined>;
  /** Keeps values for items, numbered from `from`. */
  keep: (
    owner: { readonly instance: InstanceId; readonly task: TaskId },
    from: number,
    values: readonly Json[],
  ) => Promise<void>;
  /** The child of an item has begun. */
  begun: (place: ChildPlace, child: InstanceId) => Promise<void>;
  /** A child has ended: its parent is to be told. */
  ended: (place: ChildPlace) => Promise<void>;
  /** What was due is done. */
  done: (place: ChildPlace) => Promise<void>;
  /** The item has no child (any more): another one may begin. */
  free: (place: ChildPlace) => Promise<void>;
  /** The item is done with. */
  drop: (place: ChildPlace) => Promise<void>;
}

/** Where an executor's services belong to. */
export interface ServiceScope {
  readonly instance: Instance;
  readonly task: TaskId;
  readonly nowMs: number;
  /** What must not show in mails and kept rows. */
  readonly secrets?: Variables;
  /** Outside of steps: what is being executed is ended at its source when this is aborted. */
  readonly signal?: AbortSignal;
}

/** What the history keeps of a task's beginning. */
export type CreatedTask = Pick<Extract<Entry, { type: 'taskCreated' }>, 'task' | 'consumed'>;

export type InboxSource = 'requests' | 'signals' | 'packageRows' | 'inner';

/** Reads that steps and the runner share; inside a transaction they see its own writes. */
export interface EngineReads {
  instance: (id: InstanceId) => Promise<Instance | undefined>;
  workflow: (name: WorkflowName) => Promise<WorkflowState | undefined>;
  /** Instances of a workflow that have not ended. */
  liveInstances: (workflow: WorkflowName) => Promise<readonly InstanceId[]>;
  /** Of these, those that another one would overlap: not those of backfills, nor the children of tasks (semantics.md 7). */
  overlappedInstances: (workflow: WorkflowName) => Promise<readonly InstanceId[]>;
  expectation: (workflow: WorkflowName) => Promise<Expectation | undefined>;
  /** Whether an instance finished within a window; one of a backfill, or a child of a task, does not count. */
  finishedWithin: (window: Expectation) => Promise<boolean>;
  backfill: (id: RequestId) => Promise<Backfill | undefined>;
  runningBackfills: (workflow: WorkflowName) => Promise<readonly Backfill[]>;
  /** The changed values of options. */
  options: () => Promise<ReadonlyMap<string, Json>>;
  /** A task as its history says it was created: the latest of an activity, or the one that is named. */
  createdTask: (
    instance: InstanceId,
    wanted: { readonly activity: ActivityId; readonly task?: TaskId | undefined },
  ) => Promise<CreatedTask | undefined>;
  /** The secret inputs that an instance was given. */
  secrets: (instance: InstanceId) => Promise<Variables>;
  inboxPosition: (source: InboxSource) => Promise<number>;
  requestOutcome: (id: RequestId) => Promise<RequestOutcome | undefined>;
  /** Waiting tasks that a signal fits: by name, and by key where the task has one. */
  subscribers: (signal: {
    readonly name: string;
    readonly key?: string;
    readonly instance?: InstanceId;
    /** Whatever key a task has: somebody has aimed it. */
    readonly anyKey?: boolean;
  }) => Promise<readonly Subscriber[]>;
  /** Entry signals of started workflows. */
  signalEntries: (
    signal: string,
  ) => Promise<readonly { readonly workflow: WorkflowName; readonly activity: ActivityId }[]>;
  /** Positions of signals that nobody took, younger than an instant, oldest first. */
  undeliveredSignals: (name: string, sinceMs: number) => Promise<readonly number[]>;
}

/** One transaction: everything in it is committed together or not at all (semantics.md 8). */
export interface EngineTransaction extends EngineReads {
  /**
   * Writes a step: the instance (whose `seq` must still be that of `before`), its tasks, history and commands.
   * @throws StepConflict when another step came between; where only the commit finds that out, the transaction does.
   */
  saveStep: (before: Instance | undefined, step: Advanced) => Promise<void>;
  /** Keeps the secret inputs of an instance that is about to begin. */
  saveSecrets: (instance: InstanceId, secrets: Variables) => Promise<void>;
  saveWorkflow: (state: WorkflowState) => Promise<void>;
  saveFiring: (firing: Firing) => Promise<void>;
  /** Undefined: nothing is expected any more. */
  saveExpectation: (workflow: WorkflowName, next: Expectation | undefined) => Promise<void>;
  /** Keeps a window in which nothing finished, and tells supervisors. */
  saveUnmet: (unmet: Unmet, nowMs: number) => Promise<void>;
  saveBackfill: (backfill: Backfill) => Promise<void>;
  /** Tells supervisors again what they were told of an instance, unless that was taken back. */
  remind: (instance: InstanceId, times: { readonly nowMs: number; readonly againMs: number }) => Promise<void>;
  saveSignalEntries: (
    workflow: WorkflowName,
    entries: readonly { readonly activity: ActivityId; readonly signal: string }[],
  ) => Promise<void>;
  settleRequest: (outcome: RequestOutcome) => Promise<void>;
  settleSignal: (outcome: SignalOutcome) => Promise<void>;
  /** Does what came for a table of a package; one that is there already is left as it is. False where there is no such table. */
  takePackageRow: (row: Omit<PackageRow, 'position'>) => Promise<boolean>;
  /** Puts a mail into the outbox. */
  keepMail: (mail: KeptMail, nowMs: number) => Promise<void>;
  saveInboxPosition: (source: InboxSource, position: number) => Promise<void>;
  /**
   * Does a part of the transaction that is taken back alone when it throws: what came before it, and what comes after,
   * stays. Parts of one transaction follow each other; they do not overlap.
   */
  part: <Result>(work: () => Promise<Result>) => Promise<Result>;
  readonly children: ChildRecords;
  /** What executors are lent; their effects belong to this transaction. */
  services: (scope: ServiceScope) => ExecutorServices;
  /** False when a script ended the transaction behind our back. */
  isOpen: () => Promise<boolean>;
}

/** Raised when a step was computed from an instance that has changed since. */
export class StepConflict extends Error {
  override readonly name = 'StepConflict';
}

/** Raised when the database took a step back for no fault of the step: nothing of it is there, and it is done again. */
export class StepTakenBack extends Error {
  override readonly name = 'StepTakenBack';
}

/** The state of the engine, on whichever database; only workers write it. */
export interface EngineStore extends EngineReads {
  transaction: <Result>(work: (transaction: EngineTransaction) => Promise<Result>) => Promise<Result>;
  /** Lends services beside the steps for as long as the work goes on, statement by statement (`transaction: false`). */
  outside: <Result>(scope: ServiceScope, work: (services: ExecutorServices) => Promise<Result>) => Promise<Result>;
  /** The next task to work on: highest severity first, none starved, then oldest first (semantics.md 10). */
  nextReady: (nowMs: number, except: ReadonlySet<TaskId>) => Promise<ReadyTask | undefined>;
  /** The next tasks to work on, in the same order. */
  readyTasks: (limit: number, except: ReadonlySet<TaskId>) => Promise<readonly ReadyTask[]>;
  /** Whether any of the `due…` may have an answer: asked often, so that they need not be. */
  mayBeDue: (nowMs: number) => Promise<boolean>;
  /** Timers of running instances that are due, and of pausing ones those of tasks that take too long. */
  dueTimers: (nowMs: number, limit: number) => Promise<readonly DueTimer[]>;
  /** Pauses that were asked to end by themselves. */
  duePauses: (nowMs: number, limit: number) => Promise<readonly InstanceId[]>;
  /** Children that something is to be done about; none begins while its parent does not run. */
  dueChildren: (limit: number) => Promise<readonly DueChild[]>;
  /** Started workflows with a schedule that is due and waits for no instance to end. */
  dueWorkflows: (nowMs: number) => Promise<readonly WorkflowName[]>;
  /** Workflows whose window is over. */
  dueExpectations: (nowMs: number) => Promise<readonly WorkflowName[]>;
  /** Instances of which supervisors are to be told again. */
  dueReminders: (nowMs: number, limit: number) => Promise<readonly InstanceId[]>;
  /** Backfills whose next firing waits for no instance and no paused workflow. */
  dueBackfills: () => Promise<readonly RequestId[]>;
  /** Started workflows, with the version whose schedules are armed. */
  armedWorkflows: () => Promise<readonly { readonly workflow: WorkflowName; readonly version: number }[]>;
  /** The next instant at which a timer or a schedule is due; of those alone that come after an instant, where one is named. */
  nextDueAtMs: (afterMs?: number) => Promise<number | undefined>;
  /** Names of signals that nobody took, younger than an instant, for which a task or an entry waits all the same. */
  wantedSignals: (sinceMs: number) => Promise<readonly string[]>;
  /** Tasks that were in flight when their worker ended. */
  tasksInFlight: () => Promise<readonly ReadyTask[]>;
  /** What kinds asked of other instances, after a position. */
  innerRequestsAfter: (position: number, limit: number) => Promise<readonly InboxRequest[]>;
}
