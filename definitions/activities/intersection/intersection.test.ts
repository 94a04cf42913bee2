import { expect, it } from 'vitest';
import { describeOnDatabases, rowsOf } from '../../../test/support/kindDatabase.ts';
import { intersectionExecutor } from './intersection.executor.ts';
import { intersectionKind } from './intersection.kind.ts';

describeOnDatabases('an intersection', (database) => {
  const intersect = (written: object) => database.execute(intersectionExecutor, intersectionKind.schema.parse(written));

  it('keeps the rows of the primary branch that every other has', async () => {
    await database.bring('one', rowsOf(['id'], [1], [2], [3]));
    await database.bring('two', rowsOf(['id', 'name'], [1, 'a'], [2, 'b'], [4, 'd']));
    await database.bring('three', rowsOf(['ID', 'city'], [2, 'Oslo'], [4, 'Rome']));
    const { workTable, recordCount, vars } = await intersect({ primary: 'two', key: ['id'] });
    expect(await database.rows(workTable)).toEqual([{ id: 2, name: 'b' }]);
    expect({ recordCount, vars }).toEqual({ recordCount: 1, vars: { recordCount: 1, firstRow: { id: 2, name: 'b' } } });
  });

  it('recognises rows by all columns of the key, and a row without one of them nowhere', async () => {
    await database.bring('one', rowsOf(['id', 'shop'], [1, 'a'], [2, null], [3, 'b']));
    await database.bring('two', rowsOf(['id', 'shop'], [1, 'a'], [2, null], [3, 'a']));
    const { workTable } = await intersect({ key: ['id', 'shop'] });
    expect(await database.rows(workTable)).toEqual([{ id: 1, shop: 'a' }]);
  });

  it('keeps a row once, however often another branch has it', async () => {
    await database.bring('one', rowsOf(['id'], [1]));
    await database.bring('two', rowsOf(['id'], [1], [1]));
    expect((await intersect({ key: ['id'] })).recordCount).toBe(1);
  });

  it('says which column a branch lacks', async () => {
    await database.bring('one', rowsOf(['id'], [1]));
    await database.bring('two', rowsOf(['name'], ['a']));
    await expect(intersect({ key: ['id'] })).rejects.toMatchObject({
      failure: { cause: 'config', message: 'The rows of two have no column “id”.' },
    });
  });
});
