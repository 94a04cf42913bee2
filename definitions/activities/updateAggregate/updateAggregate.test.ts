import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { cubeSchema, type Cube } from '../../../engine/activity/cube.ts';
import { validateDefinition } from '../../../engine/graph/validateDefinition.ts';
import type { Json } from '../../../engine/model/json.ts';
import { describeOnDatabases, type KindDatabase } from '../../../test/support/kindDatabase.ts';
import { freshSeed } from '../../../test/support/random.ts';
import deliveryLogs from '../../packages/delivery/cubes/deliveryLogs.json' with { type: 'json' };
import { updateAggregateExecutor } from './updateAggregate.executor.ts';
import { updateAggregateKind } from './updateAggregate.kind.ts';

const declared = {
  name: 'sales',
  label: 'Sales',
  table: 'shop_cube',
  fact: 'shop_sale',
  where: 'amount IS NULL OR amount >= 0',
  dimensions: [{ name: 'shop' }, { name: 'is_large', value: 'CASE WHEN amount > 5 THEN 1 ELSE 0 END' }],
  measures: [
    { name: 'sales', of: 'count' },
    { name: 'total', of: 'sum', value: 'amount' },
    { name: 'mean', of: 'avg', value: 'amount' },
    { name: 'least', of: 'min', value: 'amount' },
    { name: 'buyers', of: 'distinct', value: 'buyer' },
  ],
  key: 'id',
  changedSince: { column: 'changed_at', lateBy: 0 },
};
const sales = cubeSchema.parse(declared);

async function update(database: KindDatabase, mode: 'full' | 'partial', cube: Cube = sales) {
  const config = updateAggregateKind.schema.parse({ cube: cube.name, mode });
  const outcome = await database.execute(updateAggregateExecutor, config, {
    lent: { cubes: new Map([[cube.name, cube]]) },
  });
  return outcome.vars;
}

interface Sale {
  readonly id: number;
  readonly shop: string | null;
  readonly amount: number | null;
  readonly buyer: number;
}
type Change = { readonly put: Sale } | { readonly gone: number };

const saleOf = fc.record({
  id: fc.integer({ min: 1, max: 8 }),
  shop: fc.constantFrom('a', 'b', 'a|1:b', null),
  amount: fc.option(fc.integer({ min: -3, max: 9 })),
  buyer: fc.integer({ min: 1, max: 3 }),
});
const changeOf: fc.Arbitrary<Change> = fc.oneof(
  saleOf.map((put) => ({ put })),
  fc.integer({ min: 1, max: 8 }).map((gone) => ({ gone })),
);
const historyOf = fc.array(fc.array(changeOf, { maxLength: 6 }), { minLength: 1, maxLength: 5 });

const text = (value: string | null) => (value === null ? 'NULL' : `'${value}'`);

/** Two changes in a second, as if they had the same instant. */
const instantOf = (turn: number) => new Date(Date.UTC(2026, 0, 31, 4, 0, Math.floor(turn / 2))).toISOString();

async function make(database: KindDatabase, change: Change, turn: number): Promise<void> {
  await database.run(`DELETE FROM shop_sale WHERE id = ${'put' in change ? change.put.id : change.gone}`);
  if (!('put' in change)) return;
  const { id, shop, amount, buyer } = change.put;
  const values = `${id}, ${text(shop)}, ${amount ?? 'NULL'}, ${buyer}, '${instantOf(turn)}'`;
  await database.run(`INSERT INTO shop_sale (id, shop, amount, buyer, changed_at) VALUES (${values})`);
}

const textOf = (value: Json | undefined) => (typeof value === 'object' ? '' : String(value));

/** What the groups are, counted by hand. */
function expected(standing: ReadonlyMap<number, Sale>) {
  const groups = new Map<string, Sale[]>();
  for (const sale of standing.values()) {
    if (sale.amount !== null && sale.amount < 0) continue;
    const group = `${sale.shop ?? ''}/${(sale.amount ?? 0) > 5 ? 1 : 0}`;
    groups.set(group, [...(groups.get(group) ?? []), sale]);
  }
  const rows = [...groups].map(([group, members]) => {
    const amounts = members.flatMap(({ amount }) => amount ?? []);
    const sum = amounts.length === 0 ? null : amounts.reduce((all, amount) => all + amount, 0);
    const least = amounts.length === 0 ? null : Math.min(...amounts);
    const buyers = new Set(members.map(({ buyer }) => buyer)).size;
    return { group, sales: members.length, sum, count: amounts.length, least, buyers };
  });
  return rows.toSorted((one, other) => (one.group < other.group ? -1 : 1));
}

