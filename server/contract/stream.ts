import { z } from 'zod';
import { entrySchema } from '../../engine/model/entry.ts';
import { progressSchema } from '../../engine/model/task.ts';
import { instanceViewSchema } from './instanceView.ts';
import { problemDetailsSchema } from './problemDetails.ts';
import { instanceSummarySchema } from './instances.ts';
import { workflowStatusSchema } from './workflows.ts';

/** The stream's version; a client of another one reloads. */
export const protocolVersion = 1;

/** An id, or what a strange client sends for one: no longer than any is, and without what no text column takes. */
const instanceName = z
  .string()
  .max(200)
  .refine((text) => !text.includes(String.fromCodePoint(0)));

/** client -> server `watch`: an instance (from a known `seq` on, after a reconnect), or the summaries of a list. */
export const watchSchema = z.union([
  z.strictObject({ instance: instanceName, after: z.int().min(0).optional() }),
  z.strictObject({ workflows: z.strictObject({ folder: z.string().optional() }) }),
]);
export type Watch = z.infer<typeof watchSchema>;

/**
 * The acknowledgement of `watch`: a snapshot, or the entries that were missed; both read together with `seq`. Where
 * more were missed than one message holds, `entries` are the first of them and `history` brings the others.
 */
export const watchAnswerSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('snapshot'), protocol: z.int(), view: instanceViewSchema }),
  z.object({ status: z.literal('entries'), protocol: z.int(), entries: z.array(entrySchema), seq: z.int() }),
  z.object({ status: z.literal('watching'), protocol: z.int() }),
  z.object({ status: z.literal('refused'), protocol: z.int(), problem: problemDetailsSchema }),
]);
export type WatchAnswer = z.infer<typeof watchAnswerSchema>;

/** client -> server `unwatch` */
export const unwatchSchema = z.union([
  z.strictObject({ instance: z.string() }),
  z.strictObject({ workflows: z.literal(true) }),
]);

/**
 * server -> client `history`: entries of a watched instance, in order, none missing, none twice. A client acknowledges
 * each batch (Socket.IO's acknowledgement, without a value) and gets the next one after that, so a slow one is never
 * flooded; one that acknowledges nothing is paced by its connection instead.
 */
export const historyMessageSchema = z.object({ instance: z.string(), entries: z.array(entrySchema).min(1) });
export type HistoryMessage = z.infer<typeof historyMessageSchema>;

/** server -> client `progress`: a passing message between commits, without `seq`. */
export const progressMessageSchema = z.object({
  instance: z.string(),
  task: z.string(),
  activity: z.string(),
  progress: progressSchema,
});

/** server -> client `summary`: what changed in the lists that are watched. */
export const summaryMessageSchema = z.object({
  workflow: z.string(),
  status: workflowStatusSchema,
  nextFiringAt: z.string().nullable(),
  liveInstances: z.int().min(0),
  instance: instanceSummarySchema.nullable(),
});
export type SummaryMessage = z.infer<typeof summaryMessageSchema>;

/** server -> client `heartbeat`, every 5 s: the server lives, and so does a worker (or not). */
export const heartbeatSchema = z.object({ at: z.string(), worker: z.enum(['alive', 'busy', 'gone']) });
export type Heartbeat = z.infer<typeof heartbeatSchema>;

/** server -> client `closed`: the session ended; the connection goes with it. */
export const closedSchema = z.object({ problem: problemDetailsSchema });
export type Closed = z.infer<typeof closedSchema>;

/** What the server says on `/live`, as Socket.IO types it. */
export interface LiveServerEvents {
  history: (message: HistoryMessage, acknowledge: () => void) => void;
  progress: (message: z.infer<typeof progressMessageSchema>) => void;
  summary: (message: SummaryMessage) => void;
  heartbeat: (message: Heartbeat) => void;
  closed: (message: Closed) => void;
}

/** What a client says on `/live`. */
export interface LiveClientEvents {
  watch: (message: Watch, answer: (answer: WatchAnswer) => void) => void;
  unwatch: (message: z.infer<typeof unwatchSchema>, answer?: () => void) => void;
}
