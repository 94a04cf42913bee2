import { z } from 'zod';
import { activityIdSchema, eventIdSchema, outletSchema, taskIdSchema } from './ids.ts';
import { jsonRecordSchema } from './json.ts';
import { workTableSchema, workTablesSchema } from './workTable.ts';

/** How many tasks of each join, or activity on a cycle, are in an event's ancestry (semantics.md 5). */
export const roundsSchema = z.record(activityIdSchema, z.int().min(0));
export type Rounds = z.infer<typeof roundsSchema>;

/** One passing of a transition: it carries variables and perhaps a work table, and is consumed by one task. */
export const eventSchema = z.object({
  id: eventIdSchema,
  task: taskIdSchema,
  from: activityIdSchema,
  outlet: outletSchema,
  to: activityIdSchema,
  vars: jsonRecordSchema,
  rounds: roundsSchema,
  /** The rows that its activity produced. */
  workTable: workTableSchema.optional(),
  /** Work tables that an activity which produced none hands on, by their names. */
  inherited: workTablesSchema.optional(),
  recordCount: z.int().min(0).optional(),
});
export type Event = z.infer<typeof eventSchema>;
