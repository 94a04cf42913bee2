import type { Knex } from 'knex';
import { copyBeforeMigration, type Upgrading } from './backup/beforeMigration.ts';
import { openPostgres, openSqlite } from './connect.ts';
import { whileLocked } from './databaseLocks.ts';
import { ensureDefinitionsRole, openOptions, usableDefinitionsRole } from './definitionsRole.ts';
import { ownSchema } from './dialect.ts';
import { installPackages, packageMigrations, type InstallOptions } from './installPackages.ts';
import { migrate, NewerSchema } from './migrate.ts';
import { engineMigrations, engineMigrationTable } from './migrations/engine/all.ts';
import { inboxMigrations, inboxMigrationTable } from './migrations/inbox/all.ts';
import { StartRefused, type DataFolder } from '../processes/dataFolder.ts';

/** How databases are prepared. */
export interface PrepareOptions extends Omit<InstallOptions, 'knex' | 'data'> {
  /** Told where the files of an older release were copied to before anything was changed. */
  readonly onCopied?: (folder: string) => void;
}

const upgrades = (knex: Knex, inbox: Knex): readonly Upgrading[] => [
  { knex, tableName: engineMigrationTable, migrations: engineMigrations },
  { knex: inbox, tableName: inboxMigrationTable, migrations: inboxMigrations },
  ...packageMigrations().map((each) => ({ knex, ...each })),
];

async function refuseNewer(work: () => Promise<void>, remedy: string): Promise<void> {
  try {
    await work();
  } catch (cause) {
    if (!(cause instanceof NewerSchema)) throw cause;
    throw new StartRefused(`${cause.message}\nIt was written by a newer release: start that one, or ${remedy}.`, {
      cause,
    });
  }
}

/** Brings both files to this release's schema, and the packages into them; before any worker lives. */
export async function prepareDatabases(folder: DataFolder, options: PrepareOptions): Promise<void> {
  const knex = openSqlite({ file: folder.engineFile });
  const inbox = openSqlite({ file: folder.inboxFile });
  try {
    await refuseNewer(async () => {
      const copy = await copyBeforeMigration(folder, upgrades(knex, inbox), options.nowMs);
      if (copy !== undefined) options.onCopied?.(copy);
      await migrate(inbox, inboxMigrationTable, inboxMigrations);
      await migrate(knex, engineMigrationTable, engineMigrations);
      await installPackages({ knex, ...options });
    }, 'use another folder with --data');
  } finally {
    await knex.destroy();
    await inbox.destroy();
  }
}

/**
 * Brings a PostgreSQL database to this release's schema: the platform's own tables in a schema of their own, those of
 * packages in `public`. Safe to call from several processes at once: one does the work, the others wait and find it done.
 */
export async function preparePostgres(url: string, options: PrepareOptions): Promise<void> {
  const knex = openPostgres(url, { pool: 3, applicationName: 'signalbox setup' });
  try {
    await refuseNewer(
      () => whileLocked(knex, 'schema', () => prepareLocked(knex, url, options)),
      'use another database',
    );
  } finally {
    await knex.destroy();
  }
}

/** The tables of the platform, without any package: what tests of the stores need. */
export async function migratePostgres(knex: Knex): Promise<string | undefined> {
  await knex.raw(`CREATE SCHEMA IF NOT EXISTS ${ownSchema}`);
  await knex.transaction((trx) => ensureDefinitionsRole(trx));
  await migrate(knex, inboxMigrationTable, inboxMigrations);
  await migrate(knex, engineMigrationTable, engineMigrations);
  const role = await usableDefinitionsRole(knex);
  if (role !== undefined) await openOptions(knex, role);
  return role;
}

async function prepareLocked(knex: Knex, url: string, options: PrepareOptions): Promise<void> {
  const role = await migratePostgres(knex);
  const data = { knex: openPostgres(url, { pool: 1, applicationName: 'signalbox setup', data: { role } }), role };
  try {
    await installPackages({ knex, data, ...options });
  } finally {
    await data.knex.destroy();
  }
}
