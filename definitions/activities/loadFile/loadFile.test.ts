import { expect, it } from 'vitest';
import { fileFolder } from '../../../test/support/fileFolder.ts';
import { describeOnDatabases } from '../../../test/support/kindDatabase.ts';
import { loadFileExecutor } from './loadFile.executor.ts';
import { loadFileKind } from './loadFile.kind.ts';

describeOnDatabases('the rows of a file', (database) => {
  const folder = fileFolder();
  const load = (content: string, written: object, vars = {}) => {
    folder.write('orders.csv', content);
    const config = loadFileKind.schema.parse({ file: 'orders.csv', ...written });
    return database.execute(loadFileExecutor, config, { vars, lent: folder.lent() });
  };
  const workTables = async () => (await database.tables()).filter((name) => name.startsWith('wkf_'));

  it('become a work table with the types that are asked for, by the header in any order', async () => {
    const columns = { order_no: 'integer', name: 'text', price: 'number', at: 'instant', big: 'integer' };
    const content =
      'Price,At, Order No ,ignored,NAME,Big\n1.5,2026-01-31T05:00:00+01:00,7,x,"pen, ""é""",9007199254740993\n,,8,,"",\n';
    const { workTable, vars } = await load(content, { columns });
    expect(await database.rows(workTable)).toEqual([
      { order_no: 7, name: 'pen, "é"', price: 1.5, at: '2026-01-31T04:00:00.000Z', big: '9007199254740993' },
      { order_no: 8, name: '', price: null, at: null, big: null },
    ]);
    expect(vars).toMatchObject({ recordCount: 2, rejected: 0, file: 'orders.csv', firstRow: { order_no: 7 } });
    expect(await workTables()).toEqual([workTable?.name]);
  });

  it('stand without a header in the order of the columns', async () => {
    const { workTable } = await load('1;yes\n\n2;no\n', {
      columns: { id: 'integer', said: 'text' },
      header: false,
      delimiter: ';',
    });
    expect(await database.rows(workTable)).toEqual([
      { id: 1, said: 'yes' },
      { id: 2, said: 'no' },
    ]);
  });

  it('are true or false, and JSON', async () => {
    const columns = { id: 'integer', open: 'boolean', more: 'json' };
    const { workTable } = await load('id,open,more\n1,TRUE,"{""a"": [1]}"\n2,0,\n', { columns });
    const [first, second] = await database.rows(workTable);
    expect([Boolean(first?.['open']), Boolean(second?.['open']), second?.['more']]).toEqual([true, false, null]);
    expect(JSON.stringify(first?.['more']).replaceAll(/[\\" ]/g, '')).toBe('{a:[1]}');
  });

  it('may be bad, so many, which the journal tells by their lines', async () => {
    const columns = { id: 'integer', at: 'instant' };
    const content = 'id,at\n1,\nx,\n3\n4,today\n9223372036854775808,\n5,\n';
    const { workTable, vars, journal } = await load(content, { columns, rejects: 4 });
    expect(await database.rows(workTable)).toMatchObject([{ id: 1 }, { id: 5 }]);
    expect(vars).toMatchObject({ recordCount: 2, rejected: 4 });
    expect(journal?.map(({ text }) => text)).toEqual([
      'Left out: line 3: id: “x” is not a whole number of 64 bits.',
      'Left out: line 4: 1 cells instead of 2.',
      'Left out: line 5: at: “today” is not an instant, as 2026-01-31T04:00:00Z is one.',
      'Left out: line 6: id: “9223372036854775808” is not a whole number of 64 bits.',
    ]);
  });

  it('leave as none of them where too many are bad or a column is missing', async () => {
    const columns = { id: 'integer' };
    const tooMany = load('id\n1\nx\ny\n', { columns, rejects: 1 });
    await expect(tooMany).rejects.toMatchObject({
      failure: { cause: 'data', message: expect.stringContaining('line 4: id: “y”') },
    });
    for (const content of ['number\n1\n', 'id,ID\n1,2\n', ''])
      await expect(load(content, { columns })).rejects.toMatchObject({ failure: { cause: 'data' } });
    expect(await workTables()).toEqual([]);
  });

  it('are in the file that an expression names, which may not lead out', async () => {
    const written = { columns: { id: 'integer' }, file: '{{ vars.name }}.csv' };
    expect((await load('id\n1\n', written, { name: 'orders' })).vars).toMatchObject({ file: 'orders.csv' });
    await expect(load('id\n1\n', written, { name: '../secret' })).rejects.toMatchObject({
      failure: { cause: 'config' },
    });
  });
});
