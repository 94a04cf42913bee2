import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ServiceScope } from '../../engine/ports/engineStore.ts';
import { createEngineRecords } from '../../server/stores/engine/engineRecords.ts';
import { putMail } from '../../server/stores/engine/mailRows.ts';
import { purgeSettled } from '../../server/stores/engine/settledRows.ts';
import { Shell } from '../support/shell.ts';
import { graphOf } from '../support/graphOf.ts';
import { openWebTables, type WebTables } from '../support/webTables.ts';

const dayMs = 86_400_000;
const nowMs = 100 * dayMs;

describe.each(['sqlite', 'postgres'] as const)('the messages that people got, on %s', (database) => {
  let tables: WebTables;
  beforeAll(async () => {
    tables = await openWebTables(database);
  }, 60_000);
  afterAll(() => tables.close());
  beforeEach(async () => {
    for (const table of ['sb_mail', 'sb_instance', 'sb_history']) await tables.engine(table).delete();
  });

  const ran = async (id: string, endedDaysAgo: number | null): Promise<void> => {
    const row = { workflow: 'drawn', version: 1, severity: 'normal', severity_rank: 0, started_by: 'anna', seq: 1 };
    const status = endedDaysAgo === null ? 'paused' : 'finished';
    const ended_at_ms = endedDaysAgo === null ? null : nowMs - endedDaysAgo * dayMs;
    await tables.engine('sb_instance').insert({ id, ...row, status, started_at_ms: 1, ended_at_ms, state: '{}' });
    await tables.engine('sb_history').insert({ instance: id, seq: 1, at_ms: 1, type: 'began', entry: '{}' });
    await putMail(tables.engine, { instance: id, group: 'g', title: id, message: '' }, 1);
  };
  const titles = (): Promise<string[]> => tables.engine('sb_mail').orderBy('id').pluck('title');
  const records = (historyDays: number) => {
    const shell = new Shell(graphOf('a'));
    shell.begin();
    const scope: ServiceScope = { instance: shell.instance, task: shell.task('a').id, nowMs };
    const facts = {
      of: () => Promise.reject(new TypeError('nobody asks')),
      newest: () => Promise.reject(new TypeError('nobody asks')),
      retention: () => Promise.resolve({ historyDays }),
    };
    return createEngineRecords({ trx: tables.engine, inboxReader: tables.inbox, facts, scope });
  };

  it(`[V11] go with the journal of their instance, and not before (${database})`, async () => {
    await ran('young', 2);
    await ran('old', 40);
    await ran('live', null);
    expect(await records(30).purge('journal', undefined)).toBe(1);
    expect(await titles()).toEqual(['young', 'live']);
    expect(await records(30).purge('journal', nowMs - dayMs)).toBe(1);
    expect(await titles()).toEqual(['live']);
  });

  it(`[V11] stay where a workflow keeps its history for ever (${database})`, async () => {
    await ran('old', 40);
    await records(0).purge('journal', undefined);
    expect(await titles()).toEqual(['old']);
  });

  it(`[V11] go where their instance has gone already (${database})`, async () => {
    await ran('old', 40);
    await tables.engine('sb_history').delete();
    expect(await records(30).purge('instances', undefined)).toBe(1);
    expect(await titles()).toEqual([]);
  });

  it(`[V11] that belong to no instance go after 31 days (${database})`, async () => {
    await ran('live', null);
    for (const days of [30, 32])
      await putMail(tables.engine, { group: 'g', title: `no ${days}`, message: '' }, nowMs - days * dayMs);
    await purgeSettled(tables.engine, nowMs);
    expect(await titles()).toEqual(['live', 'no 30']);
    await records(30).purge('instances', undefined);
    expect(await titles()).toEqual(['live', 'no 30']);
  });

  it(`[A3] are known as sent for 93 days, when their journal has gone too (${database})`, async () => {
    await ran('old', 92);
    for (const days of [92, 94])
      await tables.engine('sb_mail_once').insert({ digest: `sent ${days} days ago`, sent_at_ms: nowMs - days * dayMs });
    await records(30).purge('journal', undefined);
    await records(30).purge('instances', undefined);
    await purgeSettled(tables.engine, nowMs);
    expect(await titles()).toEqual([]);
    expect(await tables.engine('sb_mail_once').pluck('digest')).toEqual(['sent 92 days ago']);
  });
});
