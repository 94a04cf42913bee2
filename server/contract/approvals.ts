import { z } from 'zod';
import { listOf, pageQuerySchema } from './lists.ts';
import { severitySchema } from '../../engine/model/severity.ts';

/** A task that waits for somebody's answer. */
export const approvalSchema = z.object({
  task: z.string(),
  instance: z.string(),
  workflow: z.string(),
  activity: z.string(),
  severity: severitySchema,
  /** Who is asked: a group, or one operator. */
  group: z.string().nullable(),
  operator: z.string().nullable(),
  title: z.string(),
  message: z.string(),
  choices: z.array(z.object({ outlet: z.string(), label: z.string() })),
  multiple: z.boolean(),
  since: z.string(),
  /** When its next expiration is due. */
  expiresAt: z.string().nullable(),
  /** Who has answered, where several may. */
  answeredBy: z.array(z.string()),
  /** Whether whoever reads this may answer. */
  mine: z.boolean(),
});
export type Approval = z.infer<typeof approvalSchema>;
export const approvalListSchema = listOf(approvalSchema);

/** `GET /api/approvals`: those that wait for me, or all. */
export const approvalQuerySchema = pageQuerySchema.extend({
  all: z.enum(['true', 'false']).default('false'),
  instance: z.string().optional(),
});

/** `POST /api/tasks/{id}/answer` */
export const answerBodySchema = z.strictObject({
  /** The outlet of the choice. */
  choice: z.string().min(1).max(200),
  comment: z.string().max(10_000).optional(),
});
