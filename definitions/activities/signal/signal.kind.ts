import { z } from 'zod';
import { expirationsSchema, expire, firstExpiration } from '../../../engine/activity/expirations.ts';
import { defineKind, type DecideContext, type Listening } from '../../../engine/activity/kind.ts';
import { expressionSchema } from '../../../engine/activity/sqlFields.ts';
import { ExpressionFailure } from '../../../engine/expression/expressionFailure.ts';
import { objectSchemaFaults } from '../../../engine/graph/inputsSchema.ts';
import { namePattern } from '../../../engine/model/ids.ts';
import { jsonRecordSchema } from '../../../engine/model/json.ts';
import type { Json } from '../../../engine/model/json.ts';

const schema = z.strictObject({
  name: z
    .string()
    .regex(namePattern, 'a name starts with a letter and holds letters, digits and _ (64 at most)')
    .optional()
    .meta({
      title: 'Signal',
      description: 'The name that senders use: POST /api/signals/{name}. Left empty: the id of this activity.',
      widget: 'text',
    }),
  correlate: expressionSchema.optional().meta({
    title: 'Key',
    description: 'Only a signal whose key equals this value is for this task. Left empty: every signal of the name.',
    widget: 'expression',
  }),
  complete: z.boolean().default(true).meta({
    title: 'The first one ends it',
    description:
      'On: the first signal ends the task. Off: every signal fires the outlet and the task goes on listening.',
    widget: 'toggle',
  }),
  payload: jsonRecordSchema.optional().meta({
    title: 'Payload',
    description: 'A JSON Schema of the variables that the signal brings. One that does not fit is not taken.',
    widget: 'json',
  }),
  expirations: expirationsSchema,
});
type SignalConfig = z.infer<typeof schema>;

/** The longest key that a sender may give. */
const keyAtMost = 1_000;

/**
 * Keys are compared as text.
 * @throws ExpressionFailure when no signal can have such a key.
 */
function keyText(value: Json, source: string): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (text.length > keyAtMost)
    throw new ExpressionFailure({
      source,
      message: `it gave a key of ${String(text.length)} characters; a key has ${String(keyAtMost)} at most`,
    });
  if (text.includes('\u0000'))
    throw new ExpressionFailure({ source, message: 'it gave a key with the character U+0000, which no key may hold' });
  return text;
}

function listen(context: DecideContext<SignalConfig>): Listening {
  const { config, task, evaluate } = context;
  const name = config.name ?? task.activity;
  const time = firstExpiration(config.expirations, context);
  if (config.correlate === undefined) return { signal: { name }, ...time };
  return { signal: { name, key: keyText(evaluate(config.correlate), config.correlate) }, ...time };
}

/** A payload that allows nothing else names all that it brings. */
function sets({ payload }: SignalConfig): readonly string[] {
  const { properties, additionalProperties } = payload ?? {};
  const isClosed = additionalProperties === false && typeof properties === 'object' && properties !== null;
  return isClosed ? Object.keys(properties) : ['*'];
}

export const signalKind = defineKind({
  name: 'signal',
  group: 'flow',
  label: 'Signal',
  summary: 'Waits until a program or a person sends a signal; as an entry, begins an instance for each.',
  schema,
  inbound: 'allowed',
  canFail: true,
  outlets: ({ expirations }) => [{ name: 'default' }, ...expirations.map(({ outlet }) => ({ name: outlet }))],
  describe: ({ name, correlate }) => `waits for ${name ?? 'its signal'}${correlate ? ` of ${correlate}` : ''}`,
  trigger: ({ name }, activity) => ({ type: 'signal', name: name ?? activity }),
  expressions: ({ correlate }) => (correlate === undefined ? [] : [{ pointer: '/correlate', source: correlate }]),
  sets,
  payload: ({ payload }) => payload,
  problems: ({ payload }) =>
    objectSchemaFaults(payload ?? {}, 'payload').map((fault) => ({
      code: 'field-invalid',
      level: 'error',
      ...fault,
      hint: 'Write it as {"properties": {"name": {"type": "string"}}, "required": ["name"]}.',
    })),
  behaviour: {
    does: 'listen',
    listen,
    onTimer: (context) => expire(context.config.expirations, context) ?? { outlets: [{ outlet: 'default' }] },
    onSignal: ({ config }, { vars }) => ({
      outlets: [{ outlet: 'default', vars }],
      ...(!config.complete && { goesOn: true }),
    }),
  },
});
