import { beforeEach, describe, expect, it } from 'vitest';
import { validateDefinition } from '../../../engine/graph/validateDefinition.ts';
import { describeOnDatabases } from '../../../test/support/kindDatabase.ts';
import { queryExecutor } from './query.executor.ts';
import { queryKind } from './query.kind.ts';

describeOnDatabases('a selection', (database) => {
  const rows = async (select: object, more: { vars?: Record<string, string | number>; tables?: object } = {}) => {
    const config = queryKind.schema.parse({ select, tables: more.tables ?? {} });
    const { workTable } = await database.execute(queryExecutor, config, { vars: more.vars ?? {} });
    // In the order in which they were kept.
    return (await database.rows(`SELECT * FROM "${workTable?.name ?? ''}"`)).map((row) => Object.values(row));
  };

  beforeEach(async () => {
    await database.run('CREATE TABLE shop_order (id INTEGER, shop TEXT, amount INTEGER, "order" INTEGER)');
    await database.run('CREATE TABLE shop_name (shop TEXT, name TEXT)');
    await database.run(
      "INSERT INTO shop_order VALUES (1, 'a', 5, 1), (2, 'a', 7, 2), (3, 'b', NULL, 3), (4, 'B%c', 2, 3)",
    );
    await database.run("INSERT INTO shop_name VALUES ('a', 'Ada'), ('b', 'Ben')");
  });

  it('keeps all columns of a table, in an order, so many at most', async () => {
    const select = { from: 'shop_order', orderBy: [{ by: 'amount', descending: true }, { by: 'id' }], limit: 3 };
    expect(await rows(select)).toEqual([
      [2, 'a', 7, 2],
      [1, 'a', 5, 1],
      [4, 'B%c', 2, 3],
    ]);
  });

  it('has what is empty first in both databases, and last where the largest come first', async () => {
    const ids = async (descending: boolean) =>
      (await rows({ from: 'shop_order', columns: { id: 'id' }, orderBy: [{ by: 'amount', descending }] })).flat();
    expect([await ids(false), await ids(true)]).toEqual([
      [3, 4, 1, 2],
      [2, 1, 4, 3],
    ]);
  });

  it('sums up groups of joined rows, and leaves a row without a partner where the join is optional', async () => {
    const select = (optional: boolean) => ({
      from: 'shop_order',
      as: 'o',
      joins: [{ table: 'shop_name', as: 'n', on: { 'o.shop': 'n.shop' }, optional }],
      columns: {
        name: 'n.name',
        orders: { aggregate: 'count' },
        priced: { aggregate: 'count', column: 'o.amount' },
        total: { aggregate: 'sum', column: 'o.amount' },
        orderings: { aggregate: 'countDistinct', column: 'o.order' },
      },
      groupBy: ['n.name'],
      orderBy: [{ by: 'name' }],
    });
    expect(await rows(select(false))).toEqual([
      ['Ada', 2, 2, 12, 2],
      ['Ben', 1, 0, null, 1],
    ]);
    expect((await rows(select(true)))[0]).toEqual([null, 1, 1, 2, 1]);
  });

  it.each([
    [{ column: 'amount', is: 'greaterOrEqual', value: '5' }, [1, 2]],
    [{ column: 'amount', is: 'notEqual', value: '5' }, [2, 4]],
    [{ column: 'amount', is: 'empty' }, [3]],
    [{ not: { column: 'amount', is: 'empty' } }, [1, 2, 4]],
    [{ column: 'shop', is: 'in', value: "['a', 'b']" }, [1, 2, 3]],
    [{ column: 'id', is: 'notIn', value: '[1, 4]' }, [2, 3]],
    [{ column: 'shop', is: 'in', value: '[]' }, []],
    [{ column: 'shop', is: 'startsWith', value: "'B%'" }, [4]],
    [{ column: 'shop', is: 'contains', value: "'%'" }, [4]],
    [{ column: 'shop', is: 'equal', value: 'vars.shop' }, []],
    [{ column: 'id', is: 'sameAs', other: 'order' }, [1, 2, 3]],
    [{ column: 'amount', is: 'notSameAs', other: 'amount' }, []],
    [
      {
        any: [
          {
            all: [
              { column: 'shop', is: 'equal', value: "'a'" },
              { column: 'id', is: 'less', value: '2' },
            ],
          },
          { column: 'id', is: 'equal', value: '4' },
        ],
      },
      [1, 4],
    ],
  ])('keeps the rows for which %j holds', async (where, ids) => {
    const select = { from: 'shop_order', columns: { id: 'id' }, where, orderBy: [{ by: 'id' }] };
    expect((await rows(select, { vars: { shop: "a' OR '1' = '1" } })).flat()).toEqual(ids);
  });

  it('selects from what came in and from declared tables', async () => {
    await database.bring('orders', 'SELECT 1 AS id');
    const select = {
      from: '{in}',
      as: 'mine',
      joins: [{ table: '{t.all}', as: 'o', on: { 'mine.id': 'o.id' } }],
      columns: { shop: 'o.shop' },
    };
    expect(await rows(select, { tables: { all: "'shop_order'" } })).toEqual([['a']]);
  });

  it.each([
    ['equal', 'vars.gone', /null/],
    ['equal', '[1]', /\[1\]/],
    ['in', '7', /7/],
  ])('fails where the value of %s is %s', async (is, value, message) => {
    const config = queryKind.schema.parse({
      select: { from: 'shop_order', where: { column: 'id', is, value: value === 'vars.gone' ? 'null' : value } },
    });
    await expect(database.execute(queryExecutor, config)).rejects.toMatchObject({
      failure: { cause: 'data', message: expect.stringMatching(message) },
    });
  });

  it('fails for a column that the table does not have', async () => {
    const config = queryKind.schema.parse({ select: { from: 'shop_order', columns: { id: 'nonsense' } } });
    await expect(database.execute(queryExecutor, config)).rejects.toMatchObject({ failure: { cause: 'data' } });
  });
});

