import type { Knex } from 'knex';
import { dataSchema, dialectOf } from '../../database/dialect.ts';

/** Tables of packages, of which some may not be there. */
export function packageTables(knex: Knex) {
  const isPostgres = dialectOf(knex) === 'postgres';
  const schema = () => (isPostgres ? knex.schema.withSchema(dataSchema) : knex.schema);
  return {
    knex,
    has: (name: string): Promise<boolean> => schema().hasTable(name),
    /** Its name, as statements have it. */
    at: (name: string): string => (isPostgres ? `${dataSchema}.${name}` : name),
  };
}
export type PackageTables = ReturnType<typeof packageTables>;
