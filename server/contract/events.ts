import { z } from 'zod';

/** What a text column of PostgreSQL does not take is refused on either database. */
const columnText = z
  .string()
  .refine((text) => !text.includes(String.fromCodePoint(0)), 'U+0000 is no character of a text');
const noText = z.literal('').or(z.undefined()).or(z.null());

/** Far from what a message needs, and small enough for a thousand at once. */
const contextBytesAtMost = 20_000;

const eventFields = z.strictObject({
  /** By which whoever sends it knows it: the same again is the same event. */
  key: columnText.min(1).max(200),
  /** The type that a template is published for. */
  type: columnText.regex(
    /^[A-Za-z][A-Za-z0-9_.-]{0,99}$/,
    'a type starts with a letter and holds letters, digits, _ . -',
  ),
  channel: z.enum(['email', 'sms']).default('email'),
  email: z.email().max(320).optional(),
  mobilePhone: z
    .string()
    .regex(/^\+?[0-9 ()./-]{4,30}$/, 'a number reads +33 6 12 34 56 78')
    .optional(),
  language: z
    .string()
    .max(35)
    .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a language reads en or pt-BR')
    .optional(),
  /** What the message says of it: content names it `event.data`. */
  context: z
    .record(z.string(), z.json())
    .default({})
    .refine(
      (context) => JSON.stringify(context).length <= contextBytesAtMost,
      'a context has at most 20,000 characters',
    )
    .refine((context) => !JSON.stringify(context).includes('\\u0000'), 'U+0000 is no character of a text'),
  scheduledAt: z.iso.datetime({ offset: true }).optional(),
});

const eventSchema = eventFields
  .refine(({ channel, email }) => channel !== 'email' || !noText.safeParse(email).success, {
    path: ['email'],
    message: 'an event for e-mail has an address',
  })
  .refine(({ channel, mobilePhone }) => channel !== 'sms' || !noText.safeParse(mobilePhone).success, {
    path: ['mobilePhone'],
    message: 'an event for a text message has a number',
  });

/** `POST /api/events` */
export const eventsBodySchema = z.strictObject({
  /** Real-time events are answered at once, batch events when there is time. */
  queue: z.enum(['realTime', 'batch']).default('realTime'),
  events: z.array(eventSchema).min(1).max(1_000),
});
export type EventsBody = z.output<typeof eventsBodySchema>;

/** What became of each event, in their order: `received` now, or `known` from before. */
export const eventsAnswerSchema = z.object({
  items: z.array(z.object({ key: z.string(), status: z.enum(['received', 'known']) })),
});
export type EventsAnswer = z.infer<typeof eventsAnswerSchema>;
