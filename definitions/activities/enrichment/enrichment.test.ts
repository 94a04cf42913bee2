import { expect, it } from 'vitest';
import { describeOnDatabases, rowsOf } from '../../../test/support/kindDatabase.ts';
import { enrichmentExecutor } from './enrichment.executor.ts';
import { enrichmentKind } from './enrichment.kind.ts';

describeOnDatabases('an enrichment', (database) => {
  const orders = rowsOf(['id', 'customer'], [1, 7], [2, 8], [3, null]);
  const enrich = (written: object, vars = {}) =>
    database.execute(enrichmentExecutor, enrichmentKind.schema.parse(written), { vars });
  const enriched = async (written: object, vars = {}) => database.rows((await enrich(written, vars)).workTable);
  const people = rowsOf(['id', 'name', 'since'], [7, 'a', 2], [7, 'b', 1], [9, 'c', 1]);
  const on = { customer: 'id' };

  it('adds columns that a query gives, empty where nothing is found', async () => {
    await database.bring('orders', orders);
    const sql = `SELECT * FROM (${people}) AS people WHERE since >= :since`;
    const written = {
      joins: [{ sql, on, columns: { who: 'upper(name) || :mark' } }],
      params: { since: 'vars.since', mark: "'!'" },
    };
    expect(await enriched(written, { since: 2 })).toEqual([
      { id: 1, customer: 7, who: 'A!' },
      { id: 2, customer: 8, who: null },
      { id: 3, customer: null, who: null },
    ]);
  });

  it('takes the first of several found rows in an order, and never makes two of one', async () => {
    await database.bring('orders', orders);
    await database.bring('people', people);
    const join = { from: 'people', on, columns: { who: 'name' }, orderBy: 'since DESC', required: true };
    expect(await enriched({ joins: [join] })).toEqual([{ id: 1, customer: 7, who: 'a' }]);
    expect(await enriched({ joins: [{ ...join, orderBy: 'since' }] })).toEqual([{ id: 1, customer: 7, who: 'b' }]);
    expect((await enrich({ joins: [{ ...join, orderBy: undefined, required: false }] })).recordCount).toBe(3);
  });

  it('looks up in several places, and leads with the branch that is named', async () => {
    await database.bring('people', people);
    await database.bring('orders', orders);
    const joins = [
      { from: 'people', on, columns: { who: 'name' }, orderBy: 'name' },
      { sql: 'SELECT count(*) AS n, 7 AS id FROM {in.people}', on, columns: { n: 'n' } },
    ];
    const { workTable, vars } = await enrich({ primary: 'orders', joins });
    expect((await database.rows(workTable))[0]).toEqual({ id: 1, customer: 7, who: 'a', n: 3 });
    expect(vars).toMatchObject({ recordCount: 3, firstRow: { who: 'a' } });
  });

  it('only leaves rows out where no column is asked for', async () => {
    await database.bring('orders', orders);
    const joins = [{ sql: people, on, required: true }];
    expect(await enriched({ joins })).toEqual([{ id: 1, customer: 7 }]);
  });

  it('is faulty with a column that is there already, and without the rows that it names', async () => {
    await database.bring('orders', orders);
    for (const join of [
      { sql: people, columns: { ID: 'id' } },
      { from: 'people', columns: { who: 'name' } },
    ])
      await expect(enrich({ joins: [{ on, ...join }] })).rejects.toMatchObject({ failure: { cause: 'config' } });
  });

  it('looks up in a query or in an activity, by a column at least, and for something', () => {
    const accepts = (...joins: object[]) => enrichmentKind.schema.safeParse({ joins }).success;
    const columns = { who: 'name' };
    expect(accepts({ sql: people, on, columns })).toBe(true);
    expect(accepts({ on, columns })).toBe(false);
    expect(accepts({ sql: people, from: 'people', on, columns })).toBe(false);
    expect(accepts({ sql: people, on: {}, columns })).toBe(false);
    expect(accepts({ sql: people, on })).toBe(false);
    expect(accepts({ sql: people, on, columns }, { from: 'people', on, columns })).toBe(false);
  });
});
