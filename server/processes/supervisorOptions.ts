import type { Logger } from 'pino';
import type { WorkerSettings } from './workerSettings.ts';

/** What web can do about the statements of a worker, where the database lets it. */
export interface WorkerStatements {
  /** Cancels what it has been executing for longer than so many milliseconds; answers whether there was anything. */
  cancel: (worker: string, olderThanMs: number) => Promise<boolean>;
  /** Ends the connections of a worker that is dead; resolves when what they held is free. */
  end: (worker: string) => Promise<void>;
}

/** What the supervisor is given. */
export interface SupervisorOptions {
  /** The built worker. */
  readonly program: string;
  readonly settings: Omit<WorkerSettings, 'worker' | 'publicUrl'>;
  /** The address that people reach the installation by; asked when a worker starts, since the port may be chosen late. */
  readonly publicUrl: () => string;
  /** What the worker finds in its environment beside ours. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Absent: a statement can only be ended with its worker. */
  readonly statements?: WorkerStatements;
  readonly log: Logger;
  /** Notes, durably, that we end this worker ourselves: its death is no fault of a task (semantics.md 8). */
  readonly noteKill: (worker: string, reason: string) => Promise<void>;
  /** Whether an instance has ended. */
  readonly isOver: (instance: string) => Promise<boolean>;
}
