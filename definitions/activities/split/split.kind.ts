import { z } from 'zod';
import { defineKind } from '../../../engine/activity/kind.ts';
import type { SqlUse } from '../../../engine/activity/kind.ts';
import { rowVarNames } from '../../../engine/activity/rowSets.ts';
import { paramsSchema, sqlExpressions, sqlTexts, sqlTextSchema, sqlUse } from '../../../engine/activity/sqlFields.ts';
import { outletSchema } from '../../../engine/model/ids.ts';

const partSchema = z.strictObject({
  outlet: outletSchema.meta({ title: 'Outlet', description: 'The way out of these rows.', widget: 'text' }),
  where: sqlTextSchema.optional().meta({
    title: 'Condition',
    description: 'What stands behind WHERE in SQL, on the columns of the rows. Left empty, every row will do.',
    widget: 'sql',
  }),
  limit: z.int().min(1).optional().meta({
    title: 'At most',
    description: 'How many rows leave here at most; further ones may leave by the next outlets.',
    widget: 'number',
  }),
  orderBy: sqlTextSchema.optional().meta({
    title: 'Order',
    description: 'What stands behind ORDER BY in SQL: which rows come first where there is a limit.',
    widget: 'sql',
  }),
});
export type Part = z.infer<typeof partSchema>;

const schema = z
  .strictObject({
    outlets: z.array(partSchema).min(1, 'add an outlet').meta({
      title: 'Outlets',
      description:
        'The ways out in their order, with which rows leave by each. A row leaves by the first that takes it.',
      widget: 'json',
    }),
    rest: outletSchema.optional().meta({
      title: 'Rest',
      description: 'The outlet of the rows that no other took. Without one they go nowhere.',
      widget: 'text',
    }),
    params: paramsSchema,
  })
  .check(({ value, issues }) => {
    const names = [...value.outlets.map(({ outlet }) => outlet), ...(value.rest === undefined ? [] : [value.rest])];
    names.forEach((name, index) => {
      const message = nameFault(name, names.indexOf(name) === index);
      const path = index < value.outlets.length ? ['outlets', index, 'outlet'] : ['rest'];
      if (message !== undefined) issues.push({ code: 'custom', input: name, path, message });
    });
  });
export type SplitConfig = z.infer<typeof schema>;

function nameFault(name: string, isFirst: boolean): string | undefined {
  if (name === 'error') return '“error” fires when the task fails: give the outlet another name';
  return isFirst ? undefined : `the outlet ${name} is there already`;
}

/** The configuration as SQL fields. */
export const sqlFields = ({ params }: Pick<SplitConfig, 'params'>) => ({ params, tables: {} });

function fragments(config: SplitConfig): readonly SqlUse[] {
  return config.outlets.flatMap((part, index) =>
    (['where', 'orderBy'] as const).flatMap((field) => {
      const text = part[field];
      if (text === undefined) return [];
      return [sqlUse(`/outlets/${index}/${field}`, text, sqlFields(config), { transaction: true, gives: 'value' })];
    }),
  );
}

function describePart({ outlet, where, limit }: Part): string {
  const condition = where === undefined ? undefined : (sqlTexts(where).sqlite ?? sqlTexts(where).postgres);
  const rows = [condition, limit === undefined ? undefined : `at most ${limit}`].filter((text) => text !== undefined);
  return `${outlet}: ${rows.length === 0 ? 'all' : rows.join(', ')}`;
}

export const splitKind = defineKind({
  name: 'split',
  group: 'data',
  label: 'Split',
  summary: 'Divides rows among several ways out, by conditions and limits.',
  schema,
  initial: { outlets: [{ outlet: 'first', limit: 100 }], rest: 'rest' },
  inbound: 'required',
  canFail: true,
  outlets: ({ outlets, rest }) =>
    [...outlets.map(({ outlet }) => outlet), ...(rest === undefined ? [] : [rest])].map((name) => ({ name })),
  describe: ({ outlets }) => outlets.map(describePart).join('; '),
  expressions: (config) => sqlExpressions(sqlFields(config)),
  sql: fragments,
  sets: () => rowVarNames,
  behaviour: { does: 'work', performs: () => 'transaction' },
});
