import { z } from 'zod';

/** What a thread is given: a script to execute, or only to read. */
export const scriptOrderSchema = z.object({
  code: z.string(),
  /** JSON; absent: the syntax alone is looked at. */
  given: z.string().optional(),
  nowMs: z.number(),
  seed: z.number(),
  timeLimitMs: z.number(),
});
export type ScriptOrder = z.infer<typeof scriptOrderSchema>;

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
