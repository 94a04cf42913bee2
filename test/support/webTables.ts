import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Knex } from 'knex';
import { openPostgres, openSqlite } from '../../server/database/connect.ts';
import { migrate } from '../../server/database/migrate.ts';
import { engineMigrations, engineMigrationTable } from '../../server/database/migrations/engine/all.ts';
import { inboxMigrations, inboxMigrationTable } from '../../server/database/migrations/inbox/all.ts';
import { usableDefinitionsRole } from '../../server/database/definitionsRole.ts';
import {
  migratePostgres,
  prepareDatabases,
  preparePostgres,
  type PrepareOptions,
} from '../../server/database/prepareDatabases.ts';
import type { WorkerDatabase } from '../../server/processes/workerSettings.ts';
import { createPostgresDatabase } from './postgres.ts';
import type { StoreTables } from './sqliteFiles.ts';

/** The tables of a whole installation: what a worker opens, and what web opens. */
export interface WebTables extends StoreTables {
  /** As web opens the worker's tables. */
  readonly engineReader: Knex;
  /** Where other processes find it. */
  readonly place: { readonly database: WorkerDatabase; readonly url: string };
}

/** Which database a test stands on; `SIGNALBOX_TEST_DATABASE=postgres` sends there what is written for either. */
export type TestDatabase = 'sqlite' | 'postgres';

export const chosenDatabase = (): TestDatabase =>
  process.env['SIGNALBOX_TEST_DATABASE'] === 'postgres' ? 'postgres' : 'sqlite';

/** How the tables of a new installation are made. */
interface Making {
  readonly sqlite: (files: { readonly engineFile: string; readonly inboxFile: string }) => Promise<void>;
  readonly postgres: (url: string) => Promise<unknown>;
}

async function openOnSqlite(make: Making['sqlite']): Promise<WebTables> {
  const folder = mkdtempSync(path.join(tmpdir(), 'signalbox-web-'));
  const [engineFile, inboxFile] = [path.join(folder, 'signalbox.db'), path.join(folder, 'inbox.db')];
  await make({ engineFile, inboxFile });
  const [engine, inbox] = [openSqlite({ file: engineFile }), openSqlite({ file: inboxFile })];
  const engineReader = openSqlite({ file: engineFile, readOnly: true });
  const inboxReader = openSqlite({ file: inboxFile, readOnly: true });
  return {
    engine,
    inbox,
    engineReader,
    inboxReader,
    place: { database: { dialect: 'sqlite', engineFile, inboxFile }, url: '' },
    close: async () => {
      await Promise.all([engine, inbox, engineReader, inboxReader].map((knex) => knex.destroy()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function openOnPostgres(make: Making['postgres']): Promise<WebTables> {
  const { url, drop } = await createPostgresDatabase();
  await make(url);
  const open = (pool: number, more: { readOnly?: boolean; data?: { role: string | undefined } } = {}): Knex =>
    openPostgres(url, { pool, applicationName: 'signalbox tests', ...more });
  const engine = open(4);
  const role = await usableDefinitionsRole(engine);
  const [inbox, engineReader, outside] = [open(4), open(4, { readOnly: true }), open(1, { data: { role } })];
  return {
    engine,
    inbox,
    engineReader,
    inboxReader: engine,
    place: { database: { dialect: 'postgres' }, url },
    definitionSql: { outside, role, tookBack: () => Promise.resolve(false) },
    close: async () => {
      await Promise.all([engine, inbox, engineReader, outside].map((knex) => knex.destroy()));
      await drop();
    },
  };
}

const openMade = (database: TestDatabase, make: Making): Promise<WebTables> =>
  database === 'postgres' ? openOnPostgres(make.postgres) : openOnSqlite(make.sqlite);

/** Does something with a database that is open only for it. */
async function during(knex: Knex, work: (knex: Knex) => Promise<unknown>): Promise<void> {
  try {
    await work(knex);
  } finally {
    await knex.destroy();
  }
}

/** Opens a new installation, migrated, without packages. */
export const openWebTables = (database: TestDatabase = chosenDatabase()): Promise<WebTables> =>
  openMade(database, {
    sqlite: async ({ engineFile, inboxFile }) => {
      await during(openSqlite({ file: engineFile }), (knex) => migrate(knex, engineMigrationTable, engineMigrations));
      await during(openSqlite({ file: inboxFile }), (knex) => migrate(knex, inboxMigrationTable, inboxMigrations));
    },
    postgres: (url) => during(openPostgres(url, { pool: 2, applicationName: 'signalbox tests' }), migratePostgres),
  });

/** The same with the shipped packages, as a first start leaves it. */
export const openInstallation = (database: TestDatabase, options: PrepareOptions): Promise<WebTables> =>
  openMade(database, {
    sqlite: (files) => prepareDatabases({ ...files, release: () => undefined }, options),
    postgres: (url) => preparePostgres(url, options),
  });
