import { z } from 'zod';
import { instanceStatusSchema } from '../../engine/model/instance.ts';
import { severitySchema } from '../../engine/model/severity.ts';
import { addresseeSchema } from './requests.ts';

/** What can be asked of many instances at once. */
export const bulkRequestSchema = z.enum([
  'pause',
  'resume',
  'stop',
  'kill',
  'restart',
  'run-now',
  'skip',
  'acknowledge',
  'hand-over',
]);
export type BulkRequest = z.infer<typeof bulkRequestSchema>;

/** Which instances: all parts hold at once; `ids` names them one by one. */
export const bulkFilterSchema = z.strictObject({
  ids: z.array(z.string().min(1).max(200)).min(1).max(1_000).optional(),
  workflow: z.string().optional(),
  status: instanceStatusSchema.optional(),
  severity: severitySchema.optional(),
  since: z.iso.datetime().optional(),
  q: z.string().optional(),
});
export type BulkFilter = z.infer<typeof bulkFilterSchema>;

/** What is asked, with what the request alone takes as well. */
export const bulkAskedSchema = z.strictObject({
  request: bulkRequestSchema,
  /** `pause`, `kill`, `skip`: why. `skip` needs it. */
  reason: z.string().min(1).max(2_000).optional(),
  /** `pause`: until when. */
  until: z.iso.datetime().optional(),
  /** `resume`: on which newer version. */
  version: z.int().min(1).optional(),
  /** `restart`: on which version. */
  restartOn: z.enum(['same', 'newest']).optional(),
  /** `hand-over`: to whom, and what they should know. */
  to: addresseeSchema.optional(),
  note: z.string().trim().min(1).max(2_000).optional(),
  /** `skip`: the result of each failed task. */
  result: z.record(z.string(), z.json()).optional(),
});
export type BulkAsked = z.infer<typeof bulkAskedSchema>;

/** `POST /api/bulk`: a dry run selects and says what would happen; applying takes its selection. */
export const bulkBodySchema = z.discriminatedUnion('dryRun', [
  bulkAskedSchema.extend({ dryRun: z.literal(true), filter: bulkFilterSchema }),
  z.strictObject({ dryRun: z.literal(false), selection: z.string().min(1).max(200) }),
]);
export type BulkBody = z.infer<typeof bulkBodySchema>;

/** One instance of a selection: what would happen to it, or how far what was asked of it has come. */
export const bulkItemSchema = z.object({
  instance: z.string(),
  workflow: z.string(),
  /** The status of the instance when it was judged. */
  status: instanceStatusSchema,
  /** `possible`: a dry run found nothing against it. */
  outcome: z.enum(['possible', 'requested', 'accepted', 'applied', 'refused']),
  reason: z.string().nullable(),
  /** What was asked of it: one request, or one a failed task. */
  requests: z.array(z.string()),
});
export type BulkItem = z.infer<typeof bulkItemSchema>;

/** `GET /api/bulk/{id}`, and what `POST /api/bulk` answers. */
export const selectionSchema = z.object({
  selection: z.string(),
  request: bulkRequestSchema,
  by: z.string(),
  count: z.int().min(0),
  /** How many of them it would happen to, or was asked of and not refused. */
  possible: z.int().min(0),
  createdAt: z.string(),
  /** Until when it can be applied. */
  expiresAt: z.string(),
  appliedAt: z.string().nullable(),
  items: z.array(bulkItemSchema),
});
export type Selection = z.infer<typeof selectionSchema>;
