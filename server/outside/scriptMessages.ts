import { z } from 'zod';
import type { ScriptEngine } from './scriptEngine.ts';

/** What a thread is given: a script to execute, or only to read. */
export interface ScriptOrder {
  readonly code: string;
  /** JSON; absent: the syntax alone is looked at. */
  readonly given?: string;
  readonly nowMs: number;
  readonly seed: number;
  readonly timeLimitMs: number;
}

/** What a thread begins with. */
export interface ThreadData {
  readonly order: ScriptOrder;
  readonly engine: ScriptEngine;
}

/** How a script ended. */
export const scriptReportSchema = z.discriminatedUnion('ended', [
  z.object({ ended: z.literal('done'), json: z.string(), lines: z.array(z.string()) }),
  z.object({
    ended: z.literal('failed'),
    why: z.enum(['time', 'memory', 'output', 'pending', 'syntax', 'thrown']),
    message: z.string(),
    lines: z.array(z.string()),
  }),
]);
export type ScriptReport = z.infer<typeof scriptReportSchema>;
