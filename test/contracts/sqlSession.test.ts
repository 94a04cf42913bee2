import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { instantColumn } from '../../definitions/packages/columns.ts';
import type { ExecutorServices, SqlSession } from '../../engine/activity/executor.ts';
import {
  StepTakenBack,
  type EngineStore,
  type EngineTransaction,
  type ServiceScope,
} from '../../engine/ports/engineStore.ts';
import { graphOf } from '../support/graphOf.ts';
import { postgresForThisFile } from '../support/postgresTables.ts';
import { dawnMs, Shell } from '../support/shell.ts';
import { openSqliteFiles, openSqlStore, type StoreTables } from '../support/sqliteFiles.ts';
import { starts, works } from '../support/givenInstance.ts';

const openPostgresTables = postgresForThisFile();
const dawn = new Date(dawnMs).toISOString();

interface Bench {
  readonly tables: StoreTables;
  readonly store: EngineStore;
  readonly scope: ServiceScope;
}

async function open(tables: StoreTables): Promise<Bench> {
  const data = tables.definitionSql?.outside ?? tables.engine;
  await data.schema.createTable('orders', (table) => {
    table.bigInteger('id').primary();
    table.text('label');
    table.boolean('paid');
    instantColumn(table, 'at');
  });
  const shell = new Shell(graphOf('a > b'));
  shell.begin();
  works('a')(shell);
  starts('b')(shell);
  const scope = { instance: shell.instance, task: shell.task('b').id, nowMs: dawnMs };
  return { tables, store: openSqlStore(tables, () => dawnMs), scope };
}

const insert = 'INSERT INTO orders (id, label, paid, at) VALUES (:id, :label, :paid, :at)';
const order = { id: 1, label: 'first', paid: true, at: dawn };

describe.each([
  ['SQLite', openSqliteFiles],
  ['PostgreSQL', openPostgresTables],
])('SQL of definitions on %s', (_name, openTables) => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await open(await openTables());
  });
  afterEach(() => bench.tables.close());

  const inStep = <Result>(work: (services: ExecutorServices, tx: EngineTransaction) => Promise<Result>) =>
    bench.store.transaction((tx) => work(tx.services(bench.scope), tx));
  const onSql = <Result>(work: (sql: SqlSession) => Promise<Result>) => inStep(({ sql }) => work(sql));

  it('tells how many rows a statement has touched', async () => {
    await onSql(async (sql) => {
      for (const id of [1, 2, 3]) expect(await sql.run(insert, { ...order, id })).toBe(1);
      expect(await sql.run('UPDATE orders SET label = :label WHERE id > :id', { label: 'later', id: 1 })).toBe(2);
      expect(await sql.run('DELETE FROM orders WHERE at < :at', { at: dawn })).toBe(0);
      expect(await sql.run('DELETE FROM orders', {})).toBe(3);
    });
  });

  it('binds one value wherever its name stands, and never takes it for SQL', async () => {
    const label = "'); DROP TABLE orders; --";
    await onSql(async (sql) => {
      await sql.run(insert, { ...order, label });
      const found = 'SELECT label FROM orders WHERE label = :label OR (label <> :label AND at < :at AND id = :id)';
      expect(await sql.all(found, { label, at: dawn, id: 7 })).toEqual([{ label }]);
    });
  });

  it('gives values as JSON: counts as numbers, whole numbers beyond 2^53 as text, instants as UTC with milliseconds', async () => {
    await onSql(async (sql) => {
      await sql.run(insert, { ...order, id: '9007199254740993' });
      const [row] = await sql.all('SELECT id, label, at FROM orders', {});
      expect(row).toEqual({ id: '9007199254740993', label: 'first', at: dawn });
      expect(await sql.all('SELECT count(*) AS n, NULL AS other FROM orders', {})).toEqual([{ n: 1, other: null }]);
    });
  });

  it('binds lists and maps as JSON text', async () => {
    await onSql(async (sql) => {
      await sql.run(insert, { ...order, label: ['a', { b: 1 }] });
      expect(await sql.all('SELECT label FROM orders', {})).toEqual([{ label: '["a",{"b":1}]' }]);
    });
  });

  it('gives no more rows than were asked for', async () => {
    await onSql(async (sql) => {
      for (const id of [1, 2, 3]) await sql.run(insert, { ...order, id });
      expect(await sql.all('SELECT id FROM orders ORDER BY id', {}, 2)).toEqual([{ id: 1 }, { id: 2 }]);
    });
  });

  it('makes a work table of a query, owned by the instance, and drops it', async () => {
    const made = await inStep(async ({ sql, records }) => {
      for (const id of [1, 2, 3]) await sql.run(insert, { ...order, id });
      const first = await sql.createWorkTable('SELECT id, label FROM orders WHERE id > :least', { least: 1 });
      const second = await sql.createWorkTable('SELECT id FROM orders', {});
      expect([first.recordCount, second.recordCount]).toEqual([2, 3]);
      expect(await sql.tables()).toEqual(expect.arrayContaining([first.name, second.name, 'orders']));
      expect((await records.workTables()).map(({ name }) => name).sort()).toEqual([first.name, second.name].sort());
      return first;
    });
    await onSql(async (sql) => {
      expect(await sql.all(`SELECT id FROM ${sql.quote(made.name)} ORDER BY id LIMIT 1`, {})).toEqual([{ id: 2 }]);
      await sql.dropTable(made.name);
      expect(await sql.tables()).not.toContain(made.name);
    });
  });

  it("shows none of the engine's own tables among those that may be named", async () => {
    expect((await onSql((sql) => sql.tables())).filter((name) => /^(sb_|xtk_option$)/.test(name))).toEqual([]);
  });

  it('refuses a second statement behind the first', async () => {
    await expect(onSql((sql) => sql.run('DELETE FROM orders; DELETE FROM orders', {}))).rejects.toThrow();
  });

  it('tells when a script has ended the transaction behind our back', async () => {
    const ended = inStep(async ({ sql }, tx) => {
      await sql.run('COMMIT', {});
      expect(await tx.isOpen()).toBe(false);
    });
    await ended.catch(() => undefined);
  });

  it('takes back what a failing step has done', async () => {
    const failing = onSql(async (sql) => {
      await sql.run(insert, order);
      await sql.run(insert, order);
    });
    await expect(failing).rejects.toThrow();
    expect(await onSql((sql) => sql.all('SELECT id FROM orders', {}))).toEqual([]);
  });

  it('outside of a step each statement stands for itself', async () => {
    await bench.store.outside(bench.scope, async ({ sql }) => {
      expect(await sql.run(insert, order)).toBe(1);
      await expect(sql.run(insert, order)).rejects.toThrow();
      const { recordCount } = await sql.createWorkTable('SELECT id FROM orders', {});
      expect([recordCount, await sql.all('SELECT id FROM orders', {})]).toEqual([1, [{ id: 1 }]]);
    });
  });
});

