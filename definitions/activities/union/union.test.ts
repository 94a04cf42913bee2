import { expect, it } from 'vitest';
import { describeOnDatabases, rowsOf } from '../../../test/support/kindDatabase.ts';
import { unionExecutor } from './union.executor.ts';
import { unionKind } from './union.kind.ts';

describeOnDatabases('a union', (database) => {
  const unite = (written: object = {}) => database.execute(unionExecutor, unionKind.schema.parse(written));

  it('brings the rows of all branches together, each once', async () => {
    await database.bring('one', rowsOf(['id', 'name'], [1, 'a'], [2, 'b']));
    await database.bring('two', rowsOf(['id', 'name'], [2, 'b'], [3, 'c']));
    const { workTable, recordCount, vars, journal } = await unite();
    expect(await database.rows(workTable)).toEqual([
      { id: 1, name: 'a' },
      { id: 2, name: 'b' },
      { id: 3, name: 'c' },
    ]);
    expect({ recordCount, journal }).toEqual({ recordCount: 3, journal: [] });
    expect(await database.rows(workTable)).toContainEqual(vars?.['firstRow']);
  });

  it('keeps the row of the primary branch where a key is in several', async () => {
    await database.bring('one', rowsOf(['id', 'name'], [1, 'old']));
    await database.bring('two', rowsOf(['id', 'name'], [1, 'new'], [2, 'b']));
    const { workTable } = await unite({ primary: 'two', key: ['id'] });
    expect(await database.rows(workTable)).toEqual([
      { id: 1, name: 'new' },
      { id: 2, name: 'b' },
    ]);
  });

  it('takes an empty key for equal to no other', async () => {
    await database.bring('one', rowsOf(['id', 'name'], [null, 'a'], [null, 'b']));
    await database.bring('two', rowsOf(['id', 'name'], [null, 'a']));
    expect((await unite({ key: ['id'] })).recordCount).toBe(3);
  });

  it('keeps the columns that all branches have, by their names, and says which it left out', async () => {
    await database.bring('one', rowsOf(['id', 'name', 'city'], [1, 'a', 'Oslo']));
    await database.bring('two', rowsOf(['phone', 'Name', 'id'], ['7', 'b', 2]));
    const { workTable, journal } = await unite();
    expect(await database.rows(workTable)).toEqual([
      { id: 1, name: 'a' },
      { id: 2, name: 'b' },
    ]);
    expect(journal).toMatchObject([{ level: 'info', code: 'columns-left-out', params: { columns: 'city, phone' } }]);
  });

  it('leaves equal rows of a single branch out too', async () => {
    await database.bring('one', rowsOf(['id'], [1], [1]));
    expect((await unite()).recordCount).toBe(1);
  });

  it('is faulty without rows, without common columns, or with a primary that did not come', async () => {
    await expect(unite()).rejects.toMatchObject({ failure: { cause: 'config' } });
    await database.bring('one', rowsOf(['id'], [1]));
    await expect(unite({ primary: 'two' })).rejects.toMatchObject({ failure: { cause: 'config' } });
    await expect(unite({ key: ['name'] })).rejects.toMatchObject({ failure: { cause: 'config' } });
    await database.bring('two', rowsOf(['name'], ['a']));
    await expect(unite()).rejects.toMatchObject({ failure: { cause: 'config' } });
  });
});
