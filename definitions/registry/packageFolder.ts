import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** A folder under definitions/packages, with the files that are installed of it. */
export interface PackageFolder {
  readonly name: string;
  /** Names without their ending, in the order in which they are applied. */
  readonly tables: readonly string[];
  readonly workflows: readonly string[];
  readonly cubes: readonly string[];
  readonly hasDemo: boolean;
}

function namesIn(folder: string, ending: RegExp): readonly string[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => ending.test(file) && !file.endsWith('.test.ts'));
  return files.map((file) => file.replace(ending, '')).sort();
}

/** Finds the packages: the folders with a manifest, in the order of their names. */
export function findPackageFolders(packages: string): readonly PackageFolder[] {
  if (!existsSync(packages)) return [];
  return readdirSync(packages)
    .filter((name) => existsSync(path.join(packages, name, 'manifest.json')))
    .sort()
    .map((name) => ({
      name,
      tables: namesIn(path.join(packages, name, 'tables'), /\.ts$/),
      workflows: namesIn(path.join(packages, name, 'workflows'), /\.json$/),
      cubes: namesIn(path.join(packages, name, 'cubes'), /\.json$/),
      hasDemo: existsSync(path.join(packages, name, 'demo', 'generate.ts')),
    }));
}
