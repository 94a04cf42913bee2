import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import knexModule, { type Knex } from 'knex';
import { generateDemo } from '../../../definitions/packages/delivery/demo/generate.ts';
import { deliveryPackage } from './deliveryPackage.ts';

/** When the demo data of these tests looks back from, and when their runs begin. */
export const demoNow = new Date('2026-01-31T04:00:00.000Z');

export interface PackageDatabase {
  readonly knex: Knex;
  readonly close: () => Promise<void>;
}

/** A database of its own with the tables of the delivery package, empty. */
export async function openPackageDatabase(): Promise<PackageDatabase> {
  const folder = mkdtempSync(path.join(tmpdir(), 'signalbox-delivery-'));
  const knex = knexModule({
    client: 'better-sqlite3',
    connection: { filename: path.join(folder, 'package.db') },
    useNullAsDefault: true,
    pool: { min: 1, max: 1 },
  });
  await knex.raw('PRAGMA foreign_keys = ON');
  await knex.raw('PRAGMA synchronous = OFF');
  // The platform's own, as its migration makes it.
  await knex.raw('CREATE TABLE xtk_option (name text PRIMARY KEY, data_type text NOT NULL, value text)');
  for (const { migration } of deliveryPackage.tables) await migration.up(knex);
  const close = async (): Promise<void> => {
    await knex.destroy();
    rmSync(folder, { recursive: true });
  };
  return { knex, close };
}

/** The same with demo data; `scale`: as in generateDemo. */
export async function openDemoDatabase(scale: number): Promise<PackageDatabase> {
  const database = await openPackageDatabase();
  await generateDemo(database.knex, { now: demoNow, scale });
  return database;
}
