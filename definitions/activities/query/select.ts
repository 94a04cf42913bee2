import { z } from 'zod';
import { columnSchema } from '../../../engine/activity/columnFields.ts';
import { expressionSchema } from '../../../engine/activity/sqlFields.ts';

const referenceSchema = z
  .string()
  .regex(/^([A-Za-z_]\w{0,62}\.)?[A-Za-z_]\w{0,62}$/, 'a column reads total, or o.total where the table is called o');

const sourceSchema = z
  .string()
  .regex(
    /^([A-Za-z_]\w{0,62}|\{in(\.[A-Za-z]\w*)?\}|\{t\.[A-Za-z]\w*\})$/,
    'name a table, or write {in}, {in.activityId} or {t.name}',
  );

const comparisons = [
  ...['equal', 'notEqual', 'less', 'lessOrEqual', 'greater', 'greaterOrEqual'],
  ...['startsWith', 'contains', 'in', 'notIn'],
] as const;

const comparisonSchema = z.strictObject({
  column: referenceSchema,
  is: z.enum(comparisons),
  value: expressionSchema,
});
const emptinessSchema = z.strictObject({ column: referenceSchema, is: z.enum(['empty', 'notEmpty']) });
const columnsSchema = z.strictObject({
  column: referenceSchema,
  is: z.enum(['sameAs', 'notSameAs']),
  other: referenceSchema,
});

/** A condition on a column, or several conditions put together. */
export type Condition =
  | z.infer<typeof comparisonSchema>
  | z.infer<typeof emptinessSchema>
  | z.infer<typeof columnsSchema>
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };

const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    comparisonSchema,
    emptinessSchema,
    columnsSchema,
    z.strictObject({ all: z.array(conditionSchema).min(1) }),
    z.strictObject({ any: z.array(conditionSchema).min(1) }),
    z.strictObject({ not: conditionSchema }),
  ]),
);

const aggregatedSchema = z
  .strictObject({
    aggregate: z.enum(['count', 'countDistinct', 'sum', 'avg', 'min', 'max']),
    column: referenceSchema.optional(),
  })
  .refine(({ aggregate, column }) => aggregate === 'count' || column !== undefined, {
    path: ['column'],
    message: 'name the column',
  });

const joinSchema = z.strictObject({
  table: sourceSchema.meta({ title: 'Table', description: 'The table that is joined.', widget: 'text' }),
  as: columnSchema.meta({ title: 'Called', description: 'How its columns are named: c, for c.name.', widget: 'text' }),
  on: z
    .record(referenceSchema, referenceSchema)
    .refine((on) => Object.keys(on).length > 0, 'name the columns that must be equal')
    .meta({ title: 'Where equal', description: '{"o.customer_id": "c.id"}', widget: 'json' }),
  optional: z.boolean().default(false).meta({
    title: 'Optional',
    description: 'On: a row for which nothing is found stays, its new columns empty.',
    widget: 'toggle',
  }),
});

const orderSchema = z.strictObject({
  by: referenceSchema.meta({ title: 'By', description: 'A column, of the tables or of the result.', widget: 'text' }),
  descending: z
    .boolean()
    .default(false)
    .meta({ title: 'Descending', description: 'The largest first; what is empty comes last then.', widget: 'toggle' }),
});

/** A query without SQL. */
export const selectSchema = z.strictObject({
  from: sourceSchema.meta({
    title: 'From',
    description: 'A table; {in} is the work table that came in, {t.name} a declared table.',
    widget: 'text',
  }),
  as: columnSchema
    .optional()
    .meta({ title: 'Called', description: 'How its columns are named: o, for o.total.', widget: 'text' }),
  joins: z
    .array(joinSchema)
    .default([])
    .meta({ title: 'Joins', description: 'Tables whose columns are added where columns are equal.', widget: 'json' }),
  columns: z
    .record(columnSchema, z.union([referenceSchema, aggregatedSchema]))
    .optional()
    .meta({
      title: 'Columns',
      description:
        'The columns of the result: {"shop": "shop", "total": {"aggregate": "sum", "column": "amount"}}. Left empty: all.',
      widget: 'json',
    }),
  where: conditionSchema.optional().meta({
    title: 'Where',
    description: '{"all": [{"column": "state", "is": "equal", "value": "45"}, ...]}; values are expressions.',
    widget: 'json',
  }),
  groupBy: z
    .array(referenceSchema)
    .default([])
    .meta({ title: 'Grouped by', description: 'Columns of which a group of rows has the same.', widget: 'strings' }),
  orderBy: z
    .array(orderSchema)
    .default([])
    .meta({ title: 'Order', description: '[{"by": "total", "descending": true}]', widget: 'json' }),
  limit: z.int().min(1).optional().meta({ title: 'At most', description: 'How many rows are kept.', widget: 'number' }),
});
export type Select = z.infer<typeof selectSchema>;
