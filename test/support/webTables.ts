import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Knex } from 'knex';
import { openPostgres, openSqlite } from '../../server/database/connect.ts';
import { usableDefinitionsRole } from '../../server/database/definitionsRole.ts';
import { prepareDatabases, preparePostgres, type PrepareOptions } from '../../server/database/prepareDatabases.ts';
import type { WorkerDatabase } from '../../server/processes/workerSettings.ts';
import { copiedFolder } from './databaseTemplates.ts';
import { copyPostgresDatabase, type PostgresDatabase } from './postgres.ts';
import { copyPlatformDatabase } from './postgresTables.ts';
import { copyPlatformFiles, filesIn, openUnsynced, type StoreTables } from './sqliteFiles.ts';

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

async function openOnSqlite(folder: string): Promise<WebTables> {
  const { engineFile, inboxFile } = filesIn(folder);
  const [engine, inbox] = [await openUnsynced(engineFile), await openUnsynced(inboxFile)];
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

async function openOnPostgres({ url, drop }: PostgresDatabase): Promise<WebTables> {
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

/** Opens a new installation, migrated, without packages. */
export async function openWebTables(database: TestDatabase = chosenDatabase()): Promise<WebTables> {
  return database === 'postgres'
    ? openOnPostgres(await copyPlatformDatabase())
    : openOnSqlite(await copyPlatformFiles());
}

const prepareIn = (folder: string, options: PrepareOptions): Promise<void> =>
  prepareDatabases({ ...filesIn(folder), release: () => undefined }, options);

/** The same with the shipped packages, as a first start leaves it; it is made once a run of the tests, then copied. */
export async function openInstallation(database: TestDatabase, options: PrepareOptions): Promise<WebTables> {
  const { nowMs, demo, demoScale } = options;
  const what = JSON.stringify({ nowMs, demo, demoScale });
  return database === 'postgres'
    ? openOnPostgres(await copyPostgresDatabase(what, (url) => preparePostgres(url, options)))
    : openOnSqlite(await copiedFolder(what, (folder) => prepareIn(folder, options)));
}

/** The same, made for this test alone. */
export async function makeInstallation(options: PrepareOptions): Promise<WebTables> {
  const folder = mkdtempSync(path.join(tmpdir(), 'signalbox-web-'));
  await prepareIn(folder, options);
  return openOnSqlite(folder);
}
