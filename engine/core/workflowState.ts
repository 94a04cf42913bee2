import type { CompiledGraph } from '../graph/compiledGraph.ts';
import type { WorkflowStatus } from '../machines/workflow.machine.ts';
import type { ActivityId, InstanceId, RequestId, WorkflowName } from '../model/ids.ts';
import type { Variables } from '../model/json.ts';
import type { Rejection } from './rejection.ts';

/** When one scheduler is due, and how often it has been. */
export interface ScheduleState {
  readonly activity: ActivityId;
  readonly dueAtMs?: number;
  /** When that firing begins, where `jitter` puts it off. */
  readonly beginsAtMs?: number;
  /** When it was last due; before its first time the instant at which it was armed. */
  readonly lastDueAtMs?: number;
  readonly runs: number;
  /** It is due, but must wait until no instance is unfinished (`queue`, or `all` one after another). */
  readonly waiting?: boolean;
}

/** The running state of a workflow, beside its versions (semantics.md 2). */
export interface WorkflowState {
  readonly workflow: WorkflowName;
  readonly status: WorkflowStatus;
  /** The version whose schedules are armed. */
  readonly version: number;
  /** A schedule hold stops new firings and touches nothing that runs. */
  readonly scheduleHeld: boolean;
  readonly consecutiveFailures: number;
  readonly vars: Variables;
  readonly schedules: readonly ScheduleState[];
}

/** A scheduler's or an entry signal's moment: it begins an instance, or is recorded as skipped with a reason. */
export interface Firing {
  readonly workflow: WorkflowName;
  readonly activity: ActivityId;
  readonly dueAtMs: number;
  readonly status: 'begun' | 'skipped' | 'missed' | 'replaced';
  readonly reason?: string;
  readonly instance?: InstanceId;
  /** The backfill that it was begun by. */
  readonly backfill?: RequestId;
}

/** What the shell shall do about it. */
export type WorkflowCommand =
  | {
      readonly type: 'begin';
      readonly entries: readonly ActivityId[];
      readonly dueAtMs: number;
      readonly scheduler?: ActivityId;
    }
  | { readonly type: 'pauseInstances' | 'resumeInstances' | 'stopInstances' };

/** What a decision about a workflow may know. */
export interface WorkflowWorld {
  readonly nowMs: number;
  /** The newest published version, and its graph. */
  readonly version: number;
  readonly graph: CompiledGraph;
}

/** The next state with what follows from it, or a refusal. */
export type WorkflowAdvance =
  | {
      readonly status: 'advanced';
      readonly state: WorkflowState;
      readonly firings: readonly Firing[];
      readonly commands: readonly WorkflowCommand[];
    }
  | { readonly status: 'rejected'; readonly rejection: Rejection };
