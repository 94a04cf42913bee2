import type { Knex } from 'knex';
import { invariant } from '../../../engine/invariant.ts';
import { dataSchema, dialectOf } from '../../database/dialect.ts';

/** Work tables of instances are named `wkf_...`; what the engine itself owns begins with `sb_`. */
const protectedName = /^(sb_|sqlite_|knex_|xtk_option$)/i;

/** Whether a table is the engine's own, so that no kind may name or drop it (semantics.md 6). */
export const isProtected = (table: string): boolean => protectedName.test(table);

/** A name as an SQL identifier. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Where a work table or a package's table is to be found. */
export const placeOf = (knex: Knex, name: string): string =>
  dialectOf(knex) === 'postgres' ? `${dataSchema}.${quoteName(name)}` : quoteName(name);

/** Drops a work table or a package's dynamic table, and what the engine remembers of it. */
export async function dropTable(trx: Knex, name: string): Promise<void> {
  invariant(!isProtected(name), `the table ${name} is the engine's own`);
  // PostgreSQL refuses while a view of a definition's SQL stands on it; SQLite leaves that view behind.
  const views = dialectOf(trx) === 'postgres' ? ' CASCADE' : '';
  await trx.raw(`DROP TABLE IF EXISTS ${placeOf(trx, name)}${views}`);
  await trx('sb_work_table').where({ name }).delete();
}
