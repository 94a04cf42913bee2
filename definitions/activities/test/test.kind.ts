import { z } from 'zod';
import { defineKind, type DecideContext, type Decision } from '../../../engine/activity/kind.ts';
import { expressionSchema } from '../../../engine/activity/sqlFields.ts';
import { ExpressionFailure } from '../../../engine/expression/expressionFailure.ts';
import { outletSchema } from '../../../engine/model/ids.ts';

const branchSchema = z.strictObject({
  outlet: outletSchema.meta({ title: 'Outlet', description: 'The way out of this branch.', widget: 'text' }),
  condition: expressionSchema.meta({
    title: 'Condition',
    description: 'An expression that is true or false.',
    widget: 'expression',
  }),
});

const schema = z
  .strictObject({
    mode: z
      .enum(['first', 'all'])
      .default('first')
      .meta({
        title: 'Fires',
        description: 'The first branch whose condition holds, or every one that holds.',
        widget: 'choice',
        choices: { first: 'the first that holds', all: 'every one that holds' },
      }),
    branches: z.array(branchSchema).min(1, 'add a branch').meta({
      title: 'Branches',
      description: 'Conditions in their order, each with its outlet.',
      widget: 'branches',
    }),
    default: outletSchema.optional().meta({
      title: 'Otherwise',
      description: 'The outlet that fires when no condition holds. Without one the branch ends there.',
      widget: 'text',
    }),
  })
  .check(({ value, issues }) => {
    const names: string[] = value.branches.map(({ outlet }) => outlet);
    names.forEach((name, index) => {
      const message = nameFault(name, names.indexOf(name) === index);
      if (message) issues.push({ code: 'custom', input: name, path: ['branches', index, 'outlet'], message });
    });
    if (value.default === 'error')
      issues.push({ code: 'custom', input: value.default, path: ['default'], message: nameFault('error', true) ?? '' });
  });
type TestConfig = z.infer<typeof schema>;

function nameFault(name: string, isFirst: boolean): string | undefined {
  if (name === 'error') return '“error” fires when the task fails: give the outlet another name';
  return isFirst ? undefined : `the outlet ${name} has a condition already: join the two with ||`;
}

/** @throws ExpressionFailure where a condition is neither true nor false. */
function holds(condition: string, evaluate: DecideContext<TestConfig>['evaluate']): boolean {
  const value = evaluate(condition);
  if (typeof value === 'boolean') return value;
  const message = `a condition is true or false, this gave ${JSON.stringify(value)}; compare it, e.g. vars.recordCount > 0`;
  throw new ExpressionFailure({ source: condition, message });
}

function chosen({ config, evaluate }: DecideContext<TestConfig>): readonly string[] {
  const found =
    config.mode === 'all'
      ? config.branches.filter(({ condition }) => holds(condition, evaluate))
      : [config.branches.find(({ condition }) => holds(condition, evaluate))].filter((branch) => branch !== undefined);
  if (found.length > 0) return found.map(({ outlet }) => outlet);
  return config.default === undefined ? [] : [config.default];
}

function decide(context: DecideContext<TestConfig>): Decision {
  const outlets = chosen(context).map((outlet) => ({ outlet }));
  if (outlets.length > 0) return { outlets };
  return {
    outlets,
    journal: [{ level: 'info', code: 'test-nothing-holds', text: 'No condition holds: the branch ends here.' }],
  };
}

export const testKind = defineKind({
  name: 'test',
  group: 'flow',
  label: 'Test',
  summary: 'Chooses the way by conditions on the variables.',
  schema,
  initial: { branches: [{ outlet: 'yes', condition: 'vars.recordCount > 0' }], default: 'no' },
  inbound: 'required',
  canFail: true,
  outlets: (config) =>
    [
      ...new Set<string>([...config.branches.map(({ outlet }) => outlet), ...(config.default ? [config.default] : [])]),
    ].map((name) => ({ name })),
  describe: ({ branches }) => branches.map(({ outlet, condition }) => `${outlet}: ${condition}`).join('; '),
  expressions: ({ branches }) =>
    branches.map(({ condition }, index) => ({ pointer: `/branches/${index}/condition`, source: condition })),
  behaviour: { does: 'decide', decide },
});
