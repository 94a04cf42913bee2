import type { ChangedMessage, ProgressMessage } from './messages.ts';

/** `busy`: it lives but executes a statement and cannot answer now. */
export type WorkerStatus = 'alive' | 'busy' | 'gone';

/** What the web process knows of its worker, and can tell it. */
export interface WorkerLink {
  status: () => WorkerStatus;
  /** Says that the inbox holds something new. */
  nudge: () => void;
  /** Says that a stop of this instance is in the inbox: web enforces it when the worker cannot (architecture.md). */
  enforceStop: (instance: string) => void;
  /** Each answers the function that ends it. */
  onChanged: (listener: (message: ChangedMessage) => void) => () => void;
  onProgress: (listener: (message: ProgressMessage) => void) => () => void;
  onWebCommands: (listener: () => void) => () => void;
}
