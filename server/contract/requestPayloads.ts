import { z } from 'zod';
import { activityIdSchema, instanceIdSchema, requestIdSchema, taskIdSchema } from '../../engine/model/ids.ts';
import { jsonRecordSchema } from '../../engine/model/json.ts';
import { mailStatusSchema } from './outbox.ts';
import { addresseeSchema, type Operation } from './requests.ts';

const asked = <Name extends Operation, Shape extends z.ZodRawShape>(operation: Name, shape: Shape) =>
  z.strictObject({ operation: z.literal(operation), ...shape });

const why = { reason: z.string().optional() };
const activity = { activity: activityIdSchema };

/**
 * What a request carries, by its operation: web writes it as `sb_request.payload`, a worker reads it with the same schema.
 * Whom it is about (workflow, instance, task) stands in columns of its own.
 */
export const requestPayloadSchema = z.discriminatedUnion('operation', [
  asked('startWorkflow', why),
  asked('pauseWorkflow', why),
  asked('resumeWorkflow', why),
  asked('stopWorkflow', why),
  asked('holdSchedule', why),
  asked('releaseSchedule', why),
  /** `instance` is made by web, so that whoever asks knows the id of what will begin. */
  asked('runNow', { instance: instanceIdSchema, input: jsonRecordSchema, from: activityIdSchema.optional() }),
  /** The backfill has the id of its request. */
  asked('backfill', { activity: activityIdSchema, fromMs: z.number(), untilMs: z.number() }),
  asked('stopBackfill', { backfill: requestIdSchema }),
  asked('pause', { ...why, untilMs: z.number().optional() }),
  asked('resume', { version: z.int().min(1).optional() }),
  asked('stop', {}),
  asked('kill', why),
  /** `instance` is the new one's id. */
  asked('restart', {
    instance: instanceIdSchema,
    version: z.enum(['same', 'newest']),
    from: activityIdSchema.optional(),
    task: taskIdSchema.optional(),
  }),
  asked('runPending', { task: taskIdSchema.optional() }),
  asked('runTask', {}),
  asked('skipTask', { result: jsonRecordSchema, reason: z.string().min(1) }),
  /** `asked`: all who may answer when it is given. */
  asked('answer', { choice: z.string(), comment: z.string().optional(), asked: z.array(z.string()) }),
  asked('holdActivity', activity),
  asked('releaseActivity', activity),
  asked('setVariables', { vars: jsonRecordSchema }),
  asked('acknowledge', {}),
  asked('redirectSignal', { position: z.int(), instance: instanceIdSchema.optional(), startsTechnical: z.boolean() }),
  /** Web has no hand in the outbox: what it has sent, or would have, a worker keeps there. */
  asked('keepMail', { to: z.array(z.string()), title: z.string(), message: z.string(), status: mailStatusSchema }),
  asked('handOver', { to: addresseeSchema, note: z.string() }),
]);
export type RequestPayload = z.infer<typeof requestPayloadSchema>;