async function kept(database: KindDatabase) {
  const rows = await database.rows('SELECT * FROM shop_cube');
  return rows
    .map((row) => ({
      group: `${textOf(row['shop'])}/${textOf(row['is_large'])}`,
      sales: row['sales'],
      sum: row['mean_sum'],
      count: row['mean_count'],
      least: row['least'],
      buyers: row['buyers'],
    }))
    .toSorted((one, other) => (one.group < other.group ? -1 : 1));
}

describeOnDatabases('updating an aggregate', (database) => {
  const empty = async () => {
    for (const table of ['shop_sale', 'shop_cube', 'shop_cube_keys', 'shop_cube_mark'])
      await database.run(`DROP TABLE IF EXISTS ${table}`);
    await database.run(
      'CREATE TABLE shop_sale (id INTEGER PRIMARY KEY, shop TEXT, amount INTEGER, buyer INTEGER, changed_at TIMESTAMPTZ)',
    );
  };
  beforeEach(empty);
  const all = () => database.rows('SELECT * FROM shop_cube ORDER BY cube_group');

  // Caught: recompute without the groups of rows that went.
  it('makes of changed groups exactly what making all anew makes, whatever has changed', async () => {
    const holds = async (history: readonly (readonly Change[])[]) => {
      await empty();
      const standing = new Map<number, Sale>();
      let turn = 0;
      for (const changes of history) {
        for (const change of changes) {
          await make(database, change, (turn += 1));
          if ('put' in change) standing.set(change.put.id, change.put);
          else standing.delete(change.gone);
        }
        await update(database, 'partial');
        expect(await kept(database)).toEqual(expected(standing));
      }
      const partial = await all();
      await update(database, 'full');
      expect(await all()).toEqual(partial);
    };
    const seed = freshSeed('cubes');
    await fc.assert(fc.asyncProperty(historyOf, holds), { seed, numRuns: 20 });
  }, 60_000);

  it('makes all groups the first time, then those alone that rows came to, left or are in', async () => {
    const put = (id: number, shop: string, amount: number, turn: number) =>
      make(database, { put: { id, shop, amount, buyer: 1 } }, turn);
    for (const [id, shop] of ['a', 'b', 'c', 'd', 'e'].entries()) await put(id, shop, 1, 0);
    expect(await update(database, 'partial')).toEqual({ recordCount: 5, mode: 'full' });
    await put(9, 'e', 1, 10);
    expect(await update(database, 'partial')).toEqual({ recordCount: 5, mode: 'partial' });
    await put(0, 'b', 1, 20);
    expect(await update(database, 'partial')).toEqual({ recordCount: 3, mode: 'partial' });
    await database.run('DELETE FROM shop_sale WHERE id = 2');
    expect(await update(database, 'partial')).toEqual({ recordCount: 2, mode: 'partial' });
    expect((await kept(database)).map(({ group, sales: count }) => [group, count])).toEqual([
      ['b/0', 2],
      ['d/0', 1],
      ['e/0', 2],
    ]);
  });

  it('looks back as far as changes may come late', async () => {
    const patient = cubeSchema.parse({ ...declared, changedSince: { column: 'changed_at', lateBy: 5 } });
    await make(database, { put: { id: 1, shop: 'a', amount: 1, buyer: 1 } }, 20);
    await update(database, 'partial', patient);
    await make(database, { put: { id: 2, shop: 'b', amount: 1, buyer: 1 } }, 12);
    await make(database, { put: { id: 3, shop: 'c', amount: 1, buyer: 1 } }, 2);
    await update(database, 'partial', patient);
    expect((await kept(database)).map(({ group }) => group)).toEqual(['a/0', 'b/0']);
  });

  it('makes all groups anew when the cube is declared otherwise, or a table of it has gone', async () => {
    await make(database, { put: { id: 1, shop: 'a', amount: 1, buyer: 1 } }, 0);
    await update(database, 'partial');
    const other = cubeSchema.parse({ ...declared, dimensions: [{ name: 'buyer' }] });
    expect(await update(database, 'partial', other)).toEqual({ recordCount: 1, mode: 'full' });
    expect(await update(database, 'partial', other)).toMatchObject({ mode: 'partial' });
    await database.run('DROP TABLE shop_cube');
    expect(await update(database, 'partial', other)).toEqual({ recordCount: 1, mode: 'full' });
  });

  it('updates a cube without key in full, and says so where changed groups are asked for', async () => {
    const { key: _key, changedSince: _changes, ...rest } = declared;
    const keyless = cubeSchema.parse(rest);
    await expect(update(database, 'partial', keyless)).rejects.toMatchObject({ failure: { cause: 'config' } });
    await make(database, { put: { id: 1, shop: 'a', amount: 1, buyer: 1 } }, 0);
    expect(await update(database, 'full', keyless)).toEqual({ recordCount: 1, mode: 'full' });
    expect(await database.tables()).not.toContain('shop_cube_keys');
  });

  it('sums the delivery logs up by day of UTC, delivery and status', async () => {
    await database.run('DROP TABLE IF EXISTS nms_broad_log_rcp');
    await database.run(
      'CREATE TABLE nms_broad_log_rcp (broad_log_id BIGINT, delivery_id BIGINT, recipient_id BIGINT, status INTEGER, last_modified_at TIMESTAMPTZ)',
    );
    const logs = [
      "(1, 7, 1, 1, '2026-01-30T23:59:59.000Z')",
      "(2, 7, 1, 1, '2026-01-31T00:00:00.000Z')",
      "(3, 7, 1, 1, '2026-01-31T05:00:00.000Z')",
      "(4, 7, 2, 2, '2026-01-31T06:00:00.000Z')",
    ];
    await database.run(`INSERT INTO nms_broad_log_rcp VALUES ${logs.join(', ')}`);
    const cube = cubeSchema.parse(deliveryLogs);
    await update(database, 'partial', cube);
    await database.run(
      "UPDATE nms_broad_log_rcp SET status = 3, last_modified_at = '2026-01-31T07:00:00.000Z' WHERE broad_log_id = 4",
    );
    expect(await update(database, 'partial', cube)).toMatchObject({ mode: 'partial' });
    const rows = await database.rows(
      'SELECT day, delivery_id, status, messages, recipients, last_change FROM nms_cube_delivery_logs ORDER BY day, status',
    );
    expect(rows.map((row) => Object.values(row))).toEqual([
      ['2026-01-30', 7, 1, 1, 1, '2026-01-30T23:59:59.000Z'],
      ['2026-01-31', 7, 1, 2, 1, '2026-01-31T05:00:00.000Z'],
      ['2026-01-31', 7, 3, 1, 1, '2026-01-31T07:00:00.000Z'],
    ]);
  });

  it('names its cube', async () => {
    const config = updateAggregateKind.schema.parse({ cube: 'nowhere' });
    await expect(database.execute(updateAggregateExecutor, config)).rejects.toMatchObject({
      failure: { cause: 'config', message: 'There is no cube nowhere.' },
    });
  });
});

