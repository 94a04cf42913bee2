import { z } from 'zod';
import { defineKind, type ExpressionUse } from '../../../engine/activity/kind.ts';
import { rowVarNames } from '../../../engine/activity/rowSets.ts';
import { expressionSchema } from '../../../engine/activity/sqlFields.ts';
import { namePattern } from '../../../engine/model/ids.ts';
import { severitySchema } from '../../../engine/model/severity.ts';

const operations = {
  listPaused: 'list the paused',
  recordNotice: 'record a notice',
  stopUnconditionally: 'stop unconditionally',
  begin: 'begin an instance for each row',
  listStatus: 'list how the instances of rows stand',
  stop: 'stop the instances of rows',
} as const;
type Operation = keyof typeof operations;

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
  noNoticeFor: expressionSchema.optional().meta({
    title: 'No notice for',
    description:
      'Only instances of which no notice was recorded for so long: an expression giving a duration, a number of days or a timestamp.',
    widget: 'expression',
  }),
});

const fields = z.strictObject({
  operation: z
    .enum(['listPaused', 'recordNotice', 'stopUnconditionally', 'begin', 'listStatus', 'stop'])
    .default('listPaused')
    .meta({
      title: 'Operation',
      description: 'What happens: to the paused instances that the filter chooses, or for each row that comes in.',
      widget: 'choice',
      choices: operations,
    }),
  filter: filterSchema
    .optional()
    .meta({ title: 'Filter', description: 'Which paused instances are meant.', widget: 'group' }),
  workflow: expressionSchema.optional().meta({
    title: 'Workflow',
    description: 'To begin instances: an expression giving the name of the workflow, e.g. row.workflow.',
    widget: 'expression',
  }),
  key: expressionSchema.optional().meta({
    title: 'Key',
    description: 'To begin instances: what each is for, e.g. row.id. The same key begins one, however often it comes.',
    widget: 'expression',
  }),
  input: z.record(z.string().regex(namePattern, 'a name starts with a letter'), expressionSchema).optional().meta({
    title: 'Input',
    description: 'To begin instances: an expression for each input of the workflow; they know the row as row.',
    widget: 'params',
  }),
  instance: expressionSchema.optional().meta({
    title: 'Instance',
    description: 'To stop or look: an expression giving the id of the instance, e.g. row.instance.',
    widget: 'expression',
  }),
});
type Fields = z.infer<typeof fields>;
type Field = Exclude<keyof Fields, 'operation'>;

/** What an operation needs, and may have beside that. */
const uses: Readonly<Record<Operation, { readonly needs: readonly Field[]; readonly may?: readonly Field[] }>> = {
  listPaused: { needs: ['filter'] },
  recordNotice: { needs: ['filter'] },
  stopUnconditionally: { needs: ['filter'] },
  begin: { needs: ['workflow', 'key'], may: ['input'] },
  listStatus: { needs: ['instance'] },
  stop: { needs: ['instance'] },
};
const optional: readonly Field[] = ['filter', 'workflow', 'key', 'input', 'instance'];

const schema = fields.superRefine((config, context) => {
  const { needs, may = [] } = uses[config.operation];
  for (const field of optional) {
    const isThere = config[field] !== undefined;
    if (needs.includes(field) && !isThere)
      context.addIssue({ code: 'custom', path: [field], message: `${config.operation} needs it` });
    if (isThere && !needs.includes(field) && !may.includes(field))
      context.addIssue({
        code: 'custom',
        path: [field],
        message: `${config.operation} does not read it: leave it out`,
      });
  }
});
export type WorkflowControlConfig = z.infer<typeof schema>;

const rowOperations: readonly Operation[] = ['begin', 'listStatus', 'stop'];
/** Whether it works on the rows that come in, and not on what is paused. */
export const isForRows = ({ operation }: WorkflowControlConfig): boolean => rowOperations.includes(operation);

function expressions({ filter, workflow, key, instance, input = {} }: WorkflowControlConfig): readonly ExpressionUse[] {
  const named = { extraNames: ['row'] };
  const ofRows = { workflow, key, instance };
  return [
    ...(filter ? [{ pointer: '/filter/pausedLongerThan', source: filter.pausedLongerThan }] : []),
    ...(filter?.noNoticeFor === undefined ? [] : [{ pointer: '/filter/noNoticeFor', source: filter.noNoticeFor }]),
    ...Object.entries(ofRows).flatMap(([field, source]) =>
      source === undefined ? [] : [{ pointer: `/${field}`, source, ...named }],
    ),
    ...Object.entries(input).map(([name, source]) => ({ pointer: `/input/${name}`, source, ...named })),
  ];
}

function sets({ operation }: WorkflowControlConfig): readonly string[] {
  if (operation === 'begin') return [...rowVarNames, 'begun', 'refused'];
  if (operation === 'listStatus') return rowVarNames;
  return operation === 'stop' ? ['recordCount'] : ['recordCount', 'workflows'];
}

export const workflowControlKind = defineKind({
  name: 'workflowControl',
  group: 'control',
  label: 'Workflow control',
  summary: 'Begins, watches and stops instances that rows name; lists paused ones, records notices or stops them.',
  schema,
  initial: { filter: { severity: ['normal'], pausedLongerThan: "duration('7d')" } },
  inbound: 'allowed',
  canFail: true,
  outlets: () => [{ name: 'default' }],
  describe: ({ operation, filter, workflow, instance }) =>
    `${operations[operation]}: ${filter ? `${filter.severity.join(', ')}, ${filter.pausedLongerThan}` : (workflow ?? instance ?? '')}`,
  expressions,
  sets,
  behaviour: { does: 'work', performs: () => 'transaction', brief: (config) => !isForRows(config) },
});
