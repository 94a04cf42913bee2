import type { Knex } from 'knex';
import { z } from 'zod';
import { mailStatusSchema, type Mail } from '../../contract/outbox.ts';
import { isoOf } from '../../operations/ports/clock.ts';
import type { MailReads } from '../../operations/ports/mailReads.ts';
import { containing, contains, pageOf } from './paging.ts';

const rowSchema = z.object({
  id: z.coerce.string(),
  status: mailStatusSchema,
  to: z.string(),
  group_name: z.string().nullable(),
  title: z.string(),
  created_at_ms: z.coerce.number(),
  instance: z.string().nullable(),
  workflow: z.string().nullable(),
  activity: z.string().nullable(),
});
const columns = ['id', 'status', 'to', 'group_name', 'title', 'created_at_ms'] as const;

function mailOf(row: unknown): Mail {
  const { to, group_name: group, created_at_ms: atMs, ...read } = rowSchema.parse(row);
  return { ...read, to: z.array(z.string()).parse(JSON.parse(to)), group, at: isoOf(atMs) };
}

/** Mails with the workflow and the activity that they came from, as one table; an instance that has gone is none. */
const mails = (knex: Knex, more: readonly 'message'[] = []): Knex.QueryBuilder =>
  knex(
    knex({ m: 'sb_mail' })
      .leftJoin({ i: 'sb_instance' }, 'i.id', 'm.instance')
      .leftJoin({ t: 'sb_task' }, 't.id', 'm.task')
      .select([...columns, ...more].map((column) => `m.${column}`))
      .select({ instance: 'i.id', workflow: 'i.workflow', activity: 't.activity' })
      .as('mails'),
  );

/** What web reads of the outbox. */
export const createMailReads = (knex: Knex): MailReads => ({
  mails: async ({ status, instance, q }, range) => {
    const where = { ...(status !== undefined && { status }), ...(instance !== undefined && { instance }) };
    const query = mails(knex).where(where);
    if (q !== undefined && q !== '') {
      const like = ['title', '"to"', 'group_name'].map((column) => contains(knex, column)).join(' OR ');
      void query.whereRaw(
        `(${like})`,
        Array.from({ length: 3 }, () => containing(q)),
      );
    }
    const { items, total } = await pageOf(query, range, [{ column: 'id', order: 'desc' }]);
    return { items: items.map(mailOf), total };
  },
  mail: async (id) => {
    if (!/^\d{1,9}$/.test(id)) return undefined;
    const row: unknown = await mails(knex, ['message']).where({ id }).first();
    return row === undefined ? undefined : { ...mailOf(row), ...z.object({ message: z.string() }).parse(row) };
  },
});
