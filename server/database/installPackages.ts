import type { Knex } from 'knex';
import { packages } from '../../definitions/registry/packages.generated.ts';
import { manifestSchema } from '../../definitions/packages/manifest.ts';
import { asDefinition } from './dataSession.ts';
import { migrate, type Migration } from './migrate.ts';

/** How packages are installed. */
export interface InstallOptions {
  /** The worker's file or the database, while no worker lives. */
  readonly knex: Knex;
  /** On PostgreSQL: the same database as definition SQL sees it, and the role that package tables belong to. */
  readonly data?: { readonly knex: Knex; readonly role: string | undefined };
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
  for (const shipped of packages) await installPackage(options, shipped);
}

/** The migrations of every shipped package, with the table that remembers them. */
export const packageMigrations = (): readonly { tableName: string; migrations: readonly Migration[] }[] =>
  packages.map(({ name, tables }) => ({
    tableName: tableOf(name),
    migrations: tables.map(({ name: table, migration: { up } }) => ({ name: table, up })),
  }));

const tableOf = (packageName: string): string => `sb_migration_${packageName}`;

type Shipped = (typeof packages)[number];

async function installPackage(options: InstallOptions, { name, manifest, tables, demo }: Shipped): Promise<void> {
  const { knex, nowMs, data } = options;
  const { version, label } = manifestSchema.parse(manifest);
  const migrations = tables.map(({ name: table, migration: { up } }) => ({
    name: table,
    up: data ? (trx: Knex) => asDefinition(trx, data.role, () => up(trx)) : up,
  }));
  await migrate(knex, tableOf(name), migrations);
  const known = await knex<{ name: string; version: string }>('sb_package').where({ name }).first('version');
  if (!known && options.demo) {
    const title = typeof label === 'string' ? label : (label['en'] ?? name);
    const onProgress = (done: number, total: number): void => {
      options.onProgress(`${title}: demo data ${String(Math.min(100, Math.floor((100 * done) / total)))} %`);
    };
    await demo?.generateDemo(data?.knex ?? knex, { now: new Date(nowMs), scale: options.demoScale, onProgress });
  }
  if (known?.version === version) return;
  const row = { name, version, installed_at: new Date(nowMs).toISOString(), ...(!known && { demo: options.demo }) };
  await knex('sb_package').insert(row).onConflict('name').merge();
}