describe('the declaration of a cube', () => {
  it('is refused where its SQL is no value, where names meet, and where it stands on a table of the engine', () => {
    const refused = (change: object) => cubeSchema.safeParse({ ...declared, ...change }).success;
    expect(refused({})).toBe(true);
    expect(refused({ where: '1); DROP TABLE shop_sale' })).toBe(false);
    expect(refused({ where: 'id IN (SELECT instance FROM sb_task)' })).toBe(false);
    expect(refused({ fact: 'sb_task' })).toBe(false);
    expect(refused({ dimensions: [{ name: 'mean_sum' }] })).toBe(false);
    expect(refused({ measures: [{ name: 'total', of: 'sum' }] })).toBe(false);
  });

  it('is known where a definition that names it is saved', () => {
    const definition = {
      name: 'cubes',
      activities: { sum: { type: 'updateAggregate', cube: 'salse' } },
      transitions: [],
    };
    const kinds = new Map([[updateAggregateKind.name, updateAggregateKind]]);
    const { problems } = validateDefinition(definition, kinds, { names: { cube: new Set(['sales']) } });
    expect(problems).toContainEqual(
      expect.objectContaining({ code: 'cube-unknown', pointer: '/activities/sum/cube', level: 'error' }),
    );
  });

  it('is asked for where an activity was freshly drawn, with the cubes that there are', () => {
    const sum = { type: 'updateAggregate', ...updateAggregateKind.initial };
    const definition = { name: 'cubes', activities: { sum }, transitions: [] };
    const kinds = new Map([[updateAggregateKind.name, updateAggregateKind]]);
    const { problems } = validateDefinition(definition, kinds, { names: { cube: new Set(['sales', 'visits']) } });
    expect(problems.find(({ code }) => code === 'cube-unknown')?.hint).toContain('sales, visits');
  });
});
