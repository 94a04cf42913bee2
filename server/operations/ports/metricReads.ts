import type { InstanceStatus } from '../../../engine/model/instance.ts';
import type { Severity } from '../../../engine/model/severity.ts';
import type { TaskStatus } from '../../../engine/model/task.ts';
import type { MailStatus } from '../../contract/outbox.ts';

/** What is unfinished, and how long it has been due. */
export interface EngineFigures {
  readonly instances: readonly {
    readonly status: InstanceStatus;
    readonly severity: Severity;
    readonly count: number;
  }[];
  readonly tasks: readonly { readonly status: TaskStatus; readonly count: number }[];
  /** Tasks in the queue of workers, those that are being executed too. */
  readonly queued: number;
  /** Since when the pending task at the head of the queue is ready; absent where none is. */
  readonly headReadyAtMs?: number;
  /** When the timer was due that is the most overdue, of instances that run. */
  readonly timerDueAtMs?: number;
  readonly firingDueAtMs?: number;
  readonly undeliveredSignals: number;
}

export interface MailCount {
  readonly status: MailStatus;
  readonly count: number;
}

/** What web reads of the engine's tables to measure it: found by indexes, never by the history. */
export interface MetricReads {
  figures: (nowMs: number) => Promise<EngineFigures>;
  /** The number of the newest mail; 0 where there is none. */
  lastMail: () => Promise<number>;
  mailsAfter: (id: number, upTo?: number) => Promise<readonly MailCount[]>;
}

export type WaitingSource = 'requests' | 'signals' | 'packageRows';

/** What has come in and no worker has taken over yet. */
export interface Waiting {
  readonly source: WaitingSource;
  readonly count: number;
  /** When the first of them came; absent where none waits. */
  readonly sinceMs?: number;
}

export interface WaitingReads {
  /** By the positions up to which workers have taken over. */
  after: (positions: Readonly<Record<WaitingSource, number>>) => Promise<readonly Waiting[]>;
}
