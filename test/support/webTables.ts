import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Knex } from 'knex';
import { openPostgres, openSqlite } from '../../server/database/connect.ts';
import { migrate } from '../../server/database/migrate.ts';
import { engineMigrations, engineMigrationTable } from '../../server/database/migrations/engine/all.ts';
import { inboxMigrations, inboxMigrationTable } from '../../server/database/migrations/inbox/all.ts';
import { migratePostgres } from '../../server/database/prepareDatabases.ts';
import { createPostgresDatabase } from './postgres.ts';
import type { StoreTables } from './sqliteFiles.ts';

/** The tables of a whole installation: what a worker opens, and what web opens. */
export interface WebTables extends StoreTables {
  /** As web opens the worker's tables. */
  readonly engineReader: Knex;
}

/** Which database a test stands on; `SIGNALBOX_TEST_DATABASE=postgres` sends there what is written for either. */
export type TestDatabase = 'sqlite' | 'postgres';

export const chosenDatabase = (): TestDatabase =>
  process.env['SIGNALBOX_TEST_DATABASE'] === 'postgres' ? 'postgres' : 'sqlite';

async function openOnSqlite(): Promise<WebTables> {
  const folder = mkdtempSync(path.join(tmpdir(), 'signalbox-web-'));
  const [engineFile, inboxFile] = [path.join(folder, 'signalbox.db'), path.join(folder, 'inbox.db')];
  const engine = openSqlite({ file: engineFile });
  const inbox = openSqlite({ file: inboxFile });
  await migrate(engine, engineMigrationTable, engineMigrations);
  await migrate(inbox, inboxMigrationTable, inboxMigrations);
  const engineReader = openSqlite({ file: engineFile, readOnly: true });
  const inboxReader = openSqlite({ file: inboxFile, readOnly: true });
  return {
    engine,
    inbox,
    engineReader,
    inboxReader,
    close: async () => {
      await Promise.all([engine, inbox, engineReader, inboxReader].map((knex) => knex.destroy()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function openOnPostgres(): Promise<WebTables> {
  const { url, drop } = await createPostgresDatabase();
  const open = (pool: number, more: { readOnly?: boolean; data?: { role: string | undefined } } = {}): Knex =>
    openPostgres(url, { pool, applicationName: 'signalbox tests', ...more });
  const engine = open(4);
  const role = await migratePostgres(engine);
  const [inbox, engineReader, outside] = [open(4), open(4, { readOnly: true }), open(1, { data: { role } })];
  return {
    engine,
    inbox,
    engineReader,
    inboxReader: engine,
    definitionSql: { outside, role, tookBack: () => Promise.resolve(false) },
    close: async () => {
      await Promise.all([engine, inbox, engineReader, outside].map((knex) => knex.destroy()));
      await drop();
    },
  };
}

/** Opens a new installation, migrated, without packages. */
export const openWebTables = (database: TestDatabase = chosenDatabase()): Promise<WebTables> =>
  database === 'postgres' ? openOnPostgres() : openOnSqlite();
