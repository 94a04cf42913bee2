import type { Knex } from 'knex';
import { z } from 'zod';
import { dialectOf } from '../../server/database/dialect.ts';

const sequencesSchema = z.object({
  rows: z.array(z.object({ name: z.string(), last: z.coerce.number().nullable() })),
});

const sequencesSql = `SELECT quote_ident(schemaname) || '.' || quote_ident(sequencename) AS name, last_value AS last
FROM pg_sequences`;

/**
 * Notes which numbers PostgreSQL has handed out, and answers what takes it back to there: it leaves out the numbers of a
 * transaction that was taken back, which is nobody's concern, but would make rows differ that are the same.
 */
export async function keepNumbers(knex: Knex): Promise<() => Promise<void>> {
  if (dialectOf(knex) === 'sqlite') return async () => undefined;
  const { rows: before } = sequencesSchema.parse(await knex.raw(sequencesSql));
  return async () => {
    const { rows: after } = sequencesSchema.parse(await knex.raw(sequencesSql));
    for (const { name, last } of before) {
      if (after.every((sequence) => sequence.name !== name || sequence.last === last)) continue;
      await knex.raw('SELECT setval(?, ?, ?)', [name, last ?? 1, last !== null]);
    }
  };
}
