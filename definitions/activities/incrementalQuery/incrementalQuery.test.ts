import { expect, it } from 'vitest';
import { describeOnDatabases, rowsOf } from '../../../test/support/kindDatabase.ts';
import { historyTable } from './historyTable.ts';
import { incrementalQueryExecutor } from './incrementalQuery.executor.ts';
import { incrementalQueryKind } from './incrementalQuery.kind.ts';

describeOnDatabases('an incremental query', (database) => {
  const ask = (sql: string, key: readonly string[] = ['id']) =>
    database.execute(incrementalQueryExecutor, incrementalQueryKind.schema.parse({ sql, key }));
  const given = async (sql: string, key?: readonly string[]) => {
    const { workTable, recordCount, vars } = await ask(sql, key);
    expect(vars?.['recordCount']).toBe(recordCount);
    return database.rows(workTable);
  };
  const table = historyTable('ordersDigest', 'here');

  it('gives each row once, with all its columns', async () => {
    expect(await given(rowsOf(['id', 'name'], [1, 'a'], [2, 'b']))).toEqual([
      { id: 1, name: 'a' },
      { id: 2, name: 'b' },
    ]);
    expect(await given(rowsOf(['id', 'name'], [2, 'changed'], [3, 'c'], [3, 'd']))).toEqual([
      { id: 3, name: 'c' },
      { id: 3, name: 'd' },
    ]);
    expect(await given(rowsOf(['id', 'name'], [1, 'a'], [2, 'b'], [3, 'c']))).toEqual([]);
  });

  it('remembers keys and when they were given, in a table of the workflow and activity', async () => {
    await ask(rowsOf(['id', 'name'], [7, 'a']));
    expect(await database.rows(`SELECT * FROM ${table}`)).toEqual([{ id: 7, wkf_seen_at: '2026-01-31T04:00:00.000Z' }]);
  });

  it('remembers nothing yet after a first time without rows', async () => {
    expect(await given('SELECT 1 AS id WHERE 1 = 0')).toEqual([]);
    expect(await given('SELECT 1 AS id')).toEqual([{ id: 1 }]);
  });

  it('recognises a row by all columns of the key', async () => {
    await ask(rowsOf(['id', 'shop'], [1, 'a']), ['id', 'shop']);
    expect(await given(rowsOf(['id', 'shop'], [1, 'a'], [1, 'b']), ['shop', 'id'])).toEqual([{ id: 1, shop: 'b' }]);
  });

  it('fails where a row has no key, and where the key has changed', async () => {
    await expect(ask(rowsOf(['id', 'name'], [null, 'a']))).rejects.toMatchObject({ failure: { cause: 'data' } });
    await ask(rowsOf(['id', 'name'], [1, 'a']));
    await expect(ask(rowsOf(['id', 'name'], [1, 'a']), ['name'])).rejects.toMatchObject({
      failure: { cause: 'config' },
    });
  });

  it('has a table of its own for each workflow and activity, with a name that every database takes whole', () => {
    const long = 'x'.repeat(64);
    const names = [
      historyTable('a_b', 'c'),
      historyTable('a', 'b_c'),
      historyTable('A', 'b_c'),
      historyTable(long, 'a'),
      historyTable(long, 'b'),
    ];
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(5);
    expect(names.every((name) => /^wkfhisto_[a-z0-9_]{1,51}$/.test(name))).toBe(true);
    expect(names[0]).toMatch(/^wkfhisto_a_b_c_/);
  });
});
