import type { Measured } from '../metrics/measured.ts';
import type { ChangedMessage, ProgressMessage } from './messages.ts';

/** `busy`: it lives but executes a statement and cannot answer now. */
export type WorkerStatus = 'alive' | 'busy' | 'gone';

/** How often a worker came up since web began, and how long ago the present one gave a sign of life. */
export interface WorkerLife {
  readonly starts: number;
  /** Absent before the first sign. */
  readonly silentMs?: number;
}

/** What the web process knows of its worker, and can tell it. */
export interface WorkerLink {
  status: () => WorkerStatus;
  life: () => WorkerLife;
  /** Says that the inbox holds something new. */
  nudge: () => void;
  /** Says that a stop of this instance is in the inbox: web enforces it when the worker cannot (architecture.md). */
  enforceStop: (instance: string) => void;
  /** Each answers the function that ends it. */
  onChanged: (listener: (message: ChangedMessage) => void) => () => void;
  onProgress: (listener: (message: ProgressMessage) => void) => () => void;
  onWebCommands: (listener: () => void) => () => void;
  onMeasured: (listener: (measured: Measured) => void) => () => void;
}
