// Writes what is derived from the folders under definitions/: `npm run registry`, or `-- --check` to fail when it is stale.
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { findKindFolders } from './kindFolder.ts';
import { loadKinds } from './loadedKinds.ts';
import { findPackageFolders } from './packageFolder.ts';
import { RegistryFault } from './registryFault.ts';
import { writtenFiles, type WrittenFile } from './writtenFiles.ts';

const root = path.resolve(import.meta.dirname, '../..');
const definitions = path.join(root, 'definitions');

async function formatted({ file, text }: WrittenFile): Promise<{ readonly place: string; readonly text: string }> {
  const place = path.join(definitions, file);
  return { place, text: await format(text, { ...(await resolveConfig(place)), filepath: place }) };
}

async function makeFiles() {
  const folders = findKindFolders(path.join(definitions, 'activities'));
  const packages = findPackageFolders(path.join(definitions, 'packages'));
  const loaded = await loadKinds(root, folders);
  return Promise.all(writtenFiles(folders, packages, loaded).map(formatted));
}

async function isStale({ place, text }: { place: string; text: string }): Promise<boolean> {
  return !existsSync(place) || (await readFile(place, 'utf8')) !== text;
}

/** @throws RegistryFault when the folders make no registry, or `check` finds it stale. */
async function generate({ check }: { readonly check: boolean }): Promise<string> {
  const stale: { place: string; text: string }[] = [];
  for (const file of await makeFiles()) if (await isStale(file)) stale.push(file);
  const names = stale.map(({ place }) => path.relative(root, place));
  if (check && stale.length > 0)
    throw new RegistryFault(
      names.map((name) => `${name} is stale: run \`npm run registry\` and commit what it writes.`),
    );
  for (const { place, text } of stale) {
    await mkdir(path.dirname(place), { recursive: true });
    await writeFile(place, text);
  }
  return stale.length === 0 ? 'The registry is up to date.' : `Written: ${names.join(', ')}.`;
}

try {
  console.log(await generate({ check: process.argv.includes('--check') }));
} catch (error) {
  if (!(error instanceof RegistryFault)) throw error;
  console.error(error.faults.join('\n'));
  process.exitCode = 1;
}
