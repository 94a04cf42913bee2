import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { activityIdSchema, requestIdSchema, taskIdSchema, workflowNameSchema } from '../../engine/model/ids.ts';
import { isProgramFault } from '../../engine/runtime/programFault.ts';
import { putMail } from '../../server/stores/engine/mailRows.ts';
import { givenInstance } from '../support/givenInstance.ts';
import { openSqlStore } from '../support/sqliteFiles.ts';
import { openWebTables, type WebTables } from '../support/webTables.ts';

describe.each(['sqlite', 'postgres'] as const)('the outbox on %s', (database) => {
  let tables: WebTables;
  beforeAll(async () => {
    tables = await openWebTables(database);
  }, 60_000);
  afterAll(() => tables.close());

  it(`[V9] keeps a message with characters that a text column refuses (${database})`, async () => {
    await putMail(tables.engine, { group: 'g', title: 'a\0b', message: 'half \uD800 of one' }, 1);
    expect(await tables.engine('sb_mail').first('title', 'message')).toEqual({
      title: 'a\uFFFDb',
      message: 'half \uFFFD of one',
    });
  });

  it(`[A3] keeps of what a mail is once for a digest alone (${database})`, async () => {
    const { instance } = givenInstance('a').shell;
    const scope = { instance, task: taskIdSchema.parse('i1.t1'), nowMs: 7, secrets: { code: 'hush-hush' } };
    const mail = { to: ['ann@example.com'], subject: 'One', text: '', key: 'i1/i1.t1', once: 'drawn/a/hush-hush' };
    const store = openSqlStore(tables, () => 1);
    await store.outside(scope, ({ outbox }) => outbox.note(mail, 'kept'));
    expect(await tables.engine('sb_mail_once').select()).toEqual([]);
    await store.outside(scope, ({ outbox }) => outbox.note(mail, 'sent'));
    const [kept, ...others] = z
      .array(z.object({ digest: z.string(), sent_at_ms: z.coerce.number() }))
      .parse(await tables.engine('sb_mail_once').select());
    expect([kept, others]).toEqual([{ digest: expect.stringMatching(/^[0-9a-f]{64}$/), sent_at_ms: 7 }, []]);
    const known = (one: { key: string; once?: string }) => store.outside(scope, ({ outbox }) => outbox.mailed(one));
    expect(await known({ key: 'i2/i2.t1', once: mail.once })).toBe('alreadySent');
    expect(await known({ key: mail.key, once: mail.once })).toBe('sent');
    expect(await known({ key: 'i2/i2.t1' })).toBeUndefined();
  });

  it(`[V9] keeps why a firing was skipped and a request refused, whatever they say (${database})`, async () => {
    const store = openSqlStore(tables, () => 1);
    const reason = 'a\0b \uD800';
    const [workflow, activity] = [workflowNameSchema.parse('odd'), activityIdSchema.parse('c')];
    await store.transaction(async (tx) => {
      await tx.saveFiring({ workflow, activity, dueAtMs: 1, status: 'skipped', reason });
      await tx.settleRequest({ id: requestIdSchema.parse('r1'), status: 'refused', code: 'unexpected', reason });
    });
    expect(await tables.engine('sb_firing').where({ workflow }).pluck('reason')).toEqual(['a\uFFFDb \uFFFD']);
    expect(await store.requestOutcome(requestIdSchema.parse('r1'))).toMatchObject({ reason: 'a\uFFFDb \uFFFD' });
  });

  it(`[V9] what the database refuses for its values is no outage to wait for (${database})`, async () => {
    const row = { name: 'wkf_a', instance: 'i1', task: 't1', record_count: 0, created_at_ms: 1 };
    await tables.engine('sb_work_table').insert(row);
    const refused = await tables
      .engine('sb_work_table')
      .insert(row)
      .then(
        () => undefined,
        (error: unknown) => error,
      );
    expect(isProgramFault(refused)).toBe(true);
    expect(isProgramFault(Object.assign(new Error('gone'), { code: '57P01' }))).toBe(false);
    expect(isProgramFault(Object.assign(new Error('full'), { code: 'SQLITE_FULL' }))).toBe(false);
  });
});
