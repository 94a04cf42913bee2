import { z } from 'zod';
import {
  columnSchema,
  optionalPrimarySchema,
  primaryUse,
  workTableNameSchema,
} from '../../../engine/activity/columnFields.ts';
import { defineKind, type SqlUse } from '../../../engine/activity/kind.ts';
import { rowVarNames } from '../../../engine/activity/rowSets.ts';
import {
  paramsSchema,
  sqlExpressions,
  sqlTextSchema,
  sqlUse,
  tablesSchema,
  type SqlText,
} from '../../../engine/activity/sqlFields.ts';

const joinSchema = z
  .strictObject({
    from: workTableNameSchema.optional().meta({
      title: 'Rows of',
      description: 'The activity whose rows are looked up; it leads here too.',
      widget: 'text',
    }),
    sql: sqlTextSchema.optional().meta({
      title: 'Query',
      description: 'One SELECT whose rows are looked up, in the place of those of an activity.',
      widget: 'sql',
    }),
    on: z
      .record(columnSchema, columnSchema)
      .refine((columns) => Object.keys(columns).length > 0, 'name the columns that must be equal')
      .meta({
        title: 'Where equal',
        description: 'A column of the primary rows, and the one of the looked up rows that it must equal.',
        widget: 'json',
      }),
    columns: z.record(columnSchema, sqlTextSchema).default({}).meta({
      title: 'Columns',
      description: 'The new columns, each with a value in SQL on the columns of the looked up row.',
      widget: 'json',
    }),
    orderBy: sqlTextSchema.optional().meta({
      title: 'Order',
      description: 'What stands behind ORDER BY in SQL: the first of several looked up rows is taken.',
      widget: 'sql',
    }),
    required: z.boolean().default(false).meta({
      title: 'Required',
      description: 'On: a primary row for which nothing is found is left out. Off: its new columns are empty.',
      widget: 'toggle',
    }),
  })
  .refine(
    ({ from, sql }) => (from === undefined) !== (sql === undefined),
    'name an activity (from) or write a query (sql)',
  )
  .refine(({ columns, required }) => required || Object.keys(columns).length > 0, {
    path: ['columns'],
    message: 'name a column to add',
  });
export type Lookup = z.infer<typeof joinSchema>;

const schema = z
  .strictObject({
    primary: optionalPrimarySchema.meta({
      title: 'Primary',
      description: 'The activity whose rows get new columns. Left empty, it is the first that no lookup names.',
      widget: 'text',
    }),
    joins: z.array(joinSchema).min(1, 'add a lookup').meta({
      title: 'Lookups',
      description: 'Where the new columns come from.',
      widget: 'json',
    }),
    params: paramsSchema,
    tables: tablesSchema,
  })
  .refine(({ joins }) => {
    const names = joins.flatMap(({ columns }) => Object.keys(columns).map((name) => name.toLowerCase()));
    return new Set(names).size === names.length;
  }, 'name each new column once');
export type EnrichmentConfig = z.infer<typeof schema>;

function sqlOf(config: EnrichmentConfig): readonly SqlUse[] {
  return config.joins.flatMap(({ sql, columns, orderBy }, index) => {
    const at = `/joins/${index}`;
    const use = (field: string, text: SqlText, gives: SqlUse['gives']) =>
      sqlUse(`${at}/${field}`, text, config, { transaction: true, gives });
    return [
      ...(sql === undefined ? [] : [use('sql', sql, 'rows')]),
      ...Object.entries(columns).map(([name, text]) => use(`columns/${name}`, text, 'value')),
      ...(orderBy === undefined ? [] : [use('orderBy', orderBy, 'value')]),
    ];
  });
}

const isNamed = ({ from }: Lookup): string => from ?? 'a query';

export const enrichmentKind = defineKind({
  name: 'enrichment',
  group: 'data',
  label: 'Enrichment',
  summary: 'Adds columns to rows, looked up in a query or in the rows of another branch.',
  schema,
  initial: { joins: [{ sql: 'SELECT 1 AS id, 1 AS total', on: { id: 'id' }, columns: { total: 'total' } }] },
  inbound: 'required',
  gathers: true,
  canFail: true,
  outlets: () => [{ name: 'default' }],
  describe: ({ joins }) =>
    joins.map((join) => `${Object.keys(join.columns).join(', ') || 'only what is'} from ${isNamed(join)}`).join('; '),
  expressions: sqlExpressions,
  sql: sqlOf,
  reads: (config) => [
    ...primaryUse(config),
    ...config.joins.flatMap(({ from }, index) =>
      from === undefined ? [] : [{ pointer: `/joins/${index}/from`, name: from }],
    ),
  ],
  sets: () => rowVarNames,
  behaviour: { does: 'work', performs: () => 'transaction' },
});
