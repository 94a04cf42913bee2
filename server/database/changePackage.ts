import { packages } from '../../definitions/registry/packages.generated.ts';
import { invariant } from '../../engine/invariant.ts';
import type { PackageChange } from '../operations/ports/packageChange.ts';
import { openPostgres, openSqlite } from './connect.ts';
import { whileLocked } from './databaseLocks.ts';
import { usableDefinitionsRole } from './definitionsRole.ts';
import { reinstallPackage, type InstallOptions, type PackageMeans } from './installPackages.ts';
import { removePackage } from './removePackage.ts';

/** How demo data is made when a package is installed. */
export type ChangeOptions = Pick<InstallOptions, 'nowMs' | 'demoScale'>;

/** Installs a package or removes it, while no worker lives. */
export async function changePackage(means: PackageMeans, options: ChangeOptions, change: PackageChange): Promise<void> {
  const shipped = packages.find(({ name }) => name === change.name);
  invariant(shipped, `the package ${change.name} is shipped`);
  if (change.what === 'remove') return removePackage(means, shipped, change.data);
  return reinstallPackage({ ...means, ...options, demo: change.demo, onProgress: () => undefined }, shipped);
}

/** The same on the worker's file. */
export async function changeOnSqlite(engineFile: string, options: ChangeOptions, change: PackageChange): Promise<void> {
  const knex = openSqlite({ file: engineFile });
  try {
    await changePackage({ knex }, options, change);
  } finally {
    await knex.destroy();
  }
}

/** The same on PostgreSQL. */
export async function changeOnPostgres(url: string, options: ChangeOptions, change: PackageChange): Promise<void> {
  const knex = openPostgres(url, { pool: 3, applicationName: 'signalbox setup' });
  try {
    const role = await usableDefinitionsRole(knex);
    const data = openPostgres(url, { pool: 1, applicationName: 'signalbox setup', data: { role } });
    try {
      await whileLocked(knex, 'schema', () => changePackage({ knex, data: { knex: data, role } }, options, change));
    } finally {
      await data.destroy();
    }
  } finally {
    await knex.destroy();
  }
}
