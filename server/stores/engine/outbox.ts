import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { z } from 'zod';
import type { Outbox } from '../../../engine/activity/executor.ts';
import { createMask } from '../../../engine/model/secrets.ts';
import type { ServiceScope } from '../../../engine/ports/engineStore.ts';
import { putMail } from './mailRows.ts';
import { storableText } from './storableText.ts';

const statusSchema = z.object({ status: z.enum(['sent', 'kept', 'refused']) }).optional();

/** A key may be long, and made of what must not show: a digest is neither. */
const digestOf = (once: string): string => createHash('sha256').update(once).digest('hex');

/** The outbox of a task: what secrets it holds are masked in what is kept, not in what is sent. */
export function createOutbox(knex: Knex, { instance, task, nowMs, secrets }: ServiceScope): Outbox {
  const mask = createMask(secrets ?? {});
  const owner = { instance: instance.id, task, created_at_ms: nowMs };
  return {
    put: async ({ to, group, title, message }) => {
      const text = { title: mask.text(title), message: mask.text(message) };
      await putMail(knex, { instance: instance.id, task, to, group, ...text }, nowMs);
    },
    mailed: async ({ key, once }) => {
      const known = statusSchema.parse(await knex('sb_mail').where({ key }).first('status'))?.status;
      if (known === 'sent' || once === undefined) return known;
      const before: unknown = await knex('sb_mail_once')
        .where({ digest: digestOf(once) })
        .first('digest');
      return before === undefined ? known : 'alreadySent';
    },
    note: async ({ to, subject, text, key, once }, status) => {
      // First: where only this is there after a crash, the mail is not sent again.
      if (once !== undefined && status === 'sent')
        await knex('sb_mail_once')
          .insert({ digest: digestOf(once), sent_at_ms: nowMs })
          .onConflict('digest')
          .ignore();
      const row = {
        title: storableText(mask.text(subject)),
        message: storableText(mask.text(text)),
        to: JSON.stringify(to.map(storableText)),
        status,
        key,
      };
      await knex('sb_mail')
        .insert({ ...owner, ...row })
        .onConflict('key')
        .merge(['status']);
    },
  };
}
