import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RecordedRun } from '../../engine/activity/executor.ts';
import type { ServiceScope } from '../../engine/ports/engineStore.ts';
import { createEngineRecords } from '../../server/stores/engine/engineRecords.ts';
import { graphOf } from '../support/graphOf.ts';
import { Shell } from '../support/shell.ts';
import { openWebTables, type WebTables } from '../support/webTables.ts';

const period = { fromMs: 1_000, untilMs: 2_000 };

describe.each(['sqlite', 'postgres'] as const)('what ran in a period, on %s', (database) => {
  let tables: WebTables;
  beforeAll(async () => {
    tables = await openWebTables(database);
  }, 60_000);
  afterAll(() => tables.close());
  beforeEach(async () => {
    for (const table of ['sb_instance', 'sb_task']) await tables.engine(table).delete();
  });

  const ran = async (id: string, startedAtMs: number, endedAtMs: number | null): Promise<void> => {
    const row = { workflow: 'drawn', version: 1, severity: 'normal', severity_rank: 0, started_by: 'anna', seq: 1 };
    const status = endedAtMs === null ? 'running' : 'finished';
    const times = { started_at_ms: startedAtMs, ended_at_ms: endedAtMs };
    await tables.engine('sb_instance').insert({ id, ...row, status, ...times, state: '{}' });
  };
  const executed = (instance: string, number: number, times: readonly [number, number | null, number | null]) => {
    const [created_at_ms, started_at_ms, ended_at_ms] = times;
    const task = { id: `${instance}.t${number}`, instance, number, activity: 'a', status: 'done', attempt: 1 };
    return { ...task, created_at_ms, started_at_ms, ended_at_ms };
  };

  async function pages(): Promise<(readonly RecordedRun[])[]> {
    const shell = new Shell(graphOf('a'));
    shell.begin();
    const scope: ServiceScope = { instance: shell.instance, task: shell.task('a').id, nowMs: 5_000 };
    const facts = {
      of: () => Promise.resolve({ label: 'Drawn', supervisors: '', author: '', lastEditor: '' }),
      newest: () => Promise.resolve({ unusable: 'it is gone' }),
      retention: () => Promise.resolve({ historyDays: 30 }),
    };
    const found: (readonly RecordedRun[])[] = [];
    const records = createEngineRecords({ trx: tables.engine, inboxReader: tables.inbox, facts, scope });
    await records.runs(period, async (page) => void found.push(page));
    return found;
  }
  const names = async (): Promise<string[]> => (await pages()).flat().map(({ instance, task }) => task ?? instance);

  it(`[W9] is what ended in it or later and began before its end, and what still runs (${database})`, async () => {
    await ran('before', 1, 999);
    await ran('intoIt', 1, 1_000);
    await ran('around', 1, 9_000);
    await ran('atItsEnd', 2_000, 2_500);
    await ran('live', 1_999, null);
    await ran('liveLater', 2_000, null);
    expect(await names()).toEqual(['intoIt', 'around', 'live']);
  });

  it(`[W9] has the tasks of its instances by the same measure, from when they were started (${database})`, async () => {
    await ran('i', 1, 9_000);
    await tables
      .engine('sb_task')
      .insert([
        executed('i', 1, [1, 2, 999]),
        executed('i', 2, [1, 2, 1_000]),
        executed('i', 3, [1_500, null, 1_600]),
        executed('i', 4, [1_500, 2_000, 2_100]),
        executed('i', 5, [1_500, 1_600, null]),
      ]);
    const [, tasks = []] = await pages();
    expect(tasks.map(({ task, startedAtMs, endedAtMs }) => [task, startedAtMs, endedAtMs])).toEqual([
      ['i.t2', 2, 1_000],
      ['i.t3', 1_500, 1_600],
      ['i.t5', 1_600, undefined],
    ]);
  });

  it(`[W9] comes in pages, none missing and none twice (${database})`, async () => {
    const row = { workflow: 'drawn', version: 1, severity: 'normal', severity_rank: 0, started_by: 'anna', seq: 1 };
    const instances = Array.from({ length: 450 }, (_, index) => {
      const ended_at_ms = index % 3 === 0 ? null : 1_000 + (index % 7);
      return { id: `i${index}`, ...row, status: 'x', started_at_ms: 1, ended_at_ms, state: '{}' };
    });
    await tables.engine.batchInsert('sb_instance', instances, 50);
    const tasks = Array.from({ length: 1_100 }, (_, index) => executed('i1', index + 1, [1, 2, null]));
    await tables.engine.batchInsert('sb_task', tasks, 50);
    const found = await pages();
    expect(Math.max(...found.map(({ length }) => length))).toBe(1_000);
    expect(found).toHaveLength(5);
    const all = found.flat().map(({ instance, task }) => task ?? instance);
    expect(all.toSorted()).toEqual([...instances, ...tasks].map(({ id }) => id).toSorted());
  });
});
