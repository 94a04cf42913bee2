import { z } from 'zod';

/** Every fault that a definition can have; each has a sentence with the remedy where it is made. */
export const problemCodeSchema = z.enum([
  'json-invalid',
  'field-invalid',
  'field-unknown',
  'field-unsupported',
  'kind-unknown',
  'config-invalid',
  'transition-dangling',
  'transition-duplicate',
  'outlet-unknown',
  'activity-unreachable',
  'entry-missing',
  'entry-has-inbound',
  'inbound-forbidden',
  'outbound-forbidden',
  'schedule-invalid',
  'time-zone-unknown',
  'expression-invalid',
  'variable-unknown',
  'script-invalid',
  'sql-invalid',
  'sql-forbidden',
  'parameter-missing',
  'parameter-unused',
  'connection-unknown',
  'cube-unknown',
  'credential-unknown',
  'join-never-fires',
  'loop-without-pause',
  'operator-group-unknown',
  'operator-unknown',
  'sub-workflow-cycle',
  'sub-workflow-unknown',
  'variables-clash',
  'transition-unterminated',
]);
export type ProblemCode = z.infer<typeof problemCodeSchema>;

/** A fault of a definition: where it is, what is wrong and how to mend it. Warnings do not refuse. */
export const problemSchema = z.object({
  code: problemCodeSchema,
  level: z.enum(['error', 'warning']),
  /** JSON pointer into the definition, e.g. `/activities/orders/sql`. */
  pointer: z.string(),
  activity: z.string().optional(),
  message: z.string(),
  hint: z.string(),
});
export type Problem = z.infer<typeof problemSchema>;
