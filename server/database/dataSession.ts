import type { Knex } from 'knex';
import { byIndex } from './connect.ts';
import { dataSchema, ownSchema } from './dialect.ts';

/**
 * Does a part of a transaction as SQL of a definition or package is to be done on PostgreSQL: it sees only the schema of
 * the data, with the rights of the role if there is one. A failure needs no way back: the transaction, or the part of
 * it that this belongs to, rolls back.
 */
export async function asDefinition<Result>(
  trx: Knex,
  role: string | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  const asRole = role === undefined ? '' : `; SET LOCAL ROLE ${role}`;
  await trx.raw(`SET LOCAL search_path TO ${dataSchema}; SET LOCAL enable_seqscan TO DEFAULT${asRole}`);
  const result = await work();
  await trx.raw(`SET LOCAL ROLE NONE; SET LOCAL ${byIndex}; SET LOCAL search_path TO ${ownSchema}, ${dataSchema}`);
  return result;
}
