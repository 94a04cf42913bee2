import { describe, expect, it } from 'vitest';
import { ExecutorFailure } from '../../../engine/activity/executor.ts';
import { definitionSchema } from '../../../engine/model/definition.ts';
import { executorRun, type KindWorld } from '../../../test/support/kindRun.ts';
import { dropTablesExecutor } from './dropTables.executor.ts';
import { dropTablesKind } from './dropTables.kind.ts';

const tables = ['grp1', 'grp2', 'grp20', 'nms_delivery', 'wk_simu_1_a', 'wk_simu_1_b', 'wk_simu_12_a', 'wkf_live'];

async function drop(written: object, world: KindWorld = {}) {
  const { run, done } = executorRun(dropTablesKind.schema.parse(written), { tables, ...world });
  const outcome = await dropTablesExecutor.execute(run);
  return { outcome, dropped: done.dropped };
}

describe('dropping tables', () => {
  it('drops what matches, counts it and says so in one line', async () => {
    const { outcome, dropped } = await drop({ pattern: 'grp*' });
    expect(dropped).toEqual(['grp1', 'grp2', 'grp20']);
    expect(outcome).toMatchObject({
      recordCount: 3,
      vars: { recordCount: 3 },
      journal: [{ level: 'info', code: 'tables-dropped', params: { pattern: 'grp*', count: 3 } }],
    });
  });

  it('keeps the tables that the query names, in whatever case', async () => {
    const rows = [[{ name: 'GRP2' }]];
    expect((await drop({ pattern: 'grp*', keep: 'SELECT 1' }, { rows })).dropped).toEqual(['grp1', 'grp20']);
  });

  it('keeps the tables that a pattern of the query means', async () => {
    const rows = [[{ name: 'wk_simu_1_*' }]];
    expect((await drop({ pattern: 'wk_simu_*', keep: 'SELECT 1' }, { rows })).dropped).toEqual(['wk_simu_12_a']);
  });

  it('drops only the tables that the query names, where it is given one', async () => {
    const rows = [[{ name: 'grp2' }, { name: 'grp3' }, { name: 'nms_delivery' }, { name: 'GRP1' }]];
    expect((await drop({ pattern: 'grp*', only: 'SELECT 1' }, { rows })).dropped).toEqual(['grp2']);
    expect((await drop({ pattern: 'grp*', only: 'SELECT 1' }, { rows: [] })).dropped).toEqual([]);
  });

  it('keeps what both queries name', async () => {
    const rows = [[{ name: 'grp2' }], [{ name: 'grp1' }, { name: 'grp2' }]];
    expect((await drop({ pattern: 'grp*', keep: 'SELECT 1', only: 'SELECT 2' }, { rows })).dropped).toEqual(['grp1']);
  });

  it('drops nothing where the query gives no names', async () => {
    const rows = [[{ id: 2, name: 'grp2' }]];
    await expect(drop({ pattern: 'grp*', keep: 'SELECT 1' }, { rows })).rejects.toThrow(ExecutorFailure);
  });

  it('leaves tables that no package declares, with a warning', async () => {
    const { outcome, dropped } = await drop({ pattern: 'grp?' }, { mayName: (table) => table !== 'grp1' });
    expect(dropped).toEqual(['grp2']);
    expect(outcome.journal).toMatchObject([{ code: 'tables-dropped' }, { code: 'tables-not-nameable' }]);
  });

  it('drops the work tables of ended instances and no others', async () => {
    const owned = [
      { name: 'wkf_live', instanceStatus: 'paused' },
      { name: 'wkf_over', instanceStatus: 'stopped' },
      { name: 'wkf_gone', instanceStatus: 'failed' },
    ];
    const written = { pattern: 'wkf_*', ownedByEnded: true };
    expect((await drop(written, { owned })).dropped).toEqual(['wkf_over', 'wkf_gone']);
  });

  it('never takes a work table for a table of a package', async () => {
    const owned = [{ name: 'wkf_live', instanceStatus: 'stopped' }];
    expect((await drop({ pattern: 'wkf_*' }, { owned })).dropped).toEqual([]);
  });

  it('is a problem with a pattern that means nearly everything', () => {
    const nowhere = definitionSchema.parse({ name: 'nowhere', activities: {} });
    expect(dropTablesKind.problems?.(dropTablesKind.schema.parse({ pattern: 'n*' }), nowhere)).toMatchObject([
      { code: 'config-invalid', pointer: '/pattern' },
    ]);
  });
});
