import { z } from 'zod';
import { defineKind } from '../../../engine/activity/kind.ts';
import { expressionSchema } from '../../../engine/activity/sqlFields.ts';

const schema = z.strictObject({
  stopOthers: z.boolean().default(false).meta({
    title: 'Stop the others',
    description: 'Cancels every other task of the instance, so that it finishes at once.',
    widget: 'toggle',
  }),
  result: expressionSchema.optional().meta({
    title: 'Result',
    description: 'What the instance gives as its result: any value that the expression has.',
    widget: 'expression',
  }),
});

export const endKind = defineKind({
  name: 'end',
  group: 'flow',
  label: 'End',
  summary: 'Ends its branch; the instance finishes when no branch is left.',
  schema,
  inbound: 'required',
  // A result that cannot be computed fails the task, but nothing may follow an end: the error policy decides.
  canFail: false,
  outlets: () => [],
  describe: ({ stopOthers, result }) =>
    [stopOthers ? 'stops every other branch' : 'ends the branch', result && `gives ${result}`]
      .filter(Boolean)
      .join(', '),
  expressions: ({ result }) => (result === undefined ? [] : [{ pointer: '/result', source: result }]),
  behaviour: {
    does: 'decide',
    decide: ({ config, evaluate }) => ({
      outlets: [],
      stopOthers: config.stopOthers,
      ...(config.result !== undefined && { result: evaluate(config.result) }),
    }),
  },
});
