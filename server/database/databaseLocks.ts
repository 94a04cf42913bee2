import type { Knex } from 'knex';
import { dialectOf } from './dialect.ts';

/** Tells our advisory locks from those of others in the same database: "sgnl". */
const family = 0x73_67_6e_6c;

/** What can be locked in a PostgreSQL database. */
const lockNumbers = { schema: 1, inbox: 2, server: 3 } as const;
type LockName = keyof typeof lockNumbers;

/** Waits for a lock, and holds it until the transaction ends. SQLite needs none: each file has one writer. */
export async function lockWithin(trx: Knex, name: LockName): Promise<void> {
  if (dialectOf(trx) !== 'postgres') return;
  await trx.raw('SELECT pg_advisory_xact_lock(?, ?)', [family, lockNumbers[name]]);
}

/** Does work while holding a lock on a connection beside: whoever comes meanwhile waits. */
export async function whileLocked<Result>(knex: Knex, name: LockName, work: () => Promise<Result>): Promise<Result> {
  return knex.transaction(async (trx) => {
    await lockWithin(trx, name);
    return work();
  });
}

/** Takes a lock for as long as the connection lives; false when another has it. */
export async function tryLockSession(connection: Knex, name: LockName): Promise<boolean> {
  const answer = await connection.raw<{ readonly rows: readonly { readonly taken: boolean }[] }>(
    'SELECT pg_try_advisory_lock(?, ?) AS taken',
    [family, lockNumbers[name]],
  );
  return answer.rows[0]?.taken === true;
}
