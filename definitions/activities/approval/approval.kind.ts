import { z } from 'zod';
import { expirationsSchema, expire, firstExpiration } from '../../../engine/activity/expirations.ts';
import {
  defineKind,
  type DecideContext,
  type Decision,
  type ExpressionUse,
  type Listening,
  type SignalReceived,
} from '../../../engine/activity/kind.ts';
import { outletSchema } from '../../../engine/model/ids.ts';

const nameSchema = z.string().trim().min(1, 'write a name').max(128);

const choiceSchema = z.strictObject({
  outlet: outletSchema.meta({ title: 'Outlet', description: 'The way out of this choice.', widget: 'text' }),
  label: z.string().trim().min(1, 'write what its button says').max(200).meta({
    title: 'Label',
    description: 'What its button says.',
    widget: 'text',
  }),
});

const fields = z.strictObject({
  group: nameSchema.optional().meta({
    title: 'Group',
    description: 'The group whose members are asked, e.g. workflowSupervisors. Either a group or an operator.',
    widget: 'text',
  }),
  operator: nameSchema.optional().meta({
    title: 'Operator',
    description: 'The one operator who is asked. Either a group or an operator.',
    widget: 'text',
  }),
  title: z.string().trim().min(1, 'write a text').meta({
    title: 'Title',
    description: 'What is to be decided, in one line; {{ expressions }} are filled in.',
    widget: 'template',
  }),
  message: z.string().default('').meta({
    title: 'Message',
    description: 'What somebody must know to decide; {{ expressions }} are filled in.',
    widget: 'template',
    multiline: true,
  }),
  choices: z.array(choiceSchema).min(1, 'give at least one choice').meta({
    title: 'Choices',
    description: 'The answers, each an outlet with a button: [{"outlet": "approve", "label": "Approve"}].',
    widget: 'json',
  }),
  multiple: z.boolean().default(false).meta({
    title: 'Several answers',
    description:
      'Off: the first answer ends the task. On: each of those who are asked may answer once, and each answer fires.',
    widget: 'toggle',
  }),
  expirations: expirationsSchema,
});
type ApprovalConfig = z.infer<typeof fields>;

/** Every choice and every expiration has an outlet of its own. */
function clashes({
  choices,
  expirations,
}: ApprovalConfig): readonly { readonly index: number; readonly name: string }[] {
  const taken = new Set<string>(['error', 'default', ...expirations.map(({ outlet }) => outlet)]);
  return choices.flatMap(({ outlet: name }, index) => {
    const isFree = !taken.has(name);
    taken.add(name);
    return isFree ? [] : [{ index, name }];
  });
}

const schema = fields.check(({ value, issues }) => {
  if ((value.group === undefined) === (value.operator === undefined))
    issues.push({
      code: 'custom',
      input: value.group,
      path: ['group'],
      message: 'say who is asked: either a group or an operator',
    });
  for (const { index, name } of clashes(value))
    issues.push({
      code: 'custom',
      input: name,
      path: ['choices', index, 'outlet'],
      message: `the outlet ${name} fires for something else: give the choice one of its own`,
    });
});

function listen(context: DecideContext<ApprovalConfig>): Listening {
  const { config, render } = context;
  const { group, operator, choices, multiple } = config;
  const question = {
    ...(group !== undefined && { group }),
    ...(operator !== undefined && { operator }),
    title: render(config.title),
    message: render(config.message),
    choices,
    multiple,
  };
  return { question, ...firstExpiration(config.expirations, context) };
}

/** An answer fires the outlet of its choice; the task goes on where others may answer too. */
function onAnswer({ config }: DecideContext<ApprovalConfig>, { vars, answer }: SignalReceived): Decision | undefined {
  const given = vars['answer'];
  const choice = typeof given === 'object' && given !== null && !Array.isArray(given) ? given['choice'] : undefined;
  const chosen = config.choices.find(({ outlet }) => outlet === choice);
  if (!chosen || !answer) return undefined;
  return { outlets: [{ outlet: chosen.outlet, vars }], ...(!answer.last && { goesOn: true }) };
}

function expressions({ title, message }: ApprovalConfig): readonly ExpressionUse[] {
  return Object.entries({ title, message }).map(([field, source]) => ({
    pointer: `/${field}`,
    source,
    form: 'template' as const,
  }));
}

export const approvalKind = defineKind({
  name: 'approval',
  group: 'flow',
  label: 'Approval',
  summary: 'Asks a group or an operator, and goes on by the choice of whoever answers.',
  schema,
  initial: {
    group: 'workflowSupervisors',
    title: 'May it go on?',
    choices: [
      { outlet: 'approve', label: 'Approve' },
      { outlet: 'reject', label: 'Reject' },
    ],
  },
  inbound: 'allowed',
  canFail: true,
  outlets: ({ choices, expirations }) => [
    ...choices.map(({ outlet, label }) => ({ name: outlet, label })),
    ...expirations.map(({ outlet }) => ({ name: outlet })),
    { name: 'default' },
  ],
  describe: ({ group, operator }) => `asks ${group ?? operator ?? ''}`,
  expressions,
  people: ({ group, operator }) => [
    ...(group === undefined ? [] : [{ pointer: '/group', what: 'group' as const, name: group }]),
    ...(operator === undefined ? [] : [{ pointer: '/operator', what: 'operator' as const, name: operator }]),
  ],
  sets: () => ['answer'],
  behaviour: {
    does: 'listen',
    listen,
    onTimer: (context) => expire(context.config.expirations, context) ?? { outlets: [{ outlet: 'default' }] },
    onSignal: onAnswer,
  },
});
