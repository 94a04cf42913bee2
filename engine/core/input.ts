import type { Outcome } from '../activity/executor.ts';
import type { ChildStatus, Parent } from '../model/children.ts';
import type { Level } from '../model/entry.ts';
import type { Failure } from '../model/failure.ts';
import type { ActivityId, InstanceId, RequestId, SignalId, TaskId, WorkflowName } from '../model/ids.ts';
import type { Firing, PauseCause, PauseCauseKind } from '../model/instance.ts';
import type { Json, Variables } from '../model/json.ts';
import type { AnswerMark } from '../model/question.ts';
import type { Severity } from '../model/severity.ts';
import type { Progress, Task } from '../model/task.ts';

/** A signal as it reaches a task or begins an instance. */
export interface SignalArrival {
  readonly id: SignalId;
  readonly name: string;
  readonly vars: Variables;
  readonly answer?: AnswerMark | undefined;
}

/** What a task got when it was created: the events that it consumed, merged. */
export type StoredEvents = Pick<Task, 'vars' | 'workTables' | 'gathered'>;

/** How an instance begins: where, why, and with what. */
export interface Begin {
  readonly type: 'begin';
  readonly instance: InstanceId;
  readonly workflow: WorkflowName;
  readonly version: number;
  readonly severity: Severity;
  readonly entries: readonly ActivityId[];
  readonly firing: Firing;
  readonly inputs: Variables;
  readonly signal?: SignalArrival;
  /** What its entry gets, where it goes on from another instance's activity. */
  readonly stored?: StoredEvents;
  /** Variables of the instance that go before those of the definition. */
  readonly vars?: Variables;
  readonly pauseCauses: readonly PauseCause[];
  readonly parent?: Parent;
}

/** A group or one operator. */
export type Addressee = { readonly group: string } | { readonly operator: string };

/** What comes from operators and programs. */
export type Control =
  | { readonly type: 'pause'; readonly cause: PauseCauseKind; readonly reason?: string; readonly untilMs?: number }
  | { readonly type: 'resume'; readonly kinds: readonly PauseCauseKind[]; readonly version?: number }
  /** Takes one cause away; the instance goes on when it was the last. */
  | { readonly type: 'liftPause'; readonly cause: PauseCauseKind }
  | { readonly type: 'stop' }
  | { readonly type: 'kill'; readonly reason?: string }
  | { readonly type: 'acknowledge' }
  /** Somebody else is asked to see to it. */
  | { readonly type: 'handOver'; readonly to: Addressee; readonly note: string }
  | { readonly type: 'runTask'; readonly task: TaskId }
  | { readonly type: 'skipTask'; readonly task: TaskId; readonly result: Variables; readonly reason: string }
  /** `asked`: all who may answer now; when each of them has, nobody else is waited for. */
  | {
      readonly type: 'answer';
      readonly task: TaskId;
      readonly choice: string;
      readonly comment?: string;
      readonly asked: readonly string[];
    }
  | { readonly type: 'runPending'; readonly task?: TaskId }
  | { readonly type: 'holdActivity'; readonly activity: ActivityId }
  | { readonly type: 'releaseActivity'; readonly activity: ActivityId }
  | { readonly type: 'setVariables'; readonly vars: Variables }
  /** The program cannot go on with it: it fails at once. */
  | { readonly type: 'breakDown'; readonly failure: Failure }
  | { readonly type: 'note'; readonly level: Level; readonly text: string; readonly code?: string };

/** What the shell reports of the tasks that it performs. */
export type Report =
  | { readonly type: 'startTask'; readonly task: TaskId }
  /** It could start, but all places for what is done outside are taken. */
  | { readonly type: 'placeAwaited'; readonly task: TaskId; readonly places: number }
  | { readonly type: 'roundEnded'; readonly task: TaskId; readonly progress: Progress }
  | { readonly type: 'taskYielded'; readonly task: TaskId }
  | { readonly type: 'taskDone'; readonly task: TaskId; readonly attempt: number; readonly outcome: Outcome }
  | { readonly type: 'taskFailed'; readonly task: TaskId; readonly attempt: number; readonly failure: Failure }
  | { readonly type: 'workerLost'; readonly task: TaskId; readonly counts: boolean }
  | { readonly type: 'timer'; readonly task: TaskId; readonly name: TimerName }
  | { readonly type: 'signal'; readonly task: TaskId; readonly signal: SignalArrival }
  | ChildReport;

/** What the shell reports of the instances that a task has begun. */
export type ChildReport =
  | {
      readonly type: 'childBegun';
      readonly task: TaskId;
      readonly item: number;
      readonly child: InstanceId;
      readonly version: number;
    }
  /** It cannot begin. */
  | { readonly type: 'childRefused'; readonly task: TaskId; readonly item: number; readonly failure: Failure }
  | {
      readonly type: 'childEnded';
      readonly task: TaskId;
      readonly item: number;
      readonly child: InstanceId;
      readonly status: ChildStatus;
      readonly result?: Json;
      readonly failure?: Failure;
    };

/** How long a task may take, by the name of the field that says so. */
export type ClockName = 'maxDuration' | 'timeout';

/** Each timer of a task has a name: when its wait ends, when it is tried again, when it takes too long. */
export type TimerName = 'due' | 'retry' | ClockName;

/** Everything that can happen to an instance, with who asked for it by which request. */
export type Input = (Begin | Control | Report) & { readonly by?: string; readonly request?: RequestId };
