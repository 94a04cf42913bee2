import { z } from 'zod';

/** Why a task failed (style.md, Errors). `config` is never caught by the `error` outlet (semantics.md 4). */
export const failureCauseSchema = z.enum([
  'config',
  'data',
  'transient',
  /** Another system says no for good: to ask again changes nothing. */
  'refused',
  'timeout',
  'cancelled',
  'lost',
  'runaway-loop',
  /** Not a fault: a limit was reached, and its instance waits until somebody has made room. */
  'quota',
  'unexpected',
]);
export type FailureCause = z.infer<typeof failureCauseSchema>;

/** A task's error: what failed, and what an operator can do next. */
export const failureSchema = z.object({
  cause: failureCauseSchema,
  message: z.string(),
  hint: z.string().optional(),
});
export type Failure = z.infer<typeof failureSchema>;
