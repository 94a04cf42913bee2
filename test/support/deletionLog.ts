import type { Knex } from 'knex';
import { z } from 'zod';

const columnsSchema = z.array(z.object({ name: z.string(), pk: z.number() }));

/** Lets triggers note each deleted row of the package's tables: a deletion that happened twice is noted twice. */
export async function logDeletions(knex: Knex): Promise<void> {
  await knex.raw('CREATE TABLE deleted_row (table_name TEXT NOT NULL, row_key TEXT NOT NULL)');
  const all = z.array(z.string()).parse(await knex('sqlite_master').where({ type: 'table' }).pluck('name'));
  const tables = all.filter((name) => /^(nms|xtk)_/.test(name));
  for (const table of tables) {
    const columns = columnsSchema.parse(await knex.raw(`PRAGMA table_info("${table}")`));
    const key = columns.filter(({ pk }) => pk > 0).map(({ name }) => `old."${name}"`);
    if (key.length === 0) continue;
    await knex.raw(
      `CREATE TRIGGER "logged_${table}" AFTER DELETE ON "${table}" BEGIN
         INSERT INTO deleted_row VALUES ('${table}', ${key.join(` || '/' || `)});
       END`,
    );
  }
}

/** How many deletions were noted, and the rows that were deleted more than once. */
export async function readDeletions(
  knex: Knex,
): Promise<{ readonly rows: number; readonly twice: readonly unknown[] }> {
  const counted: unknown = await knex('deleted_row').count({ rows: '*' }).first();
  const twice: unknown[] = await knex('deleted_row')
    .select('table_name', 'row_key')
    .groupBy('table_name', 'row_key')
    .having(knex.raw('count(*) > 1'));
  return { rows: z.object({ rows: z.number() }).parse(counted).rows, twice };
}
