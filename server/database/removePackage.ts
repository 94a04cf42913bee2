import type { Knex } from 'knex';
import { z } from 'zod';
import { manifestSchema } from '../../definitions/packages/manifest.ts';
import type { ShippedPackage } from '../../definitions/packages/shippedPackage.ts';
import { matchingTables } from '../packages/tablePattern.ts';
import { asDefinition } from './dataSession.ts';
import { dataSchema, dialectOf } from './dialect.ts';
import { packageMigrationTable, type PackageMeans } from './installPackages.ts';

const namesSchema = z.array(z.string());

async function standingTables(knex: Knex): Promise<readonly string[]> {
  const names: unknown =
    dialectOf(knex) === 'postgres'
      ? await knex('pg_tables').where({ schemaname: dataSchema }).pluck('tablename')
      : await knex('sqlite_master').where({ type: 'table' }).pluck('name');
  return namesSchema.parse(names);
}

/** Drops the tables of a package, the last made first, and what it has changed elsewhere. */
async function dropData(trx: Knex, { data }: PackageMeans, shipped: ShippedPackage): Promise<void> {
  const { owns, options } = manifestSchema.parse(shipped.manifest);
  const tables = matchingTables(owns, await standingTables(trx)).toReversed();
  const drop = async (): Promise<void> => {
    for (const { migration } of shipped.tables.toReversed()) await migration.down?.(trx);
    for (const table of tables) await trx.schema.dropTableIfExists(table);
    const names = options.map(({ name }) => name);
    await trx('xtk_option').whereIn('name', names).delete();
  };
  await (data ? asDefinition(trx, data.role, drop) : drop());
  await trx.schema.dropTableIfExists(packageMigrationTable(shipped.name));
  await trx.schema.dropTableIfExists(`${packageMigrationTable(shipped.name)}_lock`);
}

/** Notes that a package is removed, and drops its data where that is asked; all of it in one transaction. */
export async function removePackage(
  means: PackageMeans,
  shipped: ShippedPackage,
  what: 'keep' | 'drop',
): Promise<void> {
  await means.knex.transaction(async (trx) => {
    if (what === 'drop') await dropData(trx, means, shipped);
    await trx('sb_package')
      .where({ name: shipped.name })
      .update({ status: 'removed', data_kept: what === 'keep' });
  });
}
