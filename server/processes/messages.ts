import { z } from 'zod';
import { progressSchema } from '../../engine/model/task.ts';
import { measuredSchema } from '../metrics/measured.ts';

/** web -> worker over IPC. A nudge says that the inbox holds something; it carries nothing, so losing one loses nothing. */
export const toWorkerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('nudge') }),
  z.object({ type: z.literal('ping'), id: z.int() }),
  z.object({ type: z.literal('drain') }),
  /** What it is executing is about to be cancelled in the database, because a stop cannot wait: no fault of the task. */
  z.object({ type: z.literal('takeBack') }),
]);
export type ToWorker = z.infer<typeof toWorkerSchema>;

/** worker -> web over IPC: only ids and numbers; bodies come from the database (semantics.md 11). */
export const toWebSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), worker: z.string() }),
  z.object({ type: z.literal('pong'), id: z.int() }),
  z.object({
    type: z.literal('changed'),
    instances: z.array(z.object({ instance: z.string(), seq: z.int() })),
    workflows: z.array(z.string()),
  }),
  z.object({
    type: z.literal('progress'),
    instance: z.string(),
    task: z.string(),
    activity: z.string(),
    progress: progressSchema,
  }),
  /** There are rows in `sb_web_command` for web to perform. */
  z.object({ type: z.literal('webCommands') }),
  z.object({ type: z.literal('measured'), measured: measuredSchema }),
]);
export type ToWeb = z.infer<typeof toWebSchema>;
export type ChangedMessage = Extract<ToWeb, { type: 'changed' }>;
export type ProgressMessage = Extract<ToWeb, { type: 'progress' }>;
