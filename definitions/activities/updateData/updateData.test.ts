import { beforeEach, expect, it } from 'vitest';
import { definitionSchema } from '../../../engine/model/definition.ts';
import { describeOnDatabases, rowsOf } from '../../../test/support/kindDatabase.ts';
import { updateDataExecutor } from './updateData.executor.ts';
import { updateDataKind } from './updateData.kind.ts';

describeOnDatabases('updating data', (database) => {
  const standing = () => database.rows('SELECT id, name, total FROM shop_customer ORDER BY id, name');
  const write = async (written: object, vars = {}) => {
    const config = updateDataKind.schema.parse({ table: 'shop_customer', ...written });
    return (await database.execute(updateDataExecutor, config, { vars })).vars;
  };

  beforeEach(async () => {
    await database.run('CREATE TABLE shop_customer (id INTEGER, name TEXT, total INTEGER DEFAULT 7)');
    await database.run("INSERT INTO shop_customer (id, name, total) VALUES (1, 'a', 1), (2, 'b', 2)");
    await database.bring('rows', rowsOf(['id', 'first', 'price'], [2, 'B', 10], [3, 'C', 20]));
  });

  it('inserts a row for each that comes in, and leaves other columns to the table', async () => {
    expect(await write({ mode: 'insert', fields: { id: 'id', name: 'lower(first)' } })).toEqual({ recordCount: 2 });
    expect((await standing()).slice(2)).toEqual([
      { id: 2, name: 'b', total: 7 },
      { id: 3, name: 'c', total: 7 },
    ]);
  });

  it('updates the rows of the key alone, with bound parameters', async () => {
    const fields = { name: 'first', TOTAL: 'price * :times -- in all' };
    expect(await write({ mode: 'update', key: ['id'], fields, params: { times: 'vars.times' } }, { times: 3 })).toEqual(
      {
        recordCount: 1,
      },
    );
    expect(await standing()).toEqual([
      { id: 1, name: 'a', total: 1 },
      { id: 2, name: 'B', total: 30 },
    ]);
  });

  it('updates or inserts, and tells how many of each', async () => {
    const written = { mode: 'upsert', key: ['id'], fields: { name: 'first', total: 'price' } };
    expect(await write(written)).toEqual({ recordCount: 2, inserted: 1, updated: 1 });
    expect(await write(written)).toEqual({ recordCount: 2, inserted: 0, updated: 2 });
    expect((await standing()).slice(1)).toEqual([
      { id: 2, name: 'B', total: 10 },
      { id: 3, name: 'C', total: 20 },
    ]);
  });

  it('inserts what is not there yet where there is nothing but a key', async () => {
    expect(await write({ mode: 'upsert', key: ['id'] })).toEqual({ recordCount: 1, inserted: 1, updated: 0 });
  });

  it('deletes the rows of the key, which may be a value of its own', async () => {
    expect(await write({ mode: 'delete', key: ['id'] })).toEqual({ recordCount: 1 });
    expect(await write({ mode: 'delete', key: ['id'], fields: { id: 'id - 2' } })).toEqual({ recordCount: 1 });
    expect(await standing()).toEqual([]);
  });

  it('updates nothing where several rows have one key', async () => {
    await database.bring('rows', rowsOf(['id', 'first'], [1, 'x'], [1, 'y'], [null, 'z'], [null, 'z']));
    await expect(write({ mode: 'update', key: ['id'], fields: { name: 'first' } })).rejects.toMatchObject({
      failure: { cause: 'data', message: 'Several rows have the key {"id":1}.' },
    });
  });

  it('names a table that stands and that may be named, and its columns', async () => {
    const fields = { name: 'first' };
    for (const written of [
      { table: 'shop_gone', fields },
      { fields: { nonsense: 'first' } },
      { fields, key: ['shop'] },
    ])
      await expect(write({ mode: 'update', key: ['id'], ...written })).rejects.toMatchObject({
        failure: { cause: 'config' },
      });
    const config = updateDataKind.schema.parse({ table: 'shop_customer', mode: 'delete', key: ['id'] });
    const mayName = (table: string) => table !== 'shop_customer';
    await expect(database.execute(updateDataExecutor, config, { mayName })).rejects.toMatchObject({
      failure: { cause: 'config', message: 'SQL of this package may not name the table shop_customer.' },
    });
  });

  it('never names a table of the engine, and no table by anything but a name', () => {
    const nowhere = definitionSchema.parse({ name: 'nowhere', activities: {} });
    const written = { mode: 'delete', key: ['id'] };
    expect(
      updateDataKind.problems?.(updateDataKind.schema.parse({ ...written, table: 'sb_task' }), nowhere),
    ).toMatchObject([{ code: 'sql-forbidden', pointer: '/table' }]);
    expect(updateDataKind.schema.safeParse({ ...written, table: 'a; DROP TABLE b' }).success).toBe(false);
    expect(updateDataKind.schema.safeParse({ ...written, table: 'a', fields: { 'b" = 1 --': '1' } }).success).toBe(
      false,
    );
  });

  it('needs a key but for an insert, and something to write but for a deletion', () => {
    const faults = (written: object) =>
      updateDataKind.schema.safeParse({ table: 'a', ...written }).error?.issues.map(({ path }) => path.join('/'));
    expect(faults({ mode: 'insert' })).toEqual(['fields']);
    expect(faults({ mode: 'update', key: ['id'], fields: { id: '1' } })).toEqual(['fields']);
    expect(faults({ mode: 'upsert', fields: { name: '1' } })).toEqual(['key']);
    expect(faults({ mode: 'delete' })).toEqual(['key']);
  });
});
