import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
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

/** The two files of a data folder, migrated, in a temporary folder of their own. */
export async function openSqliteFiles(): Promise<StoreTables> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'signalbox-'));
  const engine = openSqlite({ file: path.join(folder, 'signalbox.db') });
  const inbox = openSqlite({ file: path.join(folder, 'inbox.db') });
  await migrate(engine, engineMigrationTable, engineMigrations);
  await migrate(inbox, inboxMigrationTable, inboxMigrations);
  const inboxReader = openSqlite({ file: path.join(folder, 'inbox.db'), readOnly: true });
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
