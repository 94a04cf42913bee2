import type { Knex } from 'knex';
import { packages } from '../../definitions/registry/packages.generated.ts';
import { manifestSchema } from '../../definitions/packages/manifest.ts';
import type { ShippedPackage } from '../../definitions/packages/shippedPackage.ts';
import { asDefinition } from './dataSession.ts';
import { migrate, type Migration } from './migrate.ts';

/** Where packages are installed. */
export interface PackageMeans {
  /** The worker's file or the database, while no worker lives. */
  readonly knex: Knex;
  /** On PostgreSQL: the same database as definition SQL sees it, and the role that package tables belong to. */
  readonly data?: { readonly knex: Knex; readonly role: string | undefined };
}

/** How packages are installed. */
export interface InstallOptions extends PackageMeans {
  readonly nowMs: number;
  /** Fill the tables of a package that is installed for the first time with its demo data. */
  readonly demo: boolean;
  /** Below 1: less demo data, every situation all the same (`SIGNALBOX_DEMO_SCALE`). */
  readonly demoScale: number;
  readonly onProgress: (text: string) => void;
}

/**
 * Brings the tables of every shipped package to this release, and fills them at the first start. What was interrupted
 * is done again at the next start: a package is noted only when all of it stands.
 * @throws NewerSchema when the tables are ahead of this release.
 */
export async function installPackages(options: InstallOptions): Promise<void> {
  for (const shipped of packages) {
    const known = await noted(options.knex, shipped.name);
    if (known?.status !== 'removed') await installPackage(options, shipped, known);
  }
}

interface Noted {
  readonly name: string;
  readonly version: string;
  readonly status: string;
  readonly data_kept: boolean | number;
  readonly installs: number;
}

const noted = (knex: Knex, name: string): Promise<Noted | undefined> =>
  knex<Noted>('sb_package').where({ name }).first('name', 'version', 'status', 'data_kept', 'installs');

/** Installs a package that was removed, or brings it to this release; its tables are made where they do not stand. */
export async function reinstallPackage(options: InstallOptions, shipped: ShippedPackage): Promise<void> {
  await installPackage(options, shipped, await noted(options.knex, shipped.name));
}

/** The migrations of every shipped package, with the table that remembers them. */
export const packageMigrations = (): readonly { tableName: string; migrations: readonly Migration[] }[] =>
  packages.map(({ name, tables }) => ({
    tableName: packageMigrationTable(name),
    migrations: tables.map(({ name: table, migration: { up } }) => ({ name: table, up })),
  }));

/** The table that remembers the migrations of a package. */
export const packageMigrationTable = (packageName: string): string => `sb_migration_${packageName}`;

async function fillDemo(options: InstallOptions, { name, manifest, demo }: ShippedPackage): Promise<void> {
  const { label } = manifestSchema.parse(manifest);
  const title = typeof label === 'string' ? label : (label['en'] ?? name);
  const onProgress = (done: number, total: number): void => {
    options.onProgress(`${title}: demo data ${String(Math.min(100, Math.floor((100 * done) / total)))} %`);
  };
  const { knex, data, nowMs, demoScale } = options;
  await demo?.generateDemo(data?.knex ?? knex, { now: new Date(nowMs), scale: demoScale, onProgress });
}

async function migrateTables({ knex, data }: PackageMeans, { name, tables }: ShippedPackage): Promise<void> {
  if (tables.length === 0) return;
  const migrations = tables.map(({ name: table, migration: { up } }) => ({
    name: table,
    up: data ? (trx: Knex) => asDefinition(trx, data.role, () => up(trx)) : up,
  }));
  await migrate(knex, packageMigrationTable(name), migrations);
}

async function installPackage(
  options: InstallOptions,
  shipped: ShippedPackage,
  known: Noted | undefined,
): Promise<void> {
  await migrateTables(options, shipped);
  const isEmpty = !known?.data_kept;
  const withDemo = isEmpty && options.demo;
  if (withDemo) await fillDemo(options, shipped);
  const { name, manifest } = shipped;
  const { version } = manifestSchema.parse(manifest);
  if (known?.status === 'installed' && known.version === version) return;
  const before = known ?? { installs: 0, status: 'available' };
  const installs = before.status === 'installed' ? before.installs : before.installs + 1;
  const installedAt = new Date(options.nowMs).toISOString();
  const row = { name, version, installed_at: installedAt, status: 'installed', data_kept: true, installs };
  await options
    .knex('sb_package')
    .insert({ ...row, ...(isEmpty && { demo: options.demo }) })
    .onConflict('name')
    .merge();
}
