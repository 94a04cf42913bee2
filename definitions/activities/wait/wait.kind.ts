import { z } from 'zod';
import { instantFrom, parseInstant } from '../../../engine/activity/instant.ts';
import { defineKind, type DecideContext } from '../../../engine/activity/kind.ts';
import { expressionSchema } from '../../../engine/activity/sqlFields.ts';
import { durationSchema, parseDuration } from '../../../engine/model/duration.ts';
import { invariant } from '../../../engine/invariant.ts';

const schema = z
  .strictObject({
    for: durationSchema.optional().meta({
      title: 'For',
      description: 'How long it waits, counted from when the task begins: 90s, 15m, 2h, 7d.',
      widget: 'duration',
    }),
    until: expressionSchema.optional().meta({
      title: 'Until',
      description: 'The instant that it waits for: 2026-01-31T04:00:00Z, or an expression that gives a timestamp.',
      widget: 'expression',
    }),
  })
  .refine((config) => (config.for === undefined) !== (config.until === undefined), {
    error: 'fill in “for” or “until”: one of them',
    path: ['for'],
  });
type WaitConfig = z.infer<typeof schema>;

function dueAtMs({ config, nowMs, evaluate }: DecideContext<WaitConfig>): number {
  if (config.until !== undefined)
    return parseInstant(config.until) ?? instantFrom(evaluate(config.until), config.until);
  const lengthMs = config.for === undefined ? undefined : parseDuration(config.for);
  invariant(lengthMs !== undefined, 'a wait that was parsed has a duration or an instant');
  return nowMs + lengthMs;
}

export const waitKind = defineKind({
  name: 'wait',
  group: 'flow',
  label: 'Wait',
  summary: 'Lets time pass, without holding a worker.',
  schema,
  initial: { for: '1h' },
  inbound: 'required',
  canFail: true,
  outlets: () => [{ name: 'default' }],
  describe: (config) => (config.for === undefined ? `until ${config.until ?? ''}` : `for ${config.for}`),
  expressions: ({ until }) =>
    until === undefined || parseInstant(until) !== undefined ? [] : [{ pointer: '/until', source: until }],
  behaviour: {
    does: 'listen',
    listen: (context) => ({ dueAtMs: dueAtMs(context) }),
    onTimer: () => ({ outlets: [{ outlet: 'default' }] }),
  },
});
