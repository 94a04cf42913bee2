import { describe, expect, it } from 'vitest';
import { ExecutorFailure } from '../../../engine/activity/executor.ts';
import { definitionSchema } from '../../../engine/model/definition.ts';
import { executorRun, type KindWorld } from '../../../test/support/kindRun.ts';
import { queryExecutor } from './query.executor.ts';
import { queryKind } from './query.kind.ts';

async function query(written: object, world: KindWorld = {}) {
  const { run, done } = executorRun(queryKind.schema.parse(written), world);
  const outcome = await queryExecutor.execute(run);
  return { outcome, selected: done.selected };
}

describe('a query', () => {
  it('keeps its rows as a work table and tells how many and which is the first', async () => {
    const rows = [[{ id: 1 }, { id: 2 }]];
    const { outcome } = await query({ sql: 'SELECT id FROM shop_order' }, { rows });
    expect(outcome).toEqual({
      workTable: { name: 'wkf_new', recordCount: 2 },
      recordCount: 2,
      vars: { recordCount: 2, firstRow: { id: 1 } },
    });
  });

  it('has no first row where there is none', async () => {
    const { outcome } = await query({ sql: 'SELECT id FROM shop_order' });
    expect(outcome.vars).toEqual({ recordCount: 0 });
  });

  it('binds parameters as values and names work tables', async () => {
    const { selected } = await query(
      { sql: 'SELECT * FROM {in} WHERE at < :until', params: { until: "now - duration('1d')" } },
      { workTables: { orders: 4 } },
    );
    expect(selected).toEqual([
      { sql: 'SELECT * FROM "wkf_orders" WHERE at < :until', params: { until: '2026-01-30T04:00:00.000Z' } },
    ]);
  });

  it('takes the text of the database in use', async () => {
    const sql = { sqlite: 'SELECT 1', postgres: 'SELECT 2' };
    expect((await query({ sql }, { dialect: 'postgres' })).selected).toMatchObject([{ sql: 'SELECT 2' }]);
    await expect(query({ sql: { sqlite: 'SELECT 1' } }, { dialect: 'postgres' })).rejects.toThrow(ExecutorFailure);
  });

  it('leaves out the semicolon and the remarks at the end, so that the query can stand within another one', async () => {
    expect((await query({ sql: 'SELECT 1; -- all' })).selected).toMatchObject([{ sql: 'SELECT 1' }]);
    expect((await query({ sql: 'SELECT 1 -- all' })).selected).toMatchObject([{ sql: 'SELECT 1' }]);
  });

  it('is one statement', async () => {
    await expect(query({ sql: 'SELECT 1; SELECT 2' })).rejects.toMatchObject({ failure: { cause: 'config' } });
  });

  it('asks which work table is meant where several came in', async () => {
    const world = { workTables: { orders: 4, stock: 2 } };
    await expect(query({ sql: 'SELECT * FROM {in}' }, world)).rejects.toMatchObject({ failure: { cause: 'config' } });
    expect((await query({ sql: 'SELECT * FROM {in.stock}' }, world)).selected).toMatchObject([
      { sql: 'SELECT * FROM "wkf_stock"' },
    ]);
  });

  it('names only declared tables that stand and may be named', async () => {
    const written = { sql: 'SELECT * FROM {t.log}', tables: { log: 'vars.table' } };
    const world = { tables: ['nms_log', 'sb_task'], mayName: (table: string) => table.startsWith('nms_') };
    const { selected } = await query(written, { ...world, vars: { table: 'nms_log' } });
    expect(selected).toMatchObject([{ sql: 'SELECT * FROM "nms_log"' }]);
    for (const table of ['nms_gone', 'sb_task', 7])
      await expect(query(written, { ...world, vars: { table } })).rejects.toMatchObject({
        failure: { cause: 'config' },
      });
  });

  it('knows one connection only', () => {
    const nowhere = definitionSchema.parse({ name: 'nowhere', activities: {} });
    const problems = queryKind.problems?.(queryKind.schema.parse({ sql: 'SELECT 1', connection: 'crm' }), nowhere);
    expect(problems).toMatchObject([{ code: 'connection-unknown', pointer: '/connection' }]);
  });
});
