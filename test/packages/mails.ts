import { z } from 'zod';
import type { EngineRun } from './engineRun.ts';

const mailSchema = z.object({
  to: z.string().transform((list) => z.array(z.string()).parse(JSON.parse(list))),
  group_name: z.string().nullable(),
  title: z.string(),
  message: z.string(),
  status: z.string(),
});
/** A mail, or a message to operators, as the outbox keeps it. */
type KeptMail = z.infer<typeof mailSchema>;

/** What went to people, in the order of its writing. */
export const mailsOf = async ({ knex }: EngineRun): Promise<readonly KeptMail[]> =>
  z.array(mailSchema).parse(await knex('sb_mail').orderBy('id').select());
