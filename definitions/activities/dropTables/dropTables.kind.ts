import { z } from 'zod';
import { defineKind } from '../../../engine/activity/kind.ts';
import type { Problem } from '../../../engine/model/problem.ts';
import {
  paramsSchema,
  sqlExpressions,
  sqlTextSchema,
  sqlUse,
  tablesSchema,
} from '../../../engine/activity/sqlFields.ts';

const schema = z.strictObject({
  pattern: z
    .string()
    .regex(
      /^[A-Za-z][A-Za-z0-9_*?]*$/,
      'a pattern begins with a letter and holds letters, digits, _ and the wildcards * and ?',
    )
    .meta({
      title: 'Tables',
      description: 'Which tables are looked at: wk_dlv_* means every table whose name begins so.',
      widget: 'glob',
    }),
  keep: sqlTextSchema.optional().meta({
    title: 'Keep',
    description: 'A query giving one column of names, which may hold * and ?: these tables stay.',
    widget: 'sql',
  }),
  only: sqlTextSchema.optional().meta({
    title: 'Only',
    description: 'A query giving one column of names, as Keep does: no other table is dropped.',
    widget: 'sql',
  }),
  params: paramsSchema,
  tables: tablesSchema,
  ownedByEnded: z.boolean().default(false).meta({
    title: 'Work tables of ended instances',
    description: 'On: of the work tables that match, those whose instance is over.',
    widget: 'toggle',
  }),
});
export type DropTablesConfig = z.infer<typeof schema>;

/** What every name that matches a pattern begins with. */
const stem = (pattern: string): string => /^[^*?]*/.exec(pattern)?.[0] ?? '';

function problems({ pattern }: DropTablesConfig): readonly Omit<Problem, 'activity'>[] {
  if (stem(pattern).length >= 3) return [];
  return [
    {
      code: 'config-invalid',
      level: 'error',
      pointer: '/pattern',
      message: `The pattern ${pattern} could match nearly every table.`,
      hint: 'Begin it with three characters or more before the first wildcard, e.g. wk_dlv_*.',
    },
  ];
}

export const dropTablesKind = defineKind({
  name: 'dropTables',
  group: 'control',
  label: 'Drop tables',
  summary: 'Drops tables by a name pattern, but those that a query names.',
  schema,
  initial: { pattern: 'wk_example_*' },
  inbound: 'allowed',
  canFail: true,
  outlets: () => [{ name: 'default' }],
  describe: ({ pattern, ownedByEnded }) => `${pattern}${ownedByEnded ? ' of ended instances' : ''}`,
  expressions: sqlExpressions,
  sql: (config) =>
    (['keep', 'only'] as const).flatMap((field) => {
      const text = config[field];
      return text === undefined ? [] : [sqlUse(`/${field}`, text, config, { transaction: true, gives: 'rows' })];
    }),
  sets: () => ['recordCount'],
  problems,
  behaviour: { does: 'work', performs: () => 'transaction' },
});
