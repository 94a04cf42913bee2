import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CsvReading, CsvRow } from '../../engine/activity/outside.ts';
import { fileFolder } from '../../test/support/fileFolder.ts';

type Batch = readonly CsvRow['cells'][];

/** Gives these batches, and does something between them. */
async function* batches(given: readonly Batch[], between: () => void = () => undefined): AsyncIterable<Batch> {
  for (const batch of given) {
    yield batch;
    between();
  }
}

describe('the folder of files', () => {
  const folder = fileFolder();
  const read = async (file: string, more: Partial<CsvReading> = {}) => {
    const rows: CsvRow[] = [];
    for await (const batch of folder.store().readCsv({ path: file, delimiter: ',', encoding: 'utf-8', ...more }))
      rows.push(...batch);
    return rows;
  };
  const write = (file: string, given: AsyncIterable<Batch> = batches([[['1']]]), more: { signal?: AbortSignal } = {}) =>
    folder.store().writeCsv({ path: file, delimiter: ',', idempotencyKey: 'i1/i1.t1', ...more }, given);

  it.each([
    '../secret.csv',
    'a/../../secret.csv',
    '/etc/passwd',
    'C:/secret.csv',
    '..\\secret.csv',
    'a//b.csv',
    './a.csv',
    'a.csv\0.txt',
    '',
  ])('does not give %j away and takes nothing there', async (file) => {
    await expect(read(file)).rejects.toMatchObject({ failure: { cause: 'config' } });
    await expect(write(file)).rejects.toMatchObject({ failure: { cause: 'config' } });
    expect(folder.names()).toEqual([]);
  });

  it('is not left by a link, be it a file, a folder or to nowhere', async () => {
    symlinkSync(folder.at('../secret.csv'), folder.at('link.csv'));
    symlinkSync(folder.at('..'), folder.at('up'));
    symlinkSync(folder.at('../new.csv'), folder.at('dangling.csv'));
    for (const file of ['link.csv', 'up/secret.csv'])
      await expect(read(file)).rejects.toMatchObject({ failure: { cause: 'config' } });
    for (const file of ['link.csv', 'up/secret.csv', 'up/new/a.csv', 'dangling.csv'])
      await expect(write(file)).rejects.toMatchObject({ failure: { cause: 'config' } });
    expect(folder.has('../new')).toBe(false);
    expect(folder.read('../secret.csv')).toBe('id\n1\n');
  });

  it('is read through a link that stays within', async () => {
    mkdirSync(folder.at('in'));
    folder.write('in/a.csv', 'x,y\n');
    symlinkSync(folder.at('in/a.csv'), folder.at('latest.csv'));
    expect(await read('latest.csv')).toEqual([{ line: 1, cells: ['x', 'y'] }]);
  });

  it('tells what is not there, no file, no UTF-8 or no CSV', async () => {
    mkdirSync(folder.at('in'));
    folder.write('latin.csv', Uint8Array.from([0x63, 0x61, 0x66, 0xe9, 0x0a]));
    folder.write('quotes.csv', 'a\n1\n"2"x\n3\n');
    folder.write('open.csv', 'a\n"1\n2\n');
    folder.write('wide.csv', 'x'.repeat(1_000_002));
    for (const file of ['none.csv', 'in', 'latin.csv', 'quotes.csv', 'open.csv', 'wide.csv'])
      await expect(read(file), file).rejects.toMatchObject({ failure: { cause: 'data' } });
    await expect(read('quotes.csv')).rejects.toThrow('line 3');
    expect(await read('latin.csv', { encoding: 'latin1' })).toEqual([{ line: 1, cells: ['café'] }]);
  });

  it('gives rows with their lines, whatever ends them, and tells an empty text from nothing', async () => {
    folder.write('a.csv', '\uFEFFa,"b\nc"\r\n,""\n\n"x ""y""",z');
    expect(await read('a.csv')).toEqual([
      { line: 2, cells: ['a', 'b\nc'] },
      { line: 3, cells: [null, ''] },
      { line: 4, cells: [null] },
      { line: 5, cells: ['x "y"', 'z'] },
    ]);
  });

  it('holds a whole file or the former one, also when the rows end in the middle', async () => {
    await write('out/a.csv', batches([[['old', null, '']]]));
    expect(folder.read('out/a.csv')).toBe('old,,""\n');
    const seen: string[] = [];
    const look = (): void => {
      seen.push(folder.read('out/a.csv'));
    };
    await write('out/a.csv', batches([[['1']], [['2']]], look));
    expect([seen, folder.read('out/a.csv')]).toEqual([['old,,""\n', 'old,,""\n'], '1\n2\n']);
    const broken = batches([[['3']]], () => {
      throw new TypeError('no more rows');
    });
    await expect(write('out/a.csv', broken)).rejects.toThrow('no more rows');
    const stop = new AbortController();
    const stopped = batches([[['4']], [['5']]], () => {
      stop.abort();
    });
    await expect(write('out/a.csv', stopped, { signal: stop.signal })).rejects.toMatchObject({
      failure: { cause: 'cancelled' },
    });
    expect(folder.read('out/a.csv')).toBe('1\n2\n');
    expect(folder.names()).toEqual(['out']);
  });

  it('is cleaned of what a killed attempt left by the next one, which nobody else does', async () => {
    const leftovers = async (): Promise<string[]> => folder.names().filter((name) => name.endsWith('.part'));
    const state: { finish?: () => void } = {};
    async function* stuck(): AsyncIterable<Batch> {
      yield [['half']];
      await new Promise<void>((resolve) => (state.finish = resolve));
    }
    const killed = write('a.csv', stuck());
    await expect.poll(leftovers).toHaveLength(1);
    expect(folder.has('a.csv')).toBe(false);
    await write('b.csv');
    expect(await leftovers()).toHaveLength(1);
    await write('a.csv', batches([[['whole']]]));
    expect([await leftovers(), folder.read('a.csv')]).toEqual([[], 'whole\n']);
    state.finish?.();
    // What still wrote finds its own file gone, and takes nothing over.
    await expect(killed).rejects.toMatchObject({ failure: { cause: 'transient' } });
    expect(folder.read('a.csv')).toBe('whole\n');
  });

  it('is read no further when the task is over', async () => {
    folder.write('long.csv', 'x\n'.repeat(5_000));
    const stop = new AbortController();
    const reading = { path: 'long.csv', delimiter: ',', encoding: 'utf-8', signal: stop.signal } as const;
    let rows = 0;
    const reads = async (): Promise<void> => {
      for await (const batch of folder.store().readCsv(reading)) {
        rows += batch.length;
        stop.abort();
      }
    };
    await expect(reads()).rejects.toMatchObject({ failure: { cause: 'cancelled' } });
    expect(rows).toBe(1_000);
    await expect(read(path.basename('long.csv'), { signal: stop.signal })).rejects.toMatchObject({
      failure: { cause: 'cancelled' },
    });
  });
});
