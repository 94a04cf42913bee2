import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

/** A folder a release, named after its schema, with the packed files of a data folder. */
export const goldenFolder = join(import.meta.dirname, '../golden');
const files = ['signalbox.db', 'inbox.db'];

/** The releases of which a data folder is kept. */
export const goldenNames = (): readonly string[] => readdirSync(goldenFolder).sort();

/** Keeps a data folder whose server has ended. */
export function packGolden(name: string, data: string): void {
  mkdirSync(join(goldenFolder, name), { recursive: true });
  for (const file of files)
    writeFileSync(join(goldenFolder, name, `${file}.gz`), gzipSync(readFileSync(join(data, file)), { level: 9 }));
}

/** Puts a kept data folder where a server can be started on it. */
export function unpackGolden(name: string, data: string): void {
  mkdirSync(data, { recursive: true });
  for (const file of files)
    writeFileSync(join(data, file), gunzipSync(readFileSync(join(goldenFolder, name, `${file}.gz`))));
}
