import { z } from 'zod';
import { parentSchema } from '../../engine/model/children.ts';
import { entrySchema, levelSchema } from '../../engine/model/entry.ts';
import { failureSchema } from '../../engine/model/failure.ts';
import { instanceSchema, instanceStatusSchema, pauseCauseSchema } from '../../engine/model/instance.ts';
import { jsonSchema } from '../../engine/model/json.ts';
import { severitySchema } from '../../engine/model/severity.ts';
import { progressSchema, taskStatusSchema } from '../../engine/model/task.ts';
import { listOf, pageQuerySchema } from './lists.ts';

/** After this long an instance that is stopping may be stopped unconditionally (semantics.md 3). */
export const killOfferedMs = 10_000;

/** An instance as lists show it. */
export const instanceSummarySchema = z.object({
  id: z.string(),
  workflow: z.string(),
  version: z.int().min(1),
  status: instanceStatusSchema,
  severity: severitySchema,
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  startedBy: z.string(),
  /** Whose task began it, where it is a child. */
  parent: parentSchema.nullable(),
  pauseCauses: z.array(pauseCauseSchema),
  failure: failureSchema.nullable(),
  /** Tasks in flight while `pausing` or `stopping`. */
  inFlight: z.int().min(0),
  seq: z.int().min(0),
});
export type InstanceSummary = z.infer<typeof instanceSummarySchema>;
export const instanceListSchema = listOf(instanceSummarySchema);

/** `GET /api/instances/{id}`: the summary and the whole live state. */
export const instanceDetailSchema = instanceSummarySchema.extend({
  state: instanceSchema,
  result: jsonSchema.nullable(),
});
export type InstanceDetail = z.infer<typeof instanceDetailSchema>;

export const instanceQuerySchema = pageQuerySchema.extend({
  workflow: z.string().optional(),
  status: instanceStatusSchema.optional(),
  severity: severitySchema.optional(),
  since: z.iso.datetime().optional(),
  /** The children of an instance. */
  parent: z.string().optional(),
  q: z.string().optional(),
});
export type InstanceQuery = z.infer<typeof instanceQuerySchema>;

/** `GET /api/instances/{id}/tasks`: done ones too. */
export const taskRowSchema = z.object({
  id: z.string(),
  instance: z.string(),
  activity: z.string(),
  status: taskStatusSchema,
  attempt: z.int().min(0),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  durationMs: z.number().nullable(),
  recordCount: z.int().nullable(),
  progress: progressSchema.nullable(),
  failure: failureSchema.nullable(),
});
export type TaskRow = z.infer<typeof taskRowSchema>;
export const taskListSchema = listOf(taskRowSchema);
export const taskQuerySchema = pageQuerySchema.extend({
  activity: z.string().optional(),
  status: taskStatusSchema.optional(),
});

/** `GET /api/instances/{id}/journal` */
export const journalLineSchema = z.object({
  seq: z.int(),
  at: z.string(),
  /** The history's entry that it tells; `journal`: a line that a definition or the engine worded. */
  type: z.string(),
  level: levelSchema,
  by: z.string().nullable(),
  code: z.string().nullable(),
  text: z.string(),
  params: z.record(z.string(), z.json()),
  activity: z.string().nullable(),
  task: z.string().nullable(),
});
export type JournalLine = z.infer<typeof journalLineSchema>;
export const journalListSchema = listOf(journalLineSchema);
export const journalQuerySchema = pageQuerySchema.extend({
  activity: z.string().optional(),
  level: levelSchema.optional(),
  task: z.string().optional(),
  q: z.string().optional(),
});

/** `GET /api/instances/{id}/history?after=seq` */
export const historySchema = z.object({ items: z.array(entrySchema), total: z.int(), next: z.int().optional() });
export const historyQuerySchema = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(5_000).default(1_000),
});

/** `GET .../events/{event}/rows` */
export const rowsSchema = z.object({
  columns: z.array(z.string()),
  items: z.array(z.record(z.string(), z.json())),
  total: z.int(),
  next: z.int().optional(),
});

/** `GET .../variables` */
export const variablesSchema = z.object({
  inputs: z.record(z.string(), z.json()),
  vars: z.record(z.string(), z.json()),
});
export const variablesBodySchema = z.strictObject({ vars: z.record(z.string(), z.json()) });
