import type { Knex } from 'knex';
import type { EngineTransaction } from '../../../engine/ports/engineStore.ts';
import { dataSchema, dialectOf } from '../../database/dialect.ts';
import { isProtected } from './workTables.ts';

/** Does what came from outside for a table of a package, which may have been removed meanwhile. */
export function takePackageRow(trx: Knex): EngineTransaction['takePackageRow'] {
  const rows = (table: string) => (dialectOf(trx) === 'postgres' ? trx(table).withSchema(dataSchema) : trx(table));
  // Many rows of a transaction go into the same table.
  const known = new Map<string, ReadonlySet<string>>();
  const columnsOf = async (table: string): Promise<ReadonlySet<string>> => {
    const columns = known.get(table) ?? new Set(Object.keys(await rows(table).columnInfo()));
    known.set(table, columns);
    return columns;
  };
  return async ({ table, row, match }) => {
    if (isProtected(table)) return false;
    const columns = await columnsOf(table);
    // SQLite has one code for whatever is wrong with a statement: a name that is not there would be waited out for ever.
    if (!Object.keys({ ...row, ...match }).every((name) => columns.has(name))) return false;
    await (match ? rows(table).where(match).update(row) : rows(table).insert(row).onConflict().ignore());
    return true;
  };
}
