import type { Knex } from 'knex';
import { z } from 'zod';
import type { Outbox } from '../../../engine/activity/executor.ts';
import { createMask } from '../../../engine/model/secrets.ts';
import type { ServiceScope } from '../../../engine/ports/engineStore.ts';
import { putMail } from './mailRows.ts';
import { storableText } from './storableText.ts';

const statusSchema = z.object({ status: z.enum(['sent', 'kept', 'refused']) }).optional();

/** The outbox of a task: what secrets it holds are masked in what is kept, not in what is sent. */
export function createOutbox(knex: Knex, { instance, task, nowMs, secrets }: ServiceScope): Outbox {
  const mask = createMask(secrets ?? {});
  const owner = { instance: instance.id, task, created_at_ms: nowMs };
  return {
    put: async ({ to, group, title, message }) => {
      const text = { title: mask.text(title), message: mask.text(message) };
      await putMail(knex, { instance: instance.id, task, to, group, ...text }, nowMs);
    },
    mailed: async (key) => statusSchema.parse(await knex('sb_mail').where({ key }).first('status'))?.status,
    note: async ({ to, subject, text, key }, status) => {
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
