import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { extractFileExecutor } from '../../definitions/activities/extractFile/extractFile.executor.ts';
import { extractFileKind } from '../../definitions/activities/extractFile/extractFile.kind.ts';
import { loadFileExecutor } from '../../definitions/activities/loadFile/loadFile.executor.ts';
import { loadFileKind } from '../../definitions/activities/loadFile/loadFile.kind.ts';
import { nothingOutside } from '../../engine/activity/nothingOutside.ts';
import type { FileStore } from '../../engine/activity/outside.ts';
import { fileFolder } from '../support/fileFolder.ts';
import { describeOnDatabases } from '../support/kindDatabase.ts';

const awkward = [
  '"',
  '""',
  '\n',
  '\r',
  '\r\n',
  ',',
  ';',
  '\t',
  '|',
  ' ',
  '\uFEFF',
  '=1',
  "'",
  'é',
  '日本',
  '😀',
  '\u2028',
  '-',
  '0',
];
const cell = fc.option(
  fc.array(fc.oneof(fc.constantFrom(...awkward), fc.string({ unit: 'binary' })), { maxLength: 6 }).map((parts) =>
    // No text column takes the character 0, and no encoding half of a pair.
    parts.join('').replaceAll(/[\0\p{Surrogate}]/gu, ''),
  ),
);
setFlagsFromString('--expose-gc');

/** What is held in memory, without what nobody holds any more. */
function heldBytes(): number {
  runInNewContext('gc()');
  return process.memoryUsage().heapUsed;
}

const delimiters = [',', ';', '\t', '|'] as const;

describeOnDatabases('rows that leave as a file and come back', (database) => {
  const folder = fileFolder();
  const extract = (written: object) =>
    database.execute(extractFileExecutor, extractFileKind.schema.parse({ file: 'out.csv', ...written }), {
      lent: folder.lent(),
    });
  const load = (written: object) =>
    database.execute(loadFileExecutor, loadFileKind.schema.parse({ file: 'out.csv', ...written }), {
      lent: folder.lent(),
    });

  // Caught: fileStore.ts, empty texts without quotes.
  it('are the rows that they were, whatever their cells hold', async () => {
    const rows = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 20 });
    const plans = fc.tuple(rows, fc.constantFrom(...delimiters), fc.boolean(), fc.boolean());
    await fc.assert(
      fc.asyncProperty(plans, async ([given, delimiter, header, isNarrow]) => {
        const names = isNarrow ? ['one'] : ['one', 'two'];
        const wanted = given.map(([one, two]) => (isNarrow ? { one } : { one, two }));
        const store = folder.store();
        const pages = async function* () {
          yield [...(header ? [names] : []), ...wanted.map((row) => Object.values(row))];
        };
        await store.writeCsv({ path: 'out.csv', delimiter, idempotencyKey: 'a' }, pages());
        const columns = Object.fromEntries(names.map((name) => [name, 'text']));
        const { workTable } = await load({ columns, header, delimiter });
        expect(await database.rows(`SELECT * FROM "${workTable?.name ?? ''}"`)).toEqual(wanted);
        await database.bring('rows', `SELECT * FROM "${workTable?.name ?? ''}"`);
        const written = folder.read('out.csv');
        await extract({ header, delimiter });
        expect(folder.read('out.csv')).toBe(written);
      }),
      { numRuns: 40 },
    );
  });

  it('are 200,000 and take little memory', async () => {
    const digits = '(SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4)';
    const ten = `(SELECT a.d * 2 + b.d AS d FROM ${digits} AS a CROSS JOIN (SELECT 0 AS d UNION ALL SELECT 1) AS b)`;
    const tens = ['a', 'b', 'c', 'd', 'e'].map((name) => `${ten} AS ${name}`).join(' CROSS JOIN ');
    const number = 'f.d * 100000 + a.d * 10000 + b.d * 1000 + c.d * 100 + d.d * 10 + e.d';
    const text = "'a row with a text that takes some room in memory, so that one sees it'";
    await database.bring(
      'many',
      `SELECT ${number} AS id, ${text} AS name FROM ${tens} CROSS JOIN (SELECT 0 AS d UNION ALL SELECT 1) AS f ORDER BY 1`,
    );
    const before = heldBytes();
    const most = { heap: 0, batches: 0 };
    async function* watched<Batch>(batches: AsyncIterable<Batch>): AsyncIterable<Batch> {
      for await (const batch of batches) {
        most.batches += 1;
        if (most.batches % 40 === 0) most.heap = Math.max(most.heap, heldBytes() - before);
        yield batch;
      }
    }
    const store = folder.store();
    const files: FileStore = {
      readCsv: (reading) => watched(store.readCsv(reading)),
      writeCsv: (writing, batches) => store.writeCsv(writing, watched(batches)),
    };
    const lent = { outside: { ...nothingOutside, files } };
    const extractAll = extractFileKind.schema.parse({ file: 'out.csv' });
    const config = loadFileKind.schema.parse({ file: 'out.csv', columns: { id: 'integer', name: 'text' } });
    expect((await database.execute(extractFileExecutor, extractAll, { lent })).recordCount).toBe(200_000);
    const { workTable, recordCount } = await database.execute(loadFileExecutor, config, { lent });
    expect(recordCount).toBe(200_000);
    const sums = await database.rows(
      `SELECT count(*) AS n, sum(id) AS s, min(name) AS t FROM "${workTable?.name ?? ''}"`,
    );
    expect(sums.map(({ n, s }) => [Number(n), Number(s)])).toEqual([[200_000, 19_999_900_000]]);
    // The rows themselves would take ten times as much.
    expect(most.heap).toBeLessThan(10_000_000);
  }, 60_000);
});
