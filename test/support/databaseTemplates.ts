import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Where the templates of this run of Vitest lie (templateFolder.ts); absent in a program that is none of its tests. */
const runFolder = (): string | undefined => process.env['TEST_TEMPLATES'];

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
const fileOf = (folder: string, what: string): string => path.join(folder, hashOf(what));

/** A folder of its own beside the others; renamed to what it is for when it is whole. */
async function madeFolder(template: string, make: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(`${template}-`);
  await make(folder);
  try {
    renameSync(folder, template);
  } catch (error) {
    // Another worker has made the same meanwhile.
    if (!existsSync(template)) throw error;
    rmSync(folder, { recursive: true });
  }
}

/**
 * Gives a new temporary folder with files that take long to make: they are made once a run of the tests, then copied.
 * @param what names the contents: the same name, the same files.
 */
export async function copiedFolder(what: string, make: (folder: string) => Promise<void>): Promise<string> {
  const own = mkdtempSync(path.join(tmpdir(), 'signalbox-files-'));
  const templates = runFolder();
  if (templates === undefined) {
    await make(own);
    return own;
  }
  const template = fileOf(templates, what);
  if (!existsSync(template)) await madeFolder(template, make);
  await cp(template, own, { recursive: true });
  return own;
}

/** What the names of PostgreSQL databases begin with that are templates of this run. Undefined: there are none. */
export function templatePrefix(): string | undefined {
  const templates = runFolder();
  return templates && `signalbox_template_${hashOf(templates)}_`;
}

/** Which PostgreSQL database is the template for something; it is noted beside the templates that are files. */
export function notedDatabase(what: string): { readonly name: string | undefined; note: (name: string) => void } {
  const templates = runFolder();
  if (templates === undefined) return { name: undefined, note: () => undefined };
  const file = `${fileOf(templates, what)}.database`;
  return {
    name: existsSync(file) ? readFileSync(file, 'utf8') : undefined,
    note: (name) => {
      writeFileSync(file, name);
    },
  };
}
