import type { Buffer } from 'node:buffer';
import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, readdir, rename, unlink, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { CsvError, parse, type Parser } from 'csv-parse';
import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import { ExecutorFailure } from '../../engine/activity/executor.ts';
import type { CsvReading, CsvRow, CsvWriting, FileStore } from '../../engine/activity/outside.ts';
import { placeToRead, placeToWrite } from './filePaths.ts';

const rowsAtOnce = 1_000;
const rowChars = 1_000_000;

const failed = (message: string, hint: string): ExecutorFailure =>
  new ExecutorFailure({ cause: 'data', message, hint });

const cancelled = (): ExecutorFailure =>
  new ExecutorFailure({ cause: 'cancelled', message: 'The work on the file was ended because its task was.' });

/** The system's own errors as failures: what has no room or no right may pass. */
function fileFailure(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || !('syscall' in error) || error instanceof ExecutorFailure) return error;
  const hint = 'Look at the rights and the room of the folder of files, then try again.';
  return new ExecutorFailure({ cause: 'transient', message: `${file}: ${error.message}`, hint }, { cause: error });
}

/** The text of a file; bytes that are no characters are told, not replaced. */
async function* textOf(handle: FileHandle, { path: file, encoding }: CsvReading): AsyncIterable<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const chunks: AsyncIterable<Buffer> = handle.createReadStream({ autoClose: false });
  const decode = (chunk?: Buffer): string => {
    if (encoding === 'latin1') return chunk?.toString('latin1') ?? '';
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch {
      throw failed(`${file} is not UTF-8.`, 'Have it written in UTF-8, or set the encoding.');
    }
  };
  for await (const chunk of chunks) yield decode(chunk);
  yield decode();
}

const recordSchema = z.object({
  record: z.array(z.string().nullable()),
  info: z.object({ lines: z.number() }),
});

function parserOf(handle: FileHandle, reading: CsvReading): Parser {
  const parser = parse({
    delimiter: reading.delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    bom: true,
    info: true,
    relax_column_count: true,
    max_record_size: rowChars,
    // What is quoted is a text, be it empty.
    cast: (cell, { quoting }) => (cell === '' && !quoting ? null : cell),
  });
  // Errors of all three come out where the rows are asked for.
  pipeline(Readable.from(textOf(handle, reading)), parser, () => undefined);
  return parser;
}

function csvFailure(error: unknown, { path: file }: CsvReading): unknown {
  if (!(error instanceof CsvError)) return fileFailure(error, file);
  const hint =
    'Mend the file, or look at the delimiter: after such a fault it cannot be told where the next row begins.';
  return new ExecutorFailure(
    { cause: 'data', message: `${file} is no CSV: ${error.message}.`, hint },
    { cause: error },
  );
}

async function* batchesOf(handle: FileHandle, reading: CsvReading): AsyncIterable<readonly CsvRow[]> {
  const parser = parserOf(handle, reading);
  const stop = (): void => {
    parser.destroy(cancelled());
  };
  reading.signal?.addEventListener('abort', stop);
  try {
    let batch: CsvRow[] = [];
    for await (const each of parser) {
      const { record, info } = recordSchema.parse(each);
      batch.push({ line: info.lines, cells: record });
      if (batch.length < rowsAtOnce) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  } catch (error) {
    throw csvFailure(error, reading);
  } finally {
    reading.signal?.removeEventListener('abort', stop);
    parser.destroy();
  }
}

async function* readCsv(folder: string, reading: CsvReading): AsyncIterable<readonly CsvRow[]> {
  if (reading.signal?.aborted) throw cancelled();
  const place = await placeToRead(folder, reading.path);
  // Never waits for one who writes into a pipe.
  const handle = await open(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    (error: unknown) => {
      throw fileFailure(error, reading.path);
    },
  );
  try {
    if (!(await handle.stat()).isFile()) throw failed(`${reading.path} is no file.`, 'Name a file.');
    yield* batchesOf(handle, reading);
  } finally {
    await handle.close();
  }
}

/** Former attempts may have been ended before they could clean up. */
async function removeLeftovers(dir: string, prefix: string): Promise<void> {
  const leftovers = (await readdir(dir)).filter((name) => name.startsWith(prefix));
  for (const name of leftovers) await unlink(path.join(dir, name));
}

async function writeRows(
  handle: FileHandle,
  { delimiter, signal }: CsvWriting,
  batches: AsyncIterable<readonly CsvRow['cells'][]>,
): Promise<void> {
  for await (const rows of batches) {
    if (signal?.aborted) throw cancelled();
    const text = stringify(
      rows.map((cells) => [...cells]),
      // An empty text is told from no value by its quotes; a byte order mark must not stand at the very beginning.
      { delimiter, record_delimiter: '\n', quoted_match: [/[\r\n\uFEFF]/, /^$/] },
    );
    await handle.writeFile(text);
  }
  await handle.sync();
  if (signal?.aborted) throw cancelled();
}

/** A new name in a folder lasts when the folder is on disk; where folders cannot be synced there is nothing to do. */
async function syncFolder(dir: string): Promise<void> {
  const handle = await open(dir, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

async function writeCsv(
  folder: string,
  writing: CsvWriting,
  batches: AsyncIterable<readonly CsvRow['cells'][]>,
): Promise<void> {
  const { dir, name } = await placeToWrite(folder, writing.path);
  const key = createHash('sha256').update(`${writing.idempotencyKey}/${name}`).digest('hex').slice(0, 24);
  const prefix = `.${key}-`;
  await removeLeftovers(dir, prefix);
  const temporary = path.join(dir, `${prefix}${randomBytes(6).toString('hex')}.part`);
  const handle = await open(temporary, 'wx', 0o640);
  try {
    await writeRows(handle, writing, batches).finally(() => handle.close());
    await rename(temporary, path.join(dir, name));
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
  await syncFolder(dir);
}

/** Files below a folder, which is made when the first is written. */
export function createFileStore(folder: string): FileStore {
  return {
    readCsv: (reading) => readCsv(folder, reading),
    writeCsv: async (writing, batches) => {
      try {
        await writeCsv(folder, writing, batches);
      } catch (error) {
        throw fileFailure(error, writing.path);
      }
    },
  };
}
