import { expect, it } from 'vitest';
import { fileFolder } from '../../../test/support/fileFolder.ts';
import { describeOnDatabases, rowsOf } from '../../../test/support/kindDatabase.ts';
import { extractFileExecutor } from './extractFile.executor.ts';
import { extractFileKind } from './extractFile.kind.ts';

describeOnDatabases('a file of rows', (database) => {
  const folder = fileFolder();
  const extract = (written: object, vars = {}) =>
    database.execute(extractFileExecutor, extractFileKind.schema.parse({ file: 'out.csv', ...written }), {
      vars,
      lent: folder.lent(),
    });

  it('has a header and the cells in the order of the work table', async () => {
    await database.bring('orders', rowsOf(['id', 'name'], [2, 'pen, "blue"'], [1, null], [3, '']));
    const { vars, recordCount } = await extract({ file: 'out/{{ vars.day }}.csv', delimiter: ';' }, { day: 'monday' });
    expect(folder.read('out/monday.csv')).toBe('id;name\n2;"pen, ""blue"""\n1;\n3;""\n');
    expect([vars, recordCount]).toEqual([{ file: 'out/monday.csv', recordCount: 3 }, 3]);
  });

  it('has the columns that are named alone, and no header where none is wanted', async () => {
    await database.bring('orders', rowsOf(['id', 'name', 'rowid'], [1, 'pen', 5]));
    await extract({ columns: ['rowid', 'ID'], header: false });
    expect(folder.read('out.csv')).toBe('5,1\n');
    await expect(extract({ columns: ['colour'] })).rejects.toMatchObject({ failure: { cause: 'config' } });
  });

  it('has the header alone where there are no rows', async () => {
    await database.bring('orders', 'SELECT 1 AS id WHERE 1 = 0');
    expect((await extract({})).vars).toMatchObject({ recordCount: 0 });
    expect(folder.read('out.csv')).toBe('id\n');
  });
});
