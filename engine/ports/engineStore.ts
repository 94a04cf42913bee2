import type { ExecutorServices } from '../activity/executor.ts';
import type { Advanced } from '../core/advance.ts';
import type { Firing, WorkflowState } from '../core/workflowState.ts';
import type { ActivityId, InstanceId, RequestId, TaskId, WorkflowName } from '../model/ids.ts';
import type { Instance } from '../model/instance.ts';
import type { Json } from '../model/json.ts';
import type { InboxRequest } from './inbox.ts';
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

/** Where an executor's services belong to. */
export interface ServiceScope {
  readonly instance: Instance;
  readonly task: TaskId;
  readonly nowMs: number;
}

export type InboxSource = 'requests' | 'signals' | 'inner';

/** Reads that steps and the runner share; inside a transaction they see its own writes. */
export interface EngineReads {
  instance: (id: InstanceId) => Promise<Instance | undefined>;
  workflow: (name: WorkflowName) => Promise<WorkflowState | undefined>;
  /** Instances of a workflow that have not ended. */
  liveInstances: (workflow: WorkflowName) => Promise<readonly InstanceId[]>;
  /** The changed values of options. */
  options: () => Promise<ReadonlyMap<string, Json>>;
  inboxPosition: (source: InboxSource) => Promise<number>;
  requestOutcome: (id: RequestId) => Promise<RequestOutcome | undefined>;
  /** Waiting tasks that a signal fits: by name, and by key where the task has one. */
  subscribers: (signal: {
    readonly name: string;
    readonly key?: string;
    readonly instance?: InstanceId;
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
   * @throws StepConflict when another step came between.
   */
  saveStep: (before: Instance | undefined, step: Advanced) => Promise<void>;
  saveWorkflow: (state: WorkflowState) => Promise<void>;
  saveFiring: (firing: Firing) => Promise<void>;
  saveSignalEntries: (
    workflow: WorkflowName,
    entries: readonly { readonly activity: ActivityId; readonly signal: string }[],
  ) => Promise<void>;
  settleRequest: (outcome: RequestOutcome) => Promise<void>;
  settleSignal: (outcome: SignalOutcome) => Promise<void>;
  saveInboxPosition: (source: InboxSource, position: number) => Promise<void>;
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
  /** Services on a connection of their own, statement by statement (`transaction: false`). */
  outsideServices: (scope: ServiceScope) => ExecutorServices;
  /** The next task to work on: highest severity first, none starved, then oldest first (semantics.md 10). */
  nextReady: (nowMs: number, except: ReadonlySet<TaskId>) => Promise<ReadyTask | undefined>;
  /** Timers of running instances that are due, and of pausing ones those of tasks that take too long. */
  dueTimers: (nowMs: number, limit: number) => Promise<readonly DueTimer[]>;
  /** Pauses that were asked to end by themselves. */
  duePauses: (nowMs: number, limit: number) => Promise<readonly InstanceId[]>;
  /** Started workflows with a schedule that is due and waits for no instance to end. */
  dueWorkflows: (nowMs: number) => Promise<readonly WorkflowName[]>;
  /** Started workflows, with the version whose schedules are armed. */
  armedWorkflows: () => Promise<readonly { readonly workflow: WorkflowName; readonly version: number }[]>;
  /** The next instant at which a timer or a schedule is due. */
  nextDueAtMs: () => Promise<number | undefined>;
  /** Tasks that were in flight when their worker ended. */
  tasksInFlight: () => Promise<readonly ReadyTask[]>;
  /** What kinds asked of other instances, after a position. */
  innerRequestsAfter: (position: number, limit: number) => Promise<readonly InboxRequest[]>;
}
