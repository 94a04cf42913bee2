import { expect, it } from 'vitest';
import { describeOnDatabases, rowsOf } from '../../../test/support/kindDatabase.ts';
import { exclusionExecutor } from './exclusion.executor.ts';
import { exclusionKind } from './exclusion.kind.ts';

describeOnDatabases('an exclusion', (database) => {
  const exclude = (written: object) => database.execute(exclusionExecutor, exclusionKind.schema.parse(written));

  it('keeps the rows of the primary branch that no other has', async () => {
    await database.bring('gone', rowsOf(['id'], [1]));
    await database.bring('all', rowsOf(['id', 'name'], [1, 'a'], [2, 'b'], [3, 'c']));
    await database.bring('locked', rowsOf(['id'], [3], [3]));
    const { workTable, recordCount, vars } = await exclude({ primary: 'all', key: ['id'] });
    expect(await database.rows(workTable)).toEqual([{ id: 2, name: 'b' }]);
    expect({ recordCount, vars }).toEqual({ recordCount: 1, vars: { recordCount: 1, firstRow: { id: 2, name: 'b' } } });
  });

  it('keeps a row without a value in the key', async () => {
    await database.bring('all', rowsOf(['id'], [null], [1]));
    await database.bring('gone', rowsOf(['id'], [null], [1]));
    expect(await database.rows((await exclude({ primary: 'all', key: ['id'] })).workTable)).toEqual([{ id: null }]);
  });

  it('keeps all where nothing else came, and fails where the primary branch did not', async () => {
    await database.bring('all', rowsOf(['id'], [1], [2]));
    expect((await exclude({ primary: 'all', key: ['id'] })).recordCount).toBe(2);
    await expect(exclude({ primary: 'gone', key: ['id'] })).rejects.toMatchObject({ failure: { cause: 'config' } });
  });

  it('names the branch whose rows go on', () => {
    expect(exclusionKind.schema.safeParse({ key: ['id'] }).success).toBe(false);
  });
});
