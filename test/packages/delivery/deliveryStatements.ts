import type { Knex } from 'knex';
import { z } from 'zod';
import { deliverySql, type DeliverySql } from '../../../definitions/activities/delivery/deliverySql.ts';
import { chosenDatabase } from '../../support/webTables.ts';

const rowsSchema = z.array(z.record(z.string(), z.json()));
const changedSchema = z.union([
  z.object({ rowCount: z.number() }).transform(({ rowCount }) => rowCount),
  z.object({ changes: z.number() }).transform(({ changes }) => changes),
]);

/** What of a database statements go to. */
interface Place {
  readonly knex: Knex;
  readonly now: string;
  readonly tables?: readonly string[];
}

/** Statements as sending makes them; `before` may do what another workflow does meanwhile. */
export function deliveryStatements(
  { knex, now, tables = [] }: Place,
  before: (statement: string) => Promise<void> = () => Promise.resolve(),
): DeliverySql {
  const dialect = chosenDatabase();
  return deliverySql(
    {
      dialect,
      run: async (statement, params) => {
        await before(statement);
        return changedSchema.parse(await knex.raw(statement, params));
      },
      all: async (query, params) => {
        await before(query);
        const found: unknown = await knex.raw(query, params);
        return rowsSchema.parse(dialect === 'postgres' ? z.object({ rows: z.unknown() }).parse(found).rows : found);
      },
    },
    { now: () => now, tables: new Set(tables) },
  );
}
