import { openSqlite } from './connect.ts';
import { migrate, NewerSchema } from './migrate.ts';
import { engineMigrations, engineMigrationTable } from './migrations/engine/all.ts';
import { inboxMigrations, inboxMigrationTable } from './migrations/inbox/all.ts';
import { installPackages, type InstallOptions } from './installPackages.ts';
import { StartRefused, type DataFolder } from '../processes/dataFolder.ts';

/** Brings both files to this release's schema, and the packages into them; before any worker lives. */
export async function prepareDatabases(folder: DataFolder, options: Omit<InstallOptions, 'knex'>): Promise<void> {
  const knex = openSqlite({ file: folder.engineFile });
  const inbox = openSqlite({ file: folder.inboxFile });
  try {
    await migrate(inbox, inboxMigrationTable, inboxMigrations);
    await migrate(knex, engineMigrationTable, engineMigrations);
    await installPackages({ knex, ...options });
  } catch (cause) {
    if (!(cause instanceof NewerSchema)) throw cause;
    throw new StartRefused(
      `${cause.message}\nIt was written by a newer release: start that one, or use another folder with --data.`,
      { cause },
    );
  } finally {
    await knex.destroy();
    await inbox.destroy();
  }
}
