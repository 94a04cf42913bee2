import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { copyBeforeMigration } from '../../server/database/backup/beforeMigration.ts';
import { restoreBackup } from '../../server/database/backup/restoreFolder.ts';
import { pairIn } from '../../server/database/backup/sqlitePair.ts';
import { openSqlite } from '../../server/database/connect.ts';
import type { Migration } from '../../server/database/migrate.ts';
import { engineMigrations, engineMigrationTable } from '../../server/database/migrations/engine/all.ts';
import { openSqliteStorage } from '../../server/database/sqliteStorage.ts';

const options = { nowMs: 0, demo: false, demoScale: 1, onProgress: () => undefined };
const opened: { folder: string; knex?: Knex } = { folder: '' };
const coming: Migration = { name: '9000_coming', up: () => Promise.resolve() };

beforeEach(async () => {
  opened.folder = mkdtempSync(join(tmpdir(), 'signalbox-copied-'));
  await (await openSqliteStorage(opened.folder, options)).close();
  opened.knex = openSqlite({ file: pairIn(opened.folder).engineFile });
});

afterEach(async () => {
  await opened.knex?.destroy();
  rmSync(opened.folder, { recursive: true, force: true });
});

function copyAt(nowMs: number, ...more: readonly Migration[]): Promise<string | undefined> {
  const { knex, folder } = opened;
  if (!knex) throw new TypeError('no database is open');
  const migrations = [...engineMigrations, ...more];
  return copyBeforeMigration(pairIn(folder), [{ knex, tableName: engineMigrationTable, migrations }], nowMs);
}

const copies = (): readonly string[] => readdirSync(join(opened.folder, 'before-migration')).sort();

it('[D16] the files are copied before a migration, under a name with the instant and the schema', async () => {
  const newest = engineMigrations.at(-1)?.name ?? '';
  const copy = await copyAt(Date.parse('2026-01-31T04:00:00.000Z'), coming);
  expect(copies()).toEqual([`20260131T040000000Z-${newest}`]);
  expect(readdirSync(copy ?? '').sort()).toEqual(['backup.json', 'inbox.db', 'signalbox.db']);
});

it('[D16] the last three copies are kept', async () => {
  for (const day of [1, 2, 3, 4]) await copyAt(day * 86_400_000, coming);
  expect(copies().map((name) => name.slice(0, 8))).toEqual(['19700103', '19700104', '19700105']);
});

it('[D16] a start that changes nothing copies nothing, and a new database has nothing to copy', async () => {
  expect(await copyAt(0)).toBeUndefined();
  expect(existsSync(join(opened.folder, 'before-migration'))).toBe(false);
  const told: string[] = [];
  const fresh = mkdtempSync(join(tmpdir(), 'signalbox-fresh-'));
  const storage = await openSqliteStorage(fresh, { ...options, onCopied: (folder) => told.push(folder) });
  await storage.close();
  rmSync(fresh, { recursive: true, force: true });
  expect(told).toEqual([]);
});

it('[D16] a release that does not know the schema copies nothing and changes nothing', async () => {
  await opened.knex?.(engineMigrationTable).insert({ name: '9999_future', batch: 9, migration_time: '2030-01-01' });
  await expect(copyAt(0, coming)).rejects.toThrow('9999_future');
  expect(existsSync(join(opened.folder, 'before-migration'))).toBe(false);
});

it('[D16] where there is no room for a copy the start is refused plainly', async () => {
  writeFileSync(join(opened.folder, 'before-migration'), 'a file in its way');
  await expect(copyAt(0, coming)).rejects.toThrow(/cannot be copied before they are brought to this release/);
});

it('the copy before a migration can be restored', async () => {
  const copy = await copyAt(0, coming);
  const data = join(opened.folder, 'again');
  const { putAside } = await restoreBackup({ from: copy ?? '', data, replace: false, nowMs: 0 });
  expect(putAside).toBeUndefined();
  const storage = await openSqliteStorage(data, options);
  await storage.close();
});
