import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PackageRow } from '../../engine/ports/inbox.ts';
import type { EngineStore } from '../../engine/ports/engineStore.ts';
import { postgresForThisFile } from '../support/postgresTables.ts';
import { openSqliteFiles, openSqlStore, type StoreTables } from '../support/sqliteFiles.ts';

/** What came from outside for tables of packages, as a worker writes it. */
function describePackageRows(name: string, open: () => Promise<StoreTables>): void {
  describe(`rows for tables of packages, ${name}`, () => {
    let tables: StoreTables;
    let store: EngineStore;
    const data = () => tables.definitionSql?.outside ?? tables.engine;
    beforeEach(async () => {
      tables = await open();
      store = openSqlStore(tables, () => 0);
      await data().schema.createTable('nms_letter', (table) => {
        table.text('address').unique();
        table.text('status');
        table.timestamp('read_at', { useTz: true, precision: 3 });
      });
    });
    afterEach(async () => {
      await data().schema.dropTableIfExists('nms_letter');
      await tables.close();
    });
    const take = (row: Omit<PackageRow, 'position'>): Promise<boolean> =>
      store.transaction((tx) => tx.takePackageRow(row));
    const letters = async () => tables.engine('nms_letter').orderBy('address').select('address', 'status');

    it('[R1] are written, and one that is there already is left as it is', async () => {
      const row = { address: 'a', status: 'new', read_at: '2026-01-31T04:00:00.000Z' };
      expect(await take({ table: 'nms_letter', row })).toBe(true);
      expect(await take({ table: 'nms_letter', row: { ...row, status: 'other' } })).toBe(true);
      expect(await letters()).toEqual([{ address: 'a', status: 'new' }]);
    });

    it('[R1] change what matches, and nothing else', async () => {
      for (const address of ['a', 'b']) await take({ table: 'nms_letter', row: { address, status: 'new' } });
      await take({ table: 'nms_letter', row: { status: 'read' }, match: { address: 'a', status: 'new' } });
      await take({ table: 'nms_letter', row: { status: 'lost' }, match: { address: 'b', status: 'read' } });
      expect(await letters()).toEqual([
        { address: 'a', status: 'read' },
        { address: 'b', status: 'new' },
      ]);
    });

    it("[R4] are not written to a table or a column that is not there, or to the engine's own", async () => {
      expect(await take({ table: 'nms_no_such_table', row: { a: 1 } })).toBe(false);
      expect(await take({ table: 'nms_letter', row: { address: 'a', size: 1 } })).toBe(false);
      expect(await take({ table: 'nms_letter', row: { status: 'x' }, match: { size: 1 } })).toBe(false);
      expect(await take({ table: 'sb_instance', row: { id: 'i1' } })).toBe(false);
    });
  });
}

describePackageRows('on SQLite', openSqliteFiles);
describePackageRows('on PostgreSQL', postgresForThisFile());
