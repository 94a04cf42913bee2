import type { Knex } from 'knex';
import type { EngineTransaction } from '../../../engine/ports/engineStore.ts';
import { dataSchema, dialectOf } from '../../database/dialect.ts';
import { isProtected } from './workTables.ts';

/** Does what came from outside for a table of a package, which may have been removed meanwhile. */
export const takePackageRow =
  (trx: Knex): EngineTransaction['takePackageRow'] =>
  async ({ table, row, match }) => {
    if (isProtected(table)) return false;
    const rows = () => (dialectOf(trx) === 'postgres' ? trx(table).withSchema(dataSchema) : trx(table));
    const columns = Object.keys(await rows().columnInfo());
    // SQLite has one code for whatever is wrong with a statement: a name that is not there would be waited out for ever.
    if (!Object.keys({ ...row, ...match }).every((name) => columns.includes(name))) return false;
    await (match ? rows().where(match).update(row) : rows().insert(row).onConflict().ignore());
    return true;
  };
