import type { Knex } from 'knex';
import { z } from 'zod';
import { changeOnPostgres } from './changePackage.ts';
import { openPostgres } from './connect.ts';
import { tryLockSession } from './databaseLocks.ts';
import { preparePostgres, type PrepareOptions } from './prepareDatabases.ts';
import type { Storage } from './storage.ts';
import { endWorkers, statementsOf } from './workerBackends.ts';
import { StartRefused } from '../processes/dataFolder.ts';

/** Where the database is, without the password. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host === '' ? 'localhost' : host}${pathname}`;
}

const oldest = { number: 140_000, name: 'PostgreSQL 14' };
const versionSchema = z.object({ rows: z.tuple([z.object({ version: z.coerce.number() })]) });

/** Makes the first connection: where none can be made, the server says so and does not start. */
async function checkReachable(knex: Knex, url: string): Promise<void> {
  const place = placeOf(url);
  try {
    const answer: unknown = await knex.raw(`SELECT current_setting('server_version_num') AS version`);
    const [{ version }] = versionSchema.parse(answer).rows;
    if (version >= oldest.number) return;
  } catch (cause) {
    const why = cause instanceof Error && cause.message !== '' ? cause.message : String(cause);
    throw new StartRefused(`The database ${place} cannot be used: ${why}\nSee that it runs, and check DATABASE_URL.`, {
      cause,
    });
  }
  throw new StartRefused(`The database ${place} is older than ${oldest.name}, the oldest that this release knows.`);
}

const lookEveryMs = 5_000;

interface Holding {
  readonly knex: Knex;
  readonly release: () => Promise<void>;
}

/**
 * Takes hold of a database for this process, by a lock that lives as long as its connection. One that was lost with
 * the connection is taken again; where another server was quicker, this one must end.
 */
async function hold(url: string, onLost: () => void): Promise<Holding> {
  const knex = openPostgres(url, { pool: 1, applicationName: 'signalbox server', keep: true });
  const refuse = async (error: StartRefused): Promise<never> => {
    await knex.destroy();
    throw error;
  };
  await checkReachable(knex, url).catch(refuse);
  if (!(await tryLockSession(knex, 'server'))) {
    await refuse(
      new StartRefused(
        `Another Signalbox uses the database ${placeOf(url)}.\nStop it first, or choose another with DATABASE_URL.`,
      ),
    );
  }
  const timer = setInterval(() => {
    // Unreachable: nobody else reaches it either, and it is asked again.
    tryLockSession(knex, 'server').then(
      (isOurs) => {
        if (!isOurs) onLost();
      },
      () => undefined,
    );
  }, lookEveryMs);
  return {
    knex,
    release: async () => {
      clearInterval(timer);
      await knex.destroy();
    },
  };
}

/**
 * Opens and prepares a PostgreSQL database.
 * @param onLost another server has taken the database over: this one must not go on.
 * @throws StartRefused when it cannot be reached, another server uses it, or a newer release wrote it.
 */
export async function openPostgresStorage(url: string, options: PrepareOptions, onLost: () => void): Promise<Storage> {
  const held = await hold(url, onLost);
  await endWorkers(held.knex);
  await preparePostgres(url, options);
  const inbox = openPostgres(url, { pool: 5, applicationName: 'signalbox web' });
  const engineReader = openPostgres(url, { pool: 5, applicationName: 'signalbox web', readOnly: true });
  return {
    inbox,
    engineReader,
    workerDatabase: { dialect: 'postgres' },
    workerEnvironment: { DATABASE_URL: url },
    statements: statementsOf(inbox),
    changePackage: (change, nowMs) => changeOnPostgres(url, { ...options, nowMs }, change),
    close: async () => {
      await inbox.destroy();
      await engineReader.destroy();
      await held.release();
    },
  };
}
