import { afterAll, beforeAll } from 'vitest';
import type { Knex } from 'knex';
import { openPostgres } from '../../server/database/connect.ts';
import { usableDefinitionsRole } from '../../server/database/definitionsRole.ts';
import { dataSchema, ownSchema } from '../../server/database/dialect.ts';
import { migratePostgres } from '../../server/database/prepareDatabases.ts';
import type { DefinitionSql } from '../../server/stores/engine/postgresSession.ts';
import { copyPostgresDatabase, type PostgresDatabase } from './postgres.ts';
import { platformAlone, type StoreTables } from './sqliteFiles.ts';

/** The platform's tables in a PostgreSQL database of the test file's own. */
export interface PostgresTables extends StoreTables {
  readonly url: string;
  readonly definitionSql: DefinitionSql;
}

interface Opened {
  readonly database: PostgresDatabase;
  readonly tables: PostgresTables;
  readonly kept: ReadonlySet<string>;
}

/** The tables that stand now; those that a test makes are dropped after it. */
async function tableNames(knex: Knex): Promise<readonly string[]> {
  const rows: { schemaname: string; tablename: string }[] = await knex('pg_tables').whereIn('schemaname', [
    ownSchema,
    dataSchema,
  ]);
  return rows.map(({ schemaname, tablename }) => `${schemaname}."${tablename}"`);
}

async function empty({ tables: { engine }, kept }: Opened): Promise<void> {
  const names = await tableNames(engine);
  const statements = names
    .filter((name) => !name.includes('sb_migration'))
    .map((name) => (kept.has(name) ? `DELETE FROM ${name}` : `DROP TABLE ${name}`));
  await engine.raw(statements.join('; '));
}

async function migrateIn(url: string): Promise<void> {
  const knex = openPostgres(url, { pool: 2, applicationName: 'signalbox tests' });
  try {
    await migratePostgres(knex);
  } finally {
    await knex.destroy();
  }
}

/** A database with the tables of the platform, without packages. */
export const copyPlatformDatabase = (): Promise<PostgresDatabase> => copyPostgresDatabase(platformAlone, migrateIn);

async function open(): Promise<Opened> {
  const database = await copyPlatformDatabase();
  const { url } = database;
  const engine = openPostgres(url, { pool: 4, applicationName: 'signalbox tests' });
  const role = await usableDefinitionsRole(engine);
  const outside = openPostgres(url, { pool: 10, applicationName: 'signalbox tests', data: { role } });
  const definitionSql = { outside, role, tookBack: () => Promise.resolve(false) };
  const tables: PostgresTables = {
    url,
    engine,
    inbox: engine,
    inboxReader: engine,
    definitionSql,
    close: async () => undefined,
  };
  return { database, tables, kept: new Set(await tableNames(engine)) };
}

/** Opens a database for the tests of a file; what is answered gives its tables, emptied each time. */
export function postgresForThisFile(): () => Promise<PostgresTables> {
  let opened: Opened | undefined;
  beforeAll(async () => {
    opened = await open();
  }, 60_000);
  afterAll(async () => {
    if (!opened) return;
    await opened.tables.engine.destroy();
    await opened.tables.definitionSql.outside.destroy();
    await opened.database.drop();
  });
  return async () => {
    if (!opened) throw new TypeError('the database is opened before the first test');
    await empty(opened);
    return opened.tables;
  };
}
