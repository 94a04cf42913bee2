import type { Knex } from 'knex';

/** A numbered, append-only change of the schema. */
export interface Migration {
  readonly name: string;
  readonly up: (knex: Knex) => Promise<void>;
}

/** The database was written by a newer release; this one would not understand it. */
export class NewerSchema extends Error {
  override readonly name = 'NewerSchema';
  readonly unknown: readonly string[];
  constructor(unknown: readonly string[]) {
    super(`The database has migrations that this release does not know: ${unknown.join(', ')}.`);
    this.unknown = unknown;
  }
}

/** Which migrations a database has had, by the table that remembers them. */
async function appliedNames(knex: Knex, tableName: string): Promise<readonly string[]> {
  if (!(await knex.schema.hasTable(tableName))) return [];
  const rows = await knex<{ name: string }>(tableName).select('name');
  return rows.map(({ name }) => name);
}

/** What a database has had and what it lacks; undefined where it is new. */
export async function pendingMigrations({
  knex,
  tableName,
  migrations,
}: {
  readonly knex: Knex;
  readonly tableName: string;
  readonly migrations: readonly Migration[];
}): Promise<{ readonly applied: readonly string[]; readonly missing: readonly string[] } | undefined> {
  const applied = await appliedNames(knex, tableName);
  if (applied.length === 0) return undefined;
  refuseUnknown(applied, migrations);
  return { applied, missing: migrations.map(({ name }) => name).filter((name) => !applied.includes(name)) };
}

function refuseUnknown(applied: readonly string[], migrations: readonly Migration[]): void {
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = applied.filter((name) => !known.has(name));
  if (unknown.length > 0) throw new NewerSchema(unknown);
}

/**
 * Brings a database to this release's schema; safe to call twice and at every start.
 * @param tableName remembers what has been applied; each owner (engine, inbox, each package) has its own.
 * @throws NewerSchema when the database is ahead of this release.
 */
export async function migrate(
  knex: Knex,
  tableName: string,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  const applied = await appliedNames(knex, tableName);
  refuseUnknown(applied, migrations);
  if (applied.length === migrations.length) return [];
  const config: Knex.MigratorConfig = {
    tableName,
    migrationSource: {
      getMigrations: () => Promise.resolve([...migrations]),
      getMigrationName: ({ name }: Migration) => name,
      getMigration: ({ up }: Migration) => Promise.resolve({ up, down: () => Promise.resolve() }),
    },
  };
  // Whoever migrates holds the data folder or the database: a lock left in the table is that of a process which was killed.
  await knex.migrate.forceFreeMigrationsLock(config);
  // knex answers [batch, names] but types it as any.
  const [, names] = (await knex.migrate.latest(config)) as [number, string[]];
  return names;
}
