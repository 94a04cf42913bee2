import { z } from 'zod';
import { defineKind } from '../../../engine/activity/kind.ts';
import { expressionSchema } from '../../../engine/activity/sqlFields.ts';
import { severitySchema } from '../../../engine/model/severity.ts';

const operations = {
  listPaused: 'list the paused',
  recordNotice: 'record a notice',
  stopUnconditionally: 'stop unconditionally',
} as const;

const filterSchema = z.strictObject({
  severity: z.array(severitySchema).min(1, 'name a severity').meta({
    title: 'Severity',
    description: 'Of which workflows.',
    widget: 'strings',
    choices: severitySchema.options,
  }),
  pausedLongerThan: expressionSchema.meta({
    title: 'Paused longer than',
    description: 'An expression giving a duration, a number of days or a timestamp.',
    widget: 'expression',
  }),
  noticesAtLeast: z.int().min(0).optional().meta({
    title: 'Notices',
    description: 'Only instances with at least so many notices since they were paused.',
    widget: 'number',
  }),
});

const schema = z.strictObject({
  operation: z.enum(['listPaused', 'recordNotice', 'stopUnconditionally']).default('listPaused').meta({
    title: 'Operation',
    description: 'What happens to the paused instances that the filter chooses.',
    widget: 'choice',
    choices: operations,
  }),
  filter: filterSchema.meta({ title: 'Filter', description: 'Which paused instances are meant.', widget: 'group' }),
});
export type WorkflowControlConfig = z.infer<typeof schema>;

export const workflowControlKind = defineKind({
  name: 'workflowControl',
  group: 'control',
  label: 'Workflow control',
  summary: 'Lists paused instances, records notices about them or stops them.',
  schema,
  initial: { filter: { severity: ['normal'], pausedLongerThan: "duration('7d')" } },
  inbound: 'allowed',
  canFail: true,
  outlets: () => [{ name: 'default' }],
  describe: ({ operation, filter }) =>
    `${operations[operation]}: ${filter.severity.join(', ')}, ${filter.pausedLongerThan}`,
  expressions: ({ filter }) => [{ pointer: '/filter/pausedLongerThan', source: filter.pausedLongerThan }],
  sets: () => ['recordCount', 'workflows'],
  behaviour: { does: 'work', performs: () => 'transaction', brief: true },
});
