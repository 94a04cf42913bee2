import { z } from 'zod';
import { definitionSchema } from '../../engine/model/definition.ts';
import { entrySchema } from '../../engine/model/entry.ts';
import { failureSchema } from '../../engine/model/failure.ts';
import { activityIdSchema } from '../../engine/model/ids.ts';
import { instanceStatusSchema } from '../../engine/model/instance.ts';
import { jsonRecordSchema, jsonSchema } from '../../engine/model/json.ts';

/**
 * What the outside answers in a simulation, by activity: the variables of the signal that comes; the `choice` of an
 * approval; the `result` of a child, or the `results` of several; the variables and `rows` of what is not done. null: a
 * signal, an approval or a child that does not answer.
 */
const answersSchema = z.record(activityIdSchema, jsonRecordSchema.nullable());

/** `simulate` of `POST /api/workflows/{name}/instances`. */
export const simulateSchema = z.union([
  z.boolean(),
  z.strictObject({
    answers: answersSchema.default({}),
    /** The draft instead of the newest version. */
    draft: z.boolean().default(false),
  }),
]);

/** What is simulated: all that the process which does it is told. */
export const simulationOrderSchema = z.object({
  id: z.string(),
  definition: definitionSchema,
  /** The newest versions of the workflows whose instances it would begin. */
  called: z.array(definitionSchema).default([]),
  input: jsonRecordSchema,
  from: activityIdSchema.optional(),
  answers: answersSchema,
  nowMs: z.number(),
  by: z.string(),
});
export type SimulationOrder = z.infer<typeof simulationOrderSchema>;

const passedSchema = z.object({
  from: z.string(),
  outlet: z.string(),
  to: z.string(),
  events: z.int(),
  /** In all events together; null: they carried no rows. */
  rows: z.number().nullable(),
  /** The first 50 of the last event. */
  firstRows: z.array(jsonRecordSchema),
});

/** What a simulation came to; nothing that it did is left. */
export const simulationSchema = z.object({
  id: z.string(),
  workflow: z.string(),
  simulated: z.literal(true),
  status: instanceStatusSchema,
  /** Why it went no further, where it did not end. */
  stoppedBecause: z.string().nullable(),
  result: jsonSchema.nullable(),
  failure: failureSchema.nullable(),
  /** How long it would have taken by its own clock. */
  virtualMs: z.number(),
  transitions: z.array(passedSchema),
  /** What would have been done outside of the database, and was not. */
  described: z.array(z.object({ activity: z.string(), what: z.string() })),
  history: z.array(entrySchema),
});
export type Simulation = z.infer<typeof simulationSchema>;
