import { z } from 'zod';
import { defineKind } from '../../../engine/activity/kind.ts';
import { rowVarNames } from '../../../engine/activity/rowSets.ts';
import { expressionSchema } from '../../../engine/activity/sqlFields.ts';

const schema = z.strictObject({
  since: expressionSchema.meta({
    title: 'Since',
    description: 'An expression giving a timestamp, a duration or a number of days: what had ended before is left out.',
    widget: 'expression',
  }),
  until: expressionSchema.optional().meta({
    title: 'Until',
    description: 'The same: what began then or later is left out. Left empty: until now.',
    widget: 'expression',
  }),
});
export type RunHistoryConfig = z.infer<typeof schema>;

export const runHistoryKind = defineKind({
  name: 'runHistory',
  group: 'control',
  label: 'Run history',
  summary: 'Keeps what ran in a period, instances and their tasks, as a work table.',
  schema,
  initial: { since: "duration('1d')" },
  inbound: 'allowed',
  canFail: true,
  outlets: () => [{ name: 'default' }],
  describe: ({ since, until }) => `since ${since}${until === undefined ? '' : `, until ${until}`}`,
  expressions: ({ since, until }) => [
    { pointer: '/since', source: since },
    ...(until === undefined ? [] : [{ pointer: '/until', source: until }]),
  ],
  sets: () => rowVarNames,
  behaviour: { does: 'work', performs: () => 'transaction' },
});
