import { z } from 'zod';
import { simulateSchema } from './simulations.ts';
import { activityIdSchema, taskIdSchema } from '../../engine/model/ids.ts';

/** What can be asked of a workflow or an instance. */
export const operationSchema = z.enum([
  'startWorkflow',
  'pauseWorkflow',
  'resumeWorkflow',
  'stopWorkflow',
  'holdSchedule',
  'releaseSchedule',
  'runNow',
  'backfill',
  'stopBackfill',
  'pause',
  'resume',
  'stop',
  'kill',
  'restart',
  'runPending',
  'runTask',
  'skipTask',
  'answer',
  'holdActivity',
  'releaseActivity',
  'setVariables',
  'acknowledge',
  'redirectSignal',
  'keepMail',
  'handOver',
]);
export type Operation = z.infer<typeof operationSchema>;

/** `GET /api/requests/{id}`: how far what was asked has come (semantics.md 1, "request"). */
export const requestSchema = z.object({
  id: z.string(),
  operation: operationSchema,
  workflow: z.string().nullable(),
  instance: z.string().nullable(),
  /** The instance that it begins: `runNow` and `restart`. */
  newInstance: z.string().nullable(),
  task: z.string().nullable(),
  status: z.enum(['requested', 'accepted', 'applied', 'refused']),
  reason: z.string().nullable(),
  /** The rejection's code where it was refused. */
  code: z.string().nullable(),
  by: z.string(),
  requestedAt: z.string(),
  settledAt: z.string().nullable(),
});
export type Request = z.infer<typeof requestSchema>;

/** Whom somebody is asked to see to it: a group or one operator. */
export const addresseeSchema = z.union([
  z.strictObject({ group: z.string().min(1).max(200) }),
  z.strictObject({ operator: z.string().min(1).max(200) }),
]);
export type Addressee = z.infer<typeof addresseeSchema>;
/** `POST /api/instances/{id}/hand-over` */
export const handOverBodySchema = z.strictObject({ to: addresseeSchema, note: z.string().trim().min(1).max(2_000) });

/** Bodies of the life-cycle addresses. */
export const pauseBodySchema = z.strictObject({
  reason: z.string().max(2_000).optional(),
  until: z.iso.datetime().optional(),
});
/** Of addresses that take nothing but themselves. */
export const emptyBodySchema = z.strictObject({});
export const reasonBodySchema = z.strictObject({ reason: z.string().max(2_000).optional() });
export const resumeBodySchema = z.strictObject({ version: z.int().min(1).optional() });
export const activityBodySchema = z.strictObject({ activity: activityIdSchema });
export const skipBodySchema = z.strictObject({
  result: z.record(z.string(), z.json()).default({}),
  reason: z.string().min(1).max(2_000),
});
export const restartBodySchema = z.strictObject({
  version: z.enum(['same', 'newest']).default('same'),
  /** Begin there, with the events that the activity got; the old instance is not changed. */
  from: activityIdSchema.optional(),
  /** Which task of that activity, where there were several; the latest otherwise. */
  task: taskIdSchema.optional(),
});
export const runNowBodySchema = z.strictObject({ task: taskIdSchema.optional() });
export const beginBodySchema = z.strictObject({
  input: z.record(z.string(), z.json()).default({}),
  from: activityIdSchema.optional(),
  /** Tries it: nothing of it is left, and the answer tells what happened. */
  simulate: simulateSchema.default(false),
});
