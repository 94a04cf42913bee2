import type { Knex } from 'knex';
import type { WorkerSettings } from '../processes/workerSettings.ts';
import type { DefinitionSql } from '../stores/engine/postgresSession.ts';
import { openPostgres, openSqlite } from './connect.ts';
import { usableDefinitionsRole } from './definitionsRole.ts';
import { workerApplication } from './workerBackends.ts';

/** What a worker stands on; web has prepared it. */
export interface WorkerDatabases {
  readonly knex: Knex;
  readonly inboxReader: Knex;
  /** On PostgreSQL alone. */
  readonly definitionSql?: DefinitionSql;
  readonly close: () => Promise<void>;
}

/** Opens a worker's databases. */
export async function openWorkerDatabases(
  { database, worker, concurrency }: WorkerSettings,
  url: string,
  tookBack: DefinitionSql['tookBack'],
): Promise<WorkerDatabases> {
  if (database.dialect === 'postgres') return openOnPostgres(url, { worker, concurrency, tookBack });
  const knex = openSqlite({ file: database.engineFile });
  const inboxReader = openSqlite({ file: database.inboxFile, readOnly: true });
  return {
    knex,
    inboxReader,
    close: async () => {
      await knex.destroy();
      await inboxReader.destroy();
    },
  };
}

interface Opening extends Pick<WorkerSettings, 'worker' | 'concurrency'>, Pick<DefinitionSql, 'tookBack'> {}

async function openOnPostgres(url: string, { worker, concurrency, tookBack }: Opening): Promise<WorkerDatabases> {
  const applicationName = workerApplication(worker);
  // One for the step's transaction, the others for what is read beside it.
  const knex = openPostgres(url, { pool: 4, applicationName });
  const role = await usableDefinitionsRole(knex);
  const outside = openPostgres(url, { pool: concurrency, applicationName, data: { role } });
  return {
    knex,
    inboxReader: knex,
    definitionSql: { outside, role, tookBack },
    close: async () => {
      await outside.destroy();
      await knex.destroy();
    },
  };
}
