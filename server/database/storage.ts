import type { Knex } from 'knex';
import type { PackageChange } from '../operations/ports/packageChange.ts';
import type { WorkerDatabase } from '../processes/workerSettings.ts';
import type { WorkerStatements } from '../processes/supervisorOptions.ts';

/** What web stands on: the databases, prepared, and what its worker is told of them. */
export interface Storage {
  /** What web writes. */
  readonly inbox: Knex;
  /** What the worker writes and web only reads. */
  readonly engineReader: Knex;
  readonly workerDatabase: WorkerDatabase;
  /** For the worker alone, where it must not stand on its command line. */
  readonly workerEnvironment: Readonly<Record<string, string>>;
  /** Where the database can end a statement without ending the worker. */
  readonly statements?: WorkerStatements;
  /** Changes the tables of a package, while no worker lives. */
  readonly changePackage: (change: PackageChange, nowMs: number) => Promise<void>;
  readonly close: () => Promise<void>;
}
