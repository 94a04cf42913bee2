import { z } from 'zod';
import { listOf, pageQuerySchema } from './lists.ts';

/** What a text column of PostgreSQL does not take is refused on either database. */
const columnText = z
  .string()
  .refine((text) => !text.includes(String.fromCodePoint(0)), 'U+0000 is no character of a text');

/** `POST /api/signals/{name}` */
export const signalBodySchema = z.strictObject({
  vars: z.record(z.string(), z.json()).default({}),
  key: columnText.max(1_000).optional(),
  id: columnText.min(1).max(200).optional(),
  instance: columnText.optional(),
});

/** A signal as it was received, and what became of it. */
export const signalSchema = z.object({
  id: z.string(),
  name: z.string(),
  key: z.string().nullable(),
  instance: z.string().nullable(),
  vars: z.record(z.string(), z.json()),
  status: z.enum(['received', 'delivered', 'undelivered', 'expired']),
  receivedAt: z.string(),
  deliveredTo: z.array(z.string()),
  by: z.string(),
});
export type Signal = z.infer<typeof signalSchema>;
export const signalListSchema = listOf(signalSchema);
export const signalQuerySchema = pageQuerySchema.extend({
  status: signalSchema.shape.status.optional(),
  name: z.string().optional(),
  /** Part of the name, the key or the id. */
  q: z.string().max(320).optional(),
});
export type SignalQuery = z.infer<typeof signalQuerySchema>;
export const signalStatusSchema = signalSchema.shape.status;
export type SignalStatus = z.infer<typeof signalStatusSchema>;

/** `POST /api/signals/{id}/redirect` */
export const redirectBodySchema = z.strictObject({
  /** Where it is aimed; left out: it is offered to whoever waits for it. */
  instance: columnText.min(1).max(200).optional(),
  /** Which signal is meant, where several of different names have this id. */
  name: columnText.max(200).optional(),
});
