import { expect, it } from 'vitest';
import { describeOnDatabases, rowsOf } from '../../../test/support/kindDatabase.ts';
import { splitExecutor } from './split.executor.ts';
import { splitKind } from './split.kind.ts';

describeOnDatabases('a split', (database) => {
  const orders = rowsOf(['id', 'total'], [1, 500], [2, 20], [3, 900], [4, null], [5, 30]);
  const split = (written: object, vars = {}) =>
    database.execute(splitExecutor, splitKind.schema.parse(written), { vars });
  const parts = async (written: object, vars = {}) => {
    const { outlets = [] } = await split(written, vars);
    const found: [string, unknown[]][] = [];
    for (const { outlet, workTable } of outlets)
      found.push([outlet, (await database.rows(workTable)).map(({ id }) => id)]);
    return Object.fromEntries(found);
  };

  it('lets each row leave by the first outlet that takes it, and the others by the rest', async () => {
    await database.bring('orders', orders);
    const large = { outlet: 'large', where: 'total > :least -- of money' };
    const odd = { outlet: 'odd', where: 'id % 2 = 1 OR total > 800' };
    const written = { outlets: [large, odd], rest: 'others', params: { least: 'vars.least' } };
    expect(await parts(written, { least: 700 })).toEqual({ large: [3], odd: [1, 5], others: [2, 4] });
  });

  it('takes no more than the limit, in its order, and leaves further rows to the next outlets', async () => {
    await database.bring('orders', orders);
    const outlets = [
      { outlet: 'cheapest', where: 'total IS NOT NULL', limit: 1, orderBy: 'total' },
      { outlet: 'dearest', limit: 2, orderBy: 'total DESC NULLS LAST, id' },
      { outlet: 'all' },
    ];
    expect(await parts({ outlets })).toEqual({ cheapest: [2], dearest: [1, 3], all: [4, 5] });
  });

  it('lets a row leave once, also where the condition is a matter of chance', async () => {
    await database.bring('orders', orders);
    const outlets = ['one', 'two'].map((outlet) => ({ outlet, where: 'random() > 0' }));
    const found = Object.values(await parts({ outlets, rest: 'three' })).flat();
    expect(found.sort()).toEqual([1, 2, 3, 4, 5]);
  });

  it('tells each outlet of its own rows, and leaves no table behind but theirs', async () => {
    await database.bring('orders', orders);
    const outcome = await split({
      outlets: [
        { outlet: 'large', where: 'total > 700' },
        { outlet: 'none', where: '1 = 0' },
      ],
    });
    expect(outcome.recordCount).toBe(5);
    expect(outcome.outlets).toMatchObject([
      { outlet: 'large', vars: { recordCount: 1, firstRow: { id: 3, total: 900 } }, workTable: { recordCount: 1 } },
      { outlet: 'none', workTable: { recordCount: 0 } },
    ]);
    expect(outcome.outlets?.[1]?.vars).toEqual({ recordCount: 0 });
    const standing = (await database.tables()).filter((table) => table.startsWith('wkf_'));
    expect(standing).toHaveLength(3);
  });

  it('names each outlet once, and none like the one of a failure', () => {
    const faults = (written: object) =>
      splitKind.schema.safeParse(written).error?.issues.map(({ path }) => path.join('/'));
    expect(faults({ outlets: [{ outlet: 'a' }, { outlet: 'a' }] })).toEqual(['outlets/1/outlet']);
    expect(faults({ outlets: [{ outlet: 'a' }], rest: 'a' })).toEqual(['rest']);
    expect(faults({ outlets: [{ outlet: 'error' }] })).toEqual(['outlets/0/outlet']);
  });
});
