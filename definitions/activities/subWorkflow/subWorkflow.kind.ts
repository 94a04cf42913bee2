import { z } from 'zod';
import { defineKind, type ChildItems, type DecideContext, type ExpressionUse } from '../../../engine/activity/kind.ts';
import { expressionSchema } from '../../../engine/activity/sqlFields.ts';
import { ExpressionFailure } from '../../../engine/expression/expressionFailure.ts';
import type { ChildTerms } from '../../../engine/model/children.ts';
import { namePattern, workflowNameSchema } from '../../../engine/model/ids.ts';

const nameRule = 'a name starts with a letter and holds letters, digits and _ (64 at most)';

const schema = z.strictObject({
  workflow: workflowNameSchema.meta({
    title: 'Workflow',
    description: 'The name of the workflow whose instances begin, on its newest version.',
    widget: 'text',
  }),
  input: z.record(z.string().regex(namePattern, nameRule), expressionSchema).default({}).meta({
    title: 'Input',
    description: 'An expression for each input of that workflow. With “For each”, they know item and index.',
    widget: 'params',
  }),
  forEach: expressionSchema.optional().meta({
    title: 'For each',
    description:
      'An expression giving a list, or {in} (or {in.orders}) for the rows of a work table: a child for each. Left empty: one child.',
    widget: 'expression',
  }),
  concurrency: z.int().min(1).max(1_000).default(10).meta({
    title: 'At a time',
    description: 'How many children are unfinished at the same time.',
    widget: 'number',
  }),
  collect: z
    .union([z.enum(['all', 'first']), z.int().min(1)])
    .default('all')
    .meta({
      title: 'Waits for',
      description: '"all" results, the "first" one, or the first so many: 3. The other children are stopped then.',
      widget: 'json',
    }),
  more: z.string().regex(namePattern, nameRule).optional().meta({
    title: 'More',
    description: 'A signal that adds items: {"items": [...]} or {"item": ...}, until one brings {"close": true}.',
    widget: 'text',
  }),
});
type SubWorkflowConfig = z.infer<typeof schema>;

/** `{in}`, `{in.orders}`: as SQL names inbound work tables. */
const workTablePattern = /^\{\s*in(?:\.(\w+))?\s*\}$/;

const rowsOf = ({ forEach }: SubWorkflowConfig): { readonly name: string | undefined } | undefined => {
  const found = forEach === undefined ? undefined : workTablePattern.exec(forEach);
  return found ? { name: found[1] } : undefined;
};

const isSingle = ({ forEach, more }: SubWorkflowConfig): boolean => forEach === undefined && more === undefined;

function terms(config: SubWorkflowConfig): ChildTerms {
  const { workflow, concurrency, collect, more } = config;
  const enough = collect === 'first' ? 1 : collect;
  return {
    workflow,
    concurrency,
    ...(enough !== 'all' && { enough }),
    ...(more !== undefined && { more }),
    ...(isSingle(config) && { single: true }),
  };
}

function items({ config, task, evaluate }: DecideContext<SubWorkflowConfig>): ChildItems {
  const { forEach } = config;
  if (forEach === undefined) return isSingle(config) ? { of: 'itself' } : { of: 'list', values: [] };
  const rows = rowsOf(config);
  if (rows) return { of: 'rows', workTable: workTable(forEach, rows.name, task.workTables) };
  const value = evaluate(forEach);
  if (Array.isArray(value)) return { of: 'list', values: value };
  throw new ExpressionFailure({ source: forEach, message: `it gave ${JSON.stringify(value)}, which is no list` });
}

function workTable(source: string, name: string | undefined, inbound: DecideContext<unknown>['task']['workTables']) {
  const names = Object.keys(inbound);
  const table = inbound[name ?? (names.length === 1 ? (names[0] ?? '') : '')];
  if (table) return table;
  const message = names.length === 0 ? 'no work table came in' : `these work tables came in: ${names.join(', ')}`;
  throw new ExpressionFailure({ source, message });
}

function expressions(config: SubWorkflowConfig): readonly ExpressionUse[] {
  const { forEach, input } = config;
  const named = isSingle(config) ? {} : { extraNames: ['item', 'index'] };
  const inputs = Object.entries(input).map(([name, source]) => ({ pointer: `/input/${name}`, source, ...named }));
  return forEach === undefined || rowsOf(config) ? inputs : [{ pointer: '/forEach', source: forEach }, ...inputs];
}

function describe(config: SubWorkflowConfig): string {
  const { workflow, forEach, collect } = config;
  if (isSingle(config)) return `runs ${workflow}`;
  const enough = collect === 'all' ? '' : `, until ${collect === 'first' ? 'the first' : String(collect)} finished`;
  return `runs ${workflow} for each of ${forEach ?? 'the items that come'}${enough}`;
}

export const subWorkflowKind = defineKind({
  name: 'subWorkflow',
  group: 'flow',
  label: 'Sub-workflow',
  summary: 'Runs another workflow, once or for each item of a list or row of a work table, and waits for its results.',
  schema,
  initial: { workflow: 'nameIt' },
  inbound: 'allowed',
  canFail: true,
  outlets: () => [{ name: 'default' }],
  describe,
  expressions,
  reads: (config) => {
    const name = rowsOf(config)?.name;
    return name === undefined ? [] : [{ pointer: '/forEach', name }];
  },
  calls: ({ workflow }) => [workflow],
  sets: (config) => {
    if (isSingle(config)) return ['result'];
    return config.collect === 'first' || config.collect === 1 ? ['results', 'result'] : ['results'];
  },
  behaviour: {
    does: 'delegate',
    terms,
    items,
    input: ({ input }, evaluate) =>
      Object.fromEntries(Object.entries(input).map(([name, source]) => [name, evaluate(source)])),
  },
});