describe('a query with a selection', () => {
  const kinds = new Map([[queryKind.name, queryKind]]);
  const found = (activity: object) =>
    validateDefinition(
      { name: 'selecting', activities: { here: { type: 'query', ...activity } }, transitions: [] },
      kinds,
    )
      .problems.filter(({ code }) => code !== 'transition-unterminated')
      .map(({ code, pointer }) => `${code} ${pointer.replace('/activities/here', '')}`);

  it('has SQL or a selection, and never both', () => {
    expect(found({})).toContain('config-invalid /sql');
    expect(found({ sql: 'SELECT 1', select: { from: 'a' } })).toContain('config-invalid /sql');
    expect(found({ select: { from: 'a' } })).toEqual([]);
  });

  it('names no table of the engine and takes nothing but names', () => {
    expect(found({ select: { from: 'sb_task' } })).toContain('sql-forbidden /select');
    expect(found({ select: { from: 'a; DROP TABLE b' } })).toContain('config-invalid /select/from');
    expect(found({ select: { from: 'a', groupBy: ['b" --'] } })).toContain('config-invalid /select/groupBy/0');
  });

  it('has its expressions compiled, each at its place', () => {
    const where = {
      all: [{ column: 'id', is: 'equal', value: '1 +' }, { not: { column: 'id', is: 'in', value: ')' } }],
    };
    expect(found({ select: { from: 'a', where } })).toEqual([
      'expression-invalid /select/where/all/0/value',
      'expression-invalid /select/where/all/1/not/value',
    ]);
  });

  it('groups by what it shows without an aggregate', () => {
    const columns = { shop: 'shop', orders: { aggregate: 'count' } };
    expect(found({ select: { from: 'a', columns } })).toEqual(['config-invalid /select/columns/shop']);
    expect(found({ select: { from: 'a', columns, groupBy: ['shop'] } })).toEqual([]);
  });

  it('has parameters in its conditions alone', () => {
    expect(found({ select: { from: 'a' }, params: { id: '1' } })).toContain('parameter-unused /params');
  });
});
