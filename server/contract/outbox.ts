import { z } from 'zod';
import { listOf, pageQuerySchema } from './lists.ts';

/** `kept`: it is here instead of being sent; `failed`: no server took it, and none refused it. */
export const mailStatusSchema = z.enum(['kept', 'sent', 'refused', 'failed']);
export type MailStatus = z.infer<typeof mailStatusSchema>;

/** A mail or a notice, as lists show it: without its text. */
export const mailSchema = z.object({
  id: z.string(),
  status: mailStatusSchema,
  /** Addresses, or names of operators. */
  to: z.array(z.string()),
  /** The group that it tells. */
  group: z.string().nullable(),
  title: z.string(),
  at: z.string(),
  /** Where it came from; null: from no instance, or from one that was purged. */
  instance: z.string().nullable(),
  workflow: z.string().nullable(),
  activity: z.string().nullable(),
});
export type Mail = z.infer<typeof mailSchema>;

/** A mail with its text: plain, with its secrets masked. */
export const mailDetailSchema = mailSchema.extend({ message: z.string() });
export type MailDetail = z.infer<typeof mailDetailSchema>;

export const mailListSchema = listOf(mailSchema).extend({
  /** Whether this installation has a server that mails are given to; without one they are kept. */
  sends: z.boolean(),
});

/** `GET /api/outbox` */
export const mailQuerySchema = pageQuerySchema.extend({
  status: mailStatusSchema.optional(),
  instance: z.string().max(200).optional(),
  /** Part of the title, of an address or of the group. */
  q: z.string().max(320).optional(),
});
export type MailQuery = z.infer<typeof mailQuerySchema>;

/** `POST /api/outbox/test` */
export const testMailBodySchema = z.strictObject({ to: z.email('an address reads anna@example.org').max(320) });

/** What became of a test, with what the server said where it did not take it. */
export const testedMailSchema = z.object({ status: mailStatusSchema, detail: z.string().nullable() });
export type TestedMail = z.infer<typeof testedMailSchema>;
