import type { Addressee } from '../core/input.ts';
import type { ActivityId, InstanceId, RequestId, SignalId, TaskId, WorkflowName } from '../model/ids.ts';
import type { Level } from '../model/entry.ts';
import type { Variables } from '../model/json.ts';

/** A mail of nobody's instance, as the outbox keeps it; `failed`: no server took it, and none refused it. */
export interface KeptMail {
  readonly to: readonly string[];
  readonly title: string;
  readonly message: string;
  readonly status: 'kept' | 'sent' | 'refused' | 'failed';
}

/** What can be asked, as the runtime understands it. */
export type RequestedOperation =
  | { readonly operation: 'startWorkflow' | 'stopWorkflow' | 'resumeWorkflow' | 'holdSchedule' | 'releaseSchedule' }
  | { readonly operation: 'pauseWorkflow'; readonly reason?: string | undefined }
  | {
      readonly operation: 'runNow';
      readonly instance: InstanceId;
      readonly input: Variables;
      readonly from?: ActivityId | undefined;
    }
  | {
      readonly operation: 'backfill';
      readonly activity: ActivityId;
      readonly fromMs: number;
      readonly untilMs: number;
    }
  | { readonly operation: 'stopBackfill'; readonly backfill: RequestId }
  | { readonly operation: 'pause'; readonly reason?: string | undefined; readonly untilMs?: number | undefined }
  | { readonly operation: 'resume'; readonly version?: number | undefined }
  | { readonly operation: 'stop' | 'runTask' | 'acknowledge' }
  /** A signal that nobody took is aimed at an instance, or, without one, offered to whoever waits. */
  | {
      readonly operation: 'redirectSignal';
      readonly position: number;
      readonly instance?: InstanceId | undefined;
      /** Whether who aims it may start technical workflows. */
      readonly startsTechnical: boolean;
    }
  /** A mail that web had to do with: the outbox is written by workers alone. */
  | {
      readonly operation: 'keepMail';
      readonly to: readonly string[];
      readonly title: string;
      readonly message: string;
      readonly status: KeptMail['status'];
    }
  | { readonly operation: 'kill'; readonly reason?: string | undefined }
  | {
      readonly operation: 'restart';
      readonly instance: InstanceId;
      readonly version: 'same' | 'newest';
      readonly from?: ActivityId | undefined;
      /** Which task's events, where several of that activity got some; the latest otherwise. */
      readonly task?: TaskId | undefined;
    }
  | { readonly operation: 'runPending'; readonly task?: TaskId | undefined }
  | {
      readonly operation: 'answer';
      readonly choice: string;
      readonly comment?: string | undefined;
      readonly asked: readonly string[];
    }
  | { readonly operation: 'skipTask'; readonly result: Variables; readonly reason: string }
  | { readonly operation: 'holdActivity' | 'releaseActivity'; readonly activity: ActivityId }
  | { readonly operation: 'setVariables'; readonly vars: Variables }
  | { readonly operation: 'handOver'; readonly to: Addressee; readonly note: string }
  /** Only from kinds: the instance that is meant begins; who asked is told where it cannot. */
  | {
      readonly operation: 'begin';
      readonly workflow: WorkflowName;
      readonly input: Variables;
      readonly asker: InstanceId;
    }
  /** Only from kinds: a line in the instance's journal. */
  | { readonly operation: 'note'; readonly level: Level; readonly code: string; readonly text: string };

/** A durable request, in the order in which it was asked. */
export interface InboxRequest {
  readonly position: number;
  readonly id: RequestId;
  readonly by: string;
  readonly workflow?: WorkflowName;
  readonly instance?: InstanceId;
  readonly task?: TaskId;
  readonly asked: RequestedOperation;
}

/** A durable signal. */
export interface InboxSignal {
  readonly position: number;
  readonly id: SignalId;
  readonly name: string;
  readonly key?: string;
  readonly instance?: InstanceId;
  readonly vars: Variables;
  readonly by: string;
  /** Whether who sent it may start technical workflows. */
  readonly startsTechnical: boolean;
  readonly receivedAtMs: number;
}

/** What came from outside for a table of a package: a row to add, or what to change in the rows that match. */
export interface PackageRow {
  readonly position: number;
  readonly table: string;
  readonly row: Variables;
  readonly match?: Variables;
}

/** What came from outside and waits to be taken over; reading it changes nothing. */
export interface Inbox {
  requestsAfter: (position: number, limit: number) => Promise<readonly InboxRequest[]>;
  signalsAfter: (position: number, limit: number) => Promise<readonly InboxSignal[]>;
  signal: (position: number) => Promise<InboxSignal | undefined>;
  packageRowsAfter: (position: number, limit: number) => Promise<readonly PackageRow[]>;
}
