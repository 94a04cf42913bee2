import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Knex } from 'knex';
import type { EngineStore } from '../../engine/ports/engineStore.ts';
import { openSqlite } from '../../server/database/connect.ts';
import { migrate } from '../../server/database/migrate.ts';
import { engineMigrations, engineMigrationTable } from '../../server/database/migrations/engine/all.ts';
import { inboxMigrations, inboxMigrationTable } from '../../server/database/migrations/inbox/all.ts';
import { createSqlDefinitions } from '../../server/stores/engine/sqlDefinitions.ts';
import type { DefinitionSql } from '../../server/stores/engine/postgresSession.ts';
import { createSqlEngineStore } from '../../server/stores/engine/sqlEngineStore.ts';
import { createWorkflowFacts } from '../../server/stores/engine/workflowFacts.ts';
import { copiedFolder } from './databaseTemplates.ts';
import { testKinds } from './testKinds.ts';

/** The tables of the platform, as the processes open them: two files on SQLite, one database on PostgreSQL. */
export interface StoreTables {
  readonly engine: Knex;
  readonly inbox: Knex;
  /** As a worker opens web's tables. */
  readonly inboxReader: Knex;
  /** On PostgreSQL alone. */
  readonly definitionSql?: DefinitionSql;
  close: () => Promise<void>;
}

/** The files of a data folder. */
export interface PlatformFiles {
  readonly engineFile: string;
  readonly inboxFile: string;
}

/** Where they lie in it. */
export const filesIn = (folder: string): PlatformFiles => ({
  engineFile: path.join(folder, 'signalbox.db'),
  inboxFile: path.join(folder, 'inbox.db'),
});

/** Opens a file for writing. A test that pulls no plug need not wait for the disk. */
export async function openUnsynced(file: string): Promise<Knex> {
  const knex = openSqlite({ file });
  await knex.raw('PRAGMA synchronous = OFF');
  return knex;
}

async function migrateFiles(folder: string): Promise<void> {
  const { engineFile, inboxFile } = filesIn(folder);
  const [engine, inbox] = [await openUnsynced(engineFile), await openUnsynced(inboxFile)];
  await migrate(engine, engineMigrationTable, engineMigrations);
  await migrate(inbox, inboxMigrationTable, inboxMigrations);
  await Promise.all([engine.destroy(), inbox.destroy()]);
}

/** The name of what a database is that has no packages. */
export const platformAlone = 'the platform alone';

/** A temporary folder with the two files of a data folder, migrated, without packages. */
export const copyPlatformFiles = (): Promise<string> => copiedFolder(platformAlone, migrateFiles);

/** The two files of a data folder, migrated, in a temporary folder of their own. */
export async function openSqliteFiles(): Promise<StoreTables> {
  const folder = await copyPlatformFiles();
  const { engineFile, inboxFile } = filesIn(folder);
  const [engine, inbox] = [await openUnsynced(engineFile), await openUnsynced(inboxFile)];
  const inboxReader = openSqlite({ file: inboxFile, readOnly: true });
  return {
    engine,
    inbox,
    inboxReader,
    close: async () => {
      for (const knex of [engine, inbox, inboxReader]) await knex.destroy();
      await rm(folder, { recursive: true });
    },
  };
}

/** The engine's store on such tables, as a worker makes it. */
export function openSqlStore({ engine, inboxReader, definitionSql }: StoreTables, nowMs: () => number): EngineStore {
  const definitions = createSqlDefinitions({ reader: inboxReader, kinds: testKinds, optionDefaults: new Map() });
  const facts = createWorkflowFacts(inboxReader, definitions);
  return createSqlEngineStore({
    knex: engine,
    inboxReader,
    facts,
    mayName: () => true,
    nowMs,
    ...(definitionSql && { definitionSql }),
  });
}
