import { z } from 'zod';
import { listOf, pageQuerySchema } from './lists.ts';

/** `POST /api/signals/{name}` */
export const signalBodySchema = z.strictObject({
  vars: z.record(z.string(), z.json()).default({}),
  key: z.string().max(1_000).optional(),
  id: z.string().min(1).max(200).optional(),
  instance: z.string().optional(),
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
});
