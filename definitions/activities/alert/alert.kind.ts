import { z } from 'zod';
import { defineKind, type ExpressionUse } from '../../../engine/activity/kind.ts';
import { expressionSchema } from '../../../engine/activity/sqlFields.ts';

const templateSchema = z.string().trim().min(1, 'write a text');

const schema = z
  .strictObject({
    group: templateSchema.optional().meta({
      title: 'Group',
      description: 'The operator group that is told, e.g. workflowSupervisors. May hold {{ expressions }}.',
      widget: 'template',
    }),
    to: expressionSchema.optional().meta({
      title: 'Operators',
      description: 'An expression giving the names of operators, e.g. [item.author, item.lastEditor].',
      widget: 'expression',
    }),
    title: templateSchema.meta({
      title: 'Title',
      description: 'One line; {{ expressions }} are filled in.',
      widget: 'template',
    }),
    message: templateSchema.meta({
      title: 'Message',
      description: 'The text; {{ expressions }} are filled in.',
      widget: 'template',
      multiline: true,
    }),
    each: expressionSchema.optional().meta({
      title: 'For each',
      description: 'An expression giving a list: one alert for each of its items, which the other fields call item.',
      widget: 'expression',
    }),
  })
  .refine((config) => config.group !== undefined || config.to !== undefined, {
    error: 'say who is told: a group, operators or both',
    path: ['group'],
  });
export type AlertConfig = z.infer<typeof schema>;

function expressions(config: AlertConfig): readonly ExpressionUse[] {
  const named = config.each === undefined ? {} : { extraNames: ['item'] };
  const texts = { group: config.group, title: config.title, message: config.message };
  const uses: ExpressionUse[] = Object.entries(texts).flatMap(([field, source]) =>
    source === undefined ? [] : [{ pointer: `/${field}`, source, form: 'template' as const, ...named }],
  );
  if (config.to !== undefined) uses.push({ pointer: '/to', source: config.to, ...named });
  if (config.each !== undefined) uses.push({ pointer: '/each', source: config.each });
  return uses;
}

export const alertKind = defineKind({
  name: 'alert',
  group: 'control',
  label: 'Alert',
  summary: 'Tells operators something, now or once for each item of a list.',
  schema,
  initial: {
    group: 'workflowSupervisors',
    title: 'Something needs a look',
    message: 'It happened at {{ now }}.',
  },
  inbound: 'allowed',
  canFail: true,
  outlets: () => [{ name: 'default' }],
  describe: ({ group, to, title }) => `tells ${group ?? to ?? ''}: ${title}`,
  expressions,
  behaviour: { does: 'work', performs: () => 'transaction', brief: () => true },
});
