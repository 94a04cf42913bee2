import type { Knex } from 'knex';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pendingMigrations, type Migration } from '../migrate.ts';
import { StartRefused } from '../../processes/dataFolder.ts';
import { writeBackup } from './backupFolder.ts';
import type { FilePair } from './sqlitePair.ts';

/** What a start is about to bring to this release. */
export interface Upgrading {
  readonly knex: Knex;
  readonly tableName: string;
  readonly migrations: readonly Migration[];
}

const folderName = 'before-migration';
/** So many upgrades can be gone back on. */
const keptCopies = 3;

/**
 * Copies both files before the first migration that changes them; a new database has nothing to copy.
 * @returns the copy's folder, from which `restore` can go back.
 * @throws StartRefused where it cannot be copied, and nothing has been changed then.
 */
export async function copyBeforeMigration(
  files: FilePair,
  upgrading: readonly Upgrading[],
  nowMs: number,
): Promise<string | undefined> {
  const looked = await Promise.all(upgrading.map(pendingMigrations));
  const pending = looked.filter((each) => each !== undefined).filter(({ missing }) => missing.length > 0);
  if (pending.length === 0) return undefined;
  const at = new Date(nowMs).toISOString().replaceAll(/[-:.]/g, '');
  const schema = looked.flatMap((each) => each?.applied.slice(-1) ?? []).join('+');
  const all = join(dirname(files.engineFile), folderName);
  const folder = join(all, `${at}-${schema}`);
  try {
    await writeBackup(files, folder, nowMs);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StartRefused(
      `The databases cannot be copied before they are brought to this release: ${why}\nSee that there is room for a copy in ${all}.`,
      { cause },
    );
  }
  removeOldest(all);
  return folder;
}

/** Their names begin with the instant: the order of names is that of time. */
function removeOldest(all: string): void {
  if (!existsSync(all)) return;
  const copies = readdirSync(all).sort();
  for (const old of copies.slice(0, -keptCopies)) rmSync(join(all, old), { recursive: true, force: true });
}
