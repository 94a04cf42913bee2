import type { Knex } from 'knex';
import { rmSync } from 'node:fs';
import { openPostgres, openSqlite } from '../../database/connect.ts';
import { copyFile } from '../../database/backup/sqlitePair.ts';
import { usableDefinitionsRole } from '../../database/definitionsRole.ts';
import type { DefinitionSql } from '../engine/postgresSession.ts';

/** What a simulation stands on: SQL sees what came before it, and nothing of it is left. */
export interface SimulationGround {
  readonly trx: Knex.Transaction;
  readonly definitionSql?: DefinitionSql;
}

class TakenBack extends Error {
  override readonly name = 'TakenBack';
}

/** Does work in a transaction that is always rolled back. */
async function rolledBack<Result>(knex: Knex, work: (trx: Knex.Transaction) => Promise<Result>): Promise<Result> {
  const done: { result?: { readonly value: Result } } = {};
  try {
    await knex.transaction(async (trx) => {
      done.result = { value: await work(trx) };
      throw new TakenBack();
    });
  } catch (error) {
    if (done.result && error instanceof TakenBack) return done.result.value;
    throw error;
  }
  throw new TakenBack('the transaction was committed');
}

/** On SQLite: on a copy of the file, so that the worker's is neither changed nor locked. */
export async function onCopy<Result>(
  { engineFile, copy }: { readonly engineFile: string; readonly copy: string },
  work: (ground: SimulationGround) => Promise<Result>,
): Promise<Result> {
  await copyFile(engineFile, copy);
  const knex = openSqlite({ file: copy });
  try {
    return await rolledBack(knex, (trx) => work({ trx }));
  } finally {
    await knex.destroy();
    for (const part of ['', '-wal', '-shm']) rmSync(copy + part, { force: true });
  }
}

/** On PostgreSQL: in one transaction, which waits two seconds at most for what others hold. */
export async function onTransaction<Result>(
  url: string,
  work: (ground: SimulationGround) => Promise<Result>,
): Promise<Result> {
  const knex = openPostgres(url, { pool: 2, applicationName: 'signalbox simulation' });
  try {
    const role = await usableDefinitionsRole(knex);
    const definitionSql = { outside: knex, role, tookBack: () => Promise.resolve(false) };
    return await rolledBack(knex, async (trx) => {
      await trx.raw(`SET LOCAL lock_timeout = '2s'`);
      return work({ trx, definitionSql });
    });
  } finally {
    await knex.destroy();
  }
}

/** A part of the simulation that is taken back alone when it fails, as a step of a worker would be. */
export async function inSavepoint<Result>({ trx }: SimulationGround, work: () => Promise<Result>): Promise<Result> {
  await trx.raw('SAVEPOINT simulated_step');
  try {
    const result = await work();
    await trx.raw('RELEASE SAVEPOINT simulated_step');
    return result;
  } catch (error) {
    await trx.raw('ROLLBACK TO SAVEPOINT simulated_step');
    await trx.raw('RELEASE SAVEPOINT simulated_step');
    throw error;
  }
}
