import type { Progress } from './sink.ts';

/** How demo data is made. */
export interface DemoOptions {
  /** The moment that the data looks back from. */
  readonly now: Date;
  /** Below 1: fewer rows, every situation all the same. */
  readonly scale?: number;
  readonly onProgress?: Progress;
}
