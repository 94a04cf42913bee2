import { z } from 'zod';
import { columnSchema, keySchema } from '../../../engine/activity/columnFields.ts';
import { defineKind } from '../../../engine/activity/kind.ts';
import { paramsSchema, sqlExpressions, sqlTextSchema, sqlUse } from '../../../engine/activity/sqlFields.ts';
import type { Problem } from '../../../engine/model/problem.ts';
import { forbiddenName } from '../../../engine/sql/forbiddenNames.ts';

const schema = z
  .strictObject({
    table: z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_]{0,62}$/, 'a table starts with a letter or _ and holds letters, digits and _')
      .meta({
        title: 'Table',
        description: 'The table that is changed: one that stands, and that the package’s manifest allows.',
        widget: 'text',
      }),
    mode: z
      .enum(['insert', 'update', 'upsert', 'delete'])
      .default('upsert')
      .meta({
        title: 'Does',
        description: 'What happens in the table for each row that comes in.',
        widget: 'choice',
        choices: {
          insert: 'insert a row',
          update: 'update the rows of its key',
          upsert: 'update them, or insert a row',
          delete: 'delete the rows of its key',
        },
      }),
    key: keySchema.optional().meta({
      title: 'Key',
      description: 'The columns of the table by which its rows are found. An insert needs none.',
      widget: 'strings',
    }),
    fields: z
      .record(columnSchema, sqlTextSchema)
      .default({})
      .meta({
        title: 'Fields',
        description:
          'For each column of the table a value in SQL, on the columns of the rows that come in: ' +
          '{"total": "price * quantity"}. A column of the key that is not among them has the column of its own name.',
        widget: 'json',
      }),
    params: paramsSchema,
  })
  .check(({ value: { mode, key, fields }, issues }) => {
    const fault = (path: string, message: string) =>
      issues.push({ code: 'custom', input: path === 'key' ? key : fields, path: [path], message });
    if (mode !== 'insert' && key === undefined) fault('key', 'name the columns by which rows of the table are found');
    const values = Object.keys(fields).filter((name) => mode === 'insert' || !key?.includes(name));
    if ((mode === 'insert' || mode === 'update') && values.length === 0) fault('fields', 'name a column to write');
  });
export type UpdateDataConfig = z.infer<typeof schema>;

/** The configuration as SQL fields. */
export const sqlFields = ({ params }: Pick<UpdateDataConfig, 'params'>) => ({ params, tables: {} });

function problems({ table }: UpdateDataConfig): readonly Omit<Problem, 'activity'>[] {
  const fault = forbiddenName(table);
  return fault ? [{ code: 'sql-forbidden', level: 'error', pointer: '/table', ...fault }] : [];
}

export const updateDataKind = defineKind({
  name: 'updateData',
  group: 'data',
  label: 'Update data',
  summary: 'Writes the rows that come in to a table: inserts, updates or deletes.',
  schema,
  initial: { table: 'shop_customer', mode: 'upsert', key: ['id'], fields: { name: 'name' } },
  inbound: 'required',
  canFail: true,
  outlets: () => [{ name: 'default' }],
  describe: ({ mode, table, key }) => `${mode} ${table}${key ? ` by ${key.join(', ')}` : ''}`,
  expressions: (config) => sqlExpressions(sqlFields(config)),
  sql: (config) =>
    Object.entries(config.fields).map(([name, text]) =>
      sqlUse(`/fields/${name}`, text, sqlFields(config), { transaction: true, gives: 'value' }),
    ),
  sets: ({ mode }) => (mode === 'upsert' ? ['recordCount', 'inserted', 'updated'] : ['recordCount']),
  problems,
  behaviour: { does: 'work', performs: () => 'transaction' },
});