describe('SQL of definitions on PostgreSQL alone', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await open(await openPostgresTables());
  });
  const onSql = <Result>(work: (sql: SqlSession) => Promise<Result>) =>
    bench.store.transaction((tx) => work(tx.services(bench.scope).sql));

  it.each([
    'SELECT * FROM signalbox.sb_instance',
    'DELETE FROM signalbox.sb_history',
    'SELECT * FROM sb_instance',
    'DROP TABLE signalbox.sb_task',
    'DROP TABLE xtk_option',
    'RESET ROLE; SELECT 1',
  ])('the database itself refuses: %s', async (statement) => {
    await expect(onSql((sql) => sql.run(statement, {}))).rejects.toThrow();
    await expect(bench.store.outside(bench.scope, ({ sql }) => sql.run(statement, {}))).rejects.toThrow();
  });

  it('options may be read and written', async () => {
    await onSql(async (sql) => {
      const values = { name: 'NmsCleanup_LastCleanup', value: dawn };
      await sql.run(`INSERT INTO xtk_option (name, data_type, value) VALUES (:name, 'instant', :value)`, values);
      expect(await sql.all('SELECT value FROM xtk_option', {})).toEqual([{ value: dawn }]);
    });
  });

  it('after its own SQL a step has its rights back', async () => {
    const { instance, task, nowMs } = bench.scope;
    await bench.store.transaction(async (tx) => {
      const { sql, records } = tx.services({ instance, task, nowMs });
      await sql.run(insert, order);
      await records.requestKill([instance.id], 'a trial');
    });
    expect(await bench.store.innerRequestsAfter(0, 10)).toHaveLength(1);
  });

  it('what a script sets outside of a step is gone for the next one', async () => {
    const outside = <Result>(work: (sql: SqlSession) => Promise<Result>) =>
      bench.store.outside(bench.scope, ({ sql }) => work(sql));
    await outside((sql) => sql.run("SET statement_timeout TO '1234ms'", {}));
    expect(await outside((sql) => sql.all('SHOW statement_timeout', {}))).toEqual([{ statement_timeout: '0' }]);
  });

  it('a connection that is lost takes the step back, and blames nobody', async () => {
    const lost = onSql(async (sql) => {
      await bench.tables.engine.raw(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
      await sql.run(insert, order);
    });
    await expect(lost).rejects.toThrow(StepTakenBack);
    expect(await onSql((sql) => sql.run(insert, order))).toBe(1);
  });
});
