import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { AnyExecutor } from '../../engine/activity/executor.ts';
import type { AnyKind } from '../../engine/activity/kind.ts';
import type { JsonSchema } from '../schema/workflowJsonSchema.ts';
import type { KindFolder } from './kindFolder.ts';
import { RegistryFault } from './registryFault.ts';

/** What the kinds' own code tells about them. */
export interface LoadedKinds {
  readonly kinds: readonly AnyKind[];
  readonly executors: readonly AnyExecutor[];
  readonly workflowSchema: JsonSchema;
  readonly commonFields: JsonSchema;
  readonly kindFields: Readonly<Record<string, JsonSchema>>;
}

/** A program that imports every kind, so that one bundle shares one zod and one engine. */
function entryOf(folders: readonly KindFolder[]): string {
  const withExecutor = folders.filter(({ hasExecutor }) => hasExecutor);
  return [
    ...folders.map(({ name }) => `import { ${name}Kind } from './activities/${name}/${name}.kind.ts';`),
    ...withExecutor.map(({ name }) => `import { ${name}Executor } from './activities/${name}/${name}.executor.ts';`),
    `import { commonFields as common, kindFields as fields, workflowJsonSchema } from './schema/workflowJsonSchema.ts';`,
    `export const kinds = [${folders.map(({ name }) => `${name}Kind`).join(', ')}];`,
    `export const executors = [${withExecutor.map(({ name }) => `${name}Executor`).join(', ')}];`,
    'export const workflowSchema = workflowJsonSchema(kinds);',
    'export const commonFields = common();',
    'export const kindFields = Object.fromEntries(kinds.map((kind) => [kind.name, fields(kind)]));',
  ].join('\n');
}

/** Loads the kinds from their sources: they are TypeScript, which Node 20 does not run. */
export async function loadKinds(root: string, folders: readonly KindFolder[]): Promise<LoadedKinds> {
  const cache = path.join(root, 'node_modules', '.cache', 'signalbox');
  const outfile = path.join(cache, `kinds-${String(process.pid)}.mjs`);
  await mkdir(cache, { recursive: true });
  try {
    await build({
      stdin: { contents: entryOf(folders), resolveDir: path.join(root, 'definitions'), loader: 'ts' },
      bundle: true,
      packages: 'external',
      format: 'esm',
      platform: 'node',
      target: 'node20',
      logLevel: 'warning',
      outfile,
    });
    // The bundle was made of `entryOf`, which exports exactly this.
    const loaded = (await import(pathToFileURL(outfile).href)) as LoadedKinds;
    checkLoaded(folders, loaded);
    return loaded;
  } finally {
    await rm(outfile, { force: true });
  }
}

function faultsOf(folder: KindFolder, kind: AnyKind): readonly string[] {
  const place = `definitions/activities/${folder.name}`;
  const works = kind.behaviour.does === 'work';
  const faults: string[] = [];
  if (kind.name !== folder.name) faults.push(`${place}: the kind calls itself ${kind.name}; name it like its folder.`);
  if (works && !folder.hasExecutor) faults.push(`${place} is no complete kind: add ${folder.name}.executor.ts.`);
  if (!works && folder.hasExecutor)
    faults.push(`${place}: ${folder.name}.executor.ts is never executed, since the kind does not work; remove it.`);
  return faults;
}

/** @throws RegistryFault naming every kind whose folder and code do not agree. */
function checkLoaded(folders: readonly KindFolder[], { kinds, executors }: LoadedKinds): void {
  const faults = folders.flatMap((folder, index) => {
    const kind = kinds[index];
    return kind ? faultsOf(folder, kind) : [];
  });
  const named = folders.filter(({ hasExecutor }) => hasExecutor).map(({ name }) => name);
  executors.forEach(({ kind }, index) => {
    if (kind !== named[index])
      faults.push(
        `definitions/activities/${named[index] ?? ''}: the executor is of kind ${kind}; name it like its folder.`,
      );
  });
  if (faults.length > 0) throw new RegistryFault(faults);
}
