import { expect, it } from 'vitest';
import { describeOnDatabases, rowsOf } from '../../../test/support/kindDatabase.ts';
import { deduplicationExecutor } from './deduplication.executor.ts';
import { deduplicationKind } from './deduplication.kind.ts';

describeOnDatabases('a deduplication', (database) => {
  const orders = rowsOf(['id', 'customer', 'total'], [1, 'a', 5], [2, 'a', 9], [3, 'b', 1], [4, null, 2], [5, null, 3]);
  const deduplicate = (written: object, vars = {}) =>
    database.execute(deduplicationExecutor, deduplicationKind.schema.parse({ key: ['customer'], ...written }), {
      vars,
    });
  const kept = async (written: object, vars = {}) => {
    const { workTable } = await deduplicate(written, vars);
    return (await database.rows(workTable)).map(({ id }) => id).sort();
  };

  it('keeps the first or the last of each key in the order, and rows without a key', async () => {
    await database.bring('orders', orders);
    expect(await kept({ orderBy: 'total' })).toEqual([1, 3, 4, 5]);
    expect(await kept({ orderBy: 'total', keep: 'last' })).toEqual([2, 3, 4, 5]);
    expect(await kept({ orderBy: 'total DESC -- the largest' })).toEqual([2, 3, 4, 5]);
  });

  it('hands all columns on and tells of the rows', async () => {
    await database.bring('orders', orders);
    const { workTable, vars, recordCount } = await deduplicate({ orderBy: 'id' });
    expect(recordCount).toBe(4);
    expect(await database.rows(workTable)).toContainEqual(vars?.['firstRow']);
    expect(Object.keys(vars?.['firstRow'] ?? {})).toEqual(['id', 'customer', 'total']);
  });

  it('binds the parameters of its order', async () => {
    await database.bring('orders', orders);
    const written = { orderBy: 'abs(total - :wanted)', params: { wanted: 'vars.wanted' } };
    expect(await kept(written, { wanted: 8 })).toEqual([2, 3, 4, 5]);
  });

  it('is about one work table', async () => {
    await expect(deduplicate({ orderBy: 'id' })).rejects.toMatchObject({ failure: { cause: 'config' } });
    await database.bring('orders', orders);
    await database.bring('stock', orders);
    await expect(deduplicate({ orderBy: 'id' })).rejects.toMatchObject({ failure: { cause: 'config' } });
  });
});
