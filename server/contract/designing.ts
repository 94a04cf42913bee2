import { z } from 'zod';
import { sqlTextSchema } from '../../engine/activity/sqlFields.ts';
import { jsonRecordSchema, jsonSchema } from '../../engine/model/json.ts';

const sqlBody = {
  /** The engine's own database is named `engine`. */
  connection: z.string().min(1).max(64).default('engine'),
  sql: sqlTextSchema,
  /** What stands for each `:name`: values, and no expressions. */
  params: jsonRecordSchema.default({}),
};

/** `POST /api/sql/preview` and `explain`. */
export const sqlBodySchema = z.strictObject(sqlBody);
export type SqlBody = z.infer<typeof sqlBodySchema>;

/** The first rows of a query; `more` tells whether there are others. */
export const sqlPreviewSchema = z.object({
  columns: z.array(z.string()),
  items: z.array(jsonRecordSchema),
  more: z.boolean(),
});
export type SqlPreview = z.infer<typeof sqlPreviewSchema>;

/** How the database would execute a statement, in its own words. */
export const sqlPlanSchema = z.object({ lines: z.array(z.string()) });
export type SqlPlan = z.infer<typeof sqlPlanSchema>;

/** `POST /api/expressions/evaluate`: on the variables that are given, which go before those of an instance that is named. */
export const evaluateBodySchema = z.strictObject({
  expression: z.string().min(1).max(10_000),
  vars: jsonRecordSchema.optional(),
  inputs: jsonRecordSchema.optional(),
  instanceVars: jsonRecordSchema.optional(),
  options: jsonRecordSchema.default({}),
  instance: z.string().min(1).max(200).optional(),
  /** One of its tasks: `vars` are what it got. */
  task: z.string().min(1).max(200).optional(),
});
export type EvaluateBody = z.infer<typeof evaluateBodySchema>;

export const evaluatedSchema = z.object({ value: jsonSchema });
export type Evaluated = z.infer<typeof evaluatedSchema>;

/** What the process that asks the database is told. */
export const sqlOrderSchema = z.object({ wants: z.enum(['rows', 'plan']), sql: z.string(), params: jsonRecordSchema });
export type SqlOrder = z.infer<typeof sqlOrderSchema>;

/** What it answers. */
export const sqlAnswerSchema = z.discriminatedUnion('ended', [
  z.object({ ended: z.literal('rows'), preview: sqlPreviewSchema }),
  z.object({ ended: z.literal('plan'), plan: sqlPlanSchema }),
  z.object({ ended: z.literal('refused'), message: z.string(), hint: z.string().optional() }),
]);
export type SqlAnswer = z.infer<typeof sqlAnswerSchema>;
