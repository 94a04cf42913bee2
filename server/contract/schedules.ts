import { z } from 'zod';
import { activityIdSchema } from '../../engine/model/ids.ts';
import { listOf, pageQuerySchema } from './lists.ts';

/** A day (`2026-01-31`), a time (`2026-01-31T04:00`) of the schedule's zone, or an instant (`2026-01-31T04:00:00Z`). */
const writtenTimeSchema = z.string().min(1).max(40);

/** `POST /api/workflows/{name}/backfill` */
export const backfillBodySchema = z.strictObject({
  /** The first day, or the first instant. */
  from: writtenTimeSchema,
  /** The last day, which is whole, or the instant before which it ends; never later than now. */
  to: writtenTimeSchema,
  /** Whose firings, where the workflow has several schedulers. */
  activity: activityIdSchema.optional(),
  dryRun: z.boolean().default(false),
});
export type BackfillBody = z.infer<typeof backfillBodySchema>;

const range = { workflow: z.string(), activity: z.string(), from: z.string(), to: z.string() };

/** What a dry run answers: the firings that would begin, of very many the first thousand. */
export const backfillPlanSchema = z.object({
  ...range,
  timeZone: z.string(),
  total: z.int().min(0),
  dueAt: z.array(z.string()),
});
export type BackfillPlan = z.infer<typeof backfillPlanSchema>;

/** `GET /api/backfills/{id}`: how far it has come. */
export const backfillSchema = z.object({
  /** That of the request which asked for it. */
  id: z.string(),
  ...range,
  status: z.enum(['running', 'finished', 'stopped']),
  reason: z.string().nullable(),
  total: z.int().min(0),
  /** How many of its firings have begun, or been refused. */
  begun: z.int().min(0),
  /** How its instances stand, by their statuses. */
  instances: z.record(z.string(), z.int().min(0)),
  /** The instance that began last. */
  instance: z.string().nullable(),
  by: z.string(),
  askedAt: z.string(),
  endedAt: z.string().nullable(),
});
export type BackfillView = z.infer<typeof backfillSchema>;
export const backfillListSchema = listOf(backfillSchema);

/** `unmet`: a time of `expectBy` by which no instance had finished, whatever fired. */
export const firingStatusSchema = z.enum(['begun', 'skipped', 'missed', 'replaced', 'unmet']);

/** A firing as it was recorded. */
export const firingRowSchema = z.object({
  id: z.int(),
  workflow: z.string(),
  /** The scheduler; of what is `unmet` there is none. */
  activity: z.string().nullable(),
  dueAt: z.string(),
  status: firingStatusSchema,
  reason: z.string().nullable(),
  instance: z.string().nullable(),
  backfill: z.string().nullable(),
});
export type FiringRow = z.infer<typeof firingRowSchema>;

/** `GET /api/firings`: newest first. */
export const firingListSchema = listOf(firingRowSchema);
export const firingQuerySchema = pageQuerySchema.extend({
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  status: firingStatusSchema.optional(),
  /** `no`: what was skipped, missed, replaced or not met. */
  began: z.enum(['no']).optional(),
  workflow: z.string().optional(),
  activity: z.string().optional(),
  backfill: z.string().optional(),
});
export type FiringQuery = z.infer<typeof firingQuerySchema>;
