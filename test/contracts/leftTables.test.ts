import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dropLeftTables } from '../../server/stores/engine/leftTables.ts';
import { placeOf } from '../../server/stores/engine/workTables.ts';
import { openWebTables, type WebTables } from '../support/webTables.ts';

const dayMs = 86_400_000;
const nowMs = 100 * dayMs;

describe.each(['sqlite', 'postgres'] as const)('work tables that instances left, on %s', (database) => {
  let tables: WebTables;
  beforeAll(async () => {
    tables = await openWebTables(database);
  }, 60_000);
  afterAll(() => tables.close());

  async function leave(name: string, status: string | undefined, days: number): Promise<void> {
    const { engine } = tables;
    const at = nowMs - days * dayMs;
    const ended_at_ms = status === 'stopped' || status === 'failed' ? at : null;
    if (status !== undefined)
      await engine('sb_instance').insert({
        id: name,
        workflow: 'w',
        version: 1,
        status,
        severity: 'normal',
        severity_rank: 0,
        started_by: 'anna',
        started_at_ms: at,
        ended_at_ms,
        seq: 1,
        state: '{}',
      });
    await engine.raw(`CREATE TABLE ${placeOf(engine, `wkf_${name}`)} (i integer)`);
    const owner = { instance: name, task: `${name}.t1` };
    await engine('sb_work_table').insert({ name: `wkf_${name}`, ...owner, record_count: 0, created_at_ms: at });
  }

  const stands = (name: string): Promise<boolean> =>
    tables.engine.raw(`SELECT 1 FROM ${placeOf(tables.engine, `wkf_${name}`)}`).then(
      () => true,
      () => false,
    );

  it(`[V7] go 7 days after an end without a finish (${database})`, async () => {
    await leave('stopped_8', 'stopped', 8);
    await leave('failed_8', 'failed', 8);
    await leave('stopped_6', 'stopped', 6);
    await leave('purged_8', undefined, 8);
    expect(await dropLeftTables(tables.engine, nowMs)).toBe(3);
    expect(await tables.engine('sb_work_table').pluck('name')).toEqual(['wkf_stopped_6']);
    expect(await Promise.all(['stopped_6', 'stopped_8', 'failed_8', 'purged_8'].map(stands))).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it(`[V7] go although a view stands on them (${database})`, async () => {
    await leave('viewed_8', 'failed', 8);
    const { engine } = tables;
    await engine.raw(
      `CREATE VIEW ${placeOf(engine, 'on_viewed_8')} AS SELECT i FROM ${placeOf(engine, 'wkf_viewed_8')}`,
    );
    expect(await dropLeftTables(engine, nowMs)).toBe(1);
    expect(await stands('viewed_8')).toBe(false);
  });

  it(`[V8] stay while their instance is paused, however long (${database})`, async () => {
    await leave('paused_80', 'paused', 80);
    expect(await dropLeftTables(tables.engine, nowMs)).toBe(0);
    expect(await stands('paused_80')).toBe(true);
  });
});
