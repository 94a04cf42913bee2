import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { manifestSchema } from '../packages/manifest.ts';
import { RegistryFault } from './registryFault.ts';

/** A folder under definitions/packages, with the files that are installed of it. */
export interface PackageFolder {
  readonly name: string;
  /** The packages that it needs. */
  readonly needs: readonly string[];
  /** Names without their ending, in the order in which they are applied. */
  readonly tables: readonly string[];
  readonly workflows: readonly string[];
  readonly cubes: readonly string[];
  readonly reports: readonly string[];
  readonly hasDemo: boolean;
}

function namesIn(folder: string, ending: RegExp): readonly string[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => ending.test(file) && !file.endsWith('.test.ts'));
  return files.map((file) => file.replace(ending, '')).sort();
}

function folderOf(packages: string, name: string): PackageFolder {
  const folder = path.join(packages, name);
  const manifest: unknown = JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8'));
  const { success, data, error } = manifestSchema.safeParse(manifest);
  if (!success) throw new RegistryFault([`${folder}/manifest.json: ${error.message}`]);
  return {
    name,
    needs: data.needs,
    tables: namesIn(path.join(folder, 'tables'), /\.ts$/),
    workflows: namesIn(path.join(folder, 'workflows'), /\.json$/),
    cubes: namesIn(path.join(folder, 'cubes'), /\.json$/),
    reports: namesIn(path.join(folder, 'reports'), /\.json$/),
    hasDemo: existsSync(path.join(folder, 'demo', 'generate.ts')),
  };
}

/** What a package needs comes before it. */
function inOrder(folders: readonly PackageFolder[]): readonly PackageFolder[] {
  const ordered: PackageFolder[] = [];
  let left = [...folders];
  while (left.length > 0) {
    const placed = new Set(ordered.map(({ name }) => name));
    const next = left.find(({ needs }) => needs.every((need) => placed.has(need)));
    if (!next) {
      const faults = left.map(({ name, needs }) => `${name} needs ${needs.join(', ')}, which is not there before it`);
      throw new RegistryFault(faults);
    }
    ordered.push(next);
    left = left.filter((folder) => folder !== next);
  }
  return ordered;
}

/** Finds the packages: the folders with a manifest, what each needs before it, else in the order of their names. */
export function findPackageFolders(packages: string): readonly PackageFolder[] {
  if (!existsSync(packages)) return [];
  const names = readdirSync(packages).filter((name) => existsSync(path.join(packages, name, 'manifest.json')));
  return inOrder(names.sort().map((name) => folderOf(packages, name)));
}
