import type { Knex } from 'knex';
import type { DemoOptions } from './demoData/demoOptions.ts';

/** A package as it is shipped; its manifest, definitions, cubes and reports are parsed by whoever installs them. */
export interface ShippedPackage {
  readonly name: string;
  readonly manifest: unknown;
  readonly tables: readonly { readonly name: string; readonly migration: PackageMigration }[];
  readonly workflows: readonly { readonly name: string; readonly definition: unknown }[];
  readonly cubes: readonly { readonly name: string; readonly declaration: unknown }[];
  readonly reports: readonly { readonly name: string; readonly declaration: unknown }[];
  readonly demo: { readonly generateDemo: (knex: Knex, options: DemoOptions) => Promise<void> } | undefined;
}

/** A change of a package's tables. */
export interface PackageMigration {
  readonly up: (knex: Knex) => Promise<void>;
  /** Takes back what it did to tables of other packages, when its own tables are dropped. */
  readonly down?: (knex: Knex) => Promise<void>;
}
