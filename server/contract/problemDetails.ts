import { z } from 'zod';

/** One fault of what was sent: where, what, and how to mend it. */
export const fieldErrorSchema = z.object({
  pointer: z.string(),
  message: z.string(),
  hint: z.string().optional(),
  code: z.string().optional(),
  level: z.enum(['error', 'warning']).optional(),
  activity: z.string().optional(),
});
export type FieldError = z.infer<typeof fieldErrorSchema>;

/** Every code that an answer with a problem may carry; `type` is `/problems/<code>`. */
export const problemTypeSchema = z.enum([
  'not-authenticated',
  'sign-in-failed',
  'forbidden',
  'not-found',
  'method-not-allowed',
  'state-conflict',
  'revision-conflict',
  'precondition-required',
  'invalid',
  'malformed',
  'too-large',
  'too-many-requests',
  'unavailable',
  'no-room',
  'unexpected',
]);
export type ProblemType = z.infer<typeof problemTypeSchema>;

/** `application/problem+json` (RFC 9457). */
export const problemDetailsSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: problemTypeSchema,
  /** 403: the right that is missing. */
  right: z.string().optional(),
  /** 409: the status that does not allow it. */
  state: z.string().optional(),
  /** 412: the revision that is current. */
  current: z.unknown().optional(),
  errors: z.array(fieldErrorSchema).optional(),
});
export type ProblemDetails = z.infer<typeof problemDetailsSchema>;
