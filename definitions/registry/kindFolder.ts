import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { RegistryFault } from './registryFault.ts';

/** A folder under definitions/activities: one kind, complete. */
export interface KindFolder {
  readonly name: string;
  readonly folder: string;
  readonly hasExecutor: boolean;
  readonly hasForm: boolean;
}

/** The files without which a folder is no kind. */
const needed = (name: string): readonly string[] => [
  `${name}.kind.ts`,
  `${name}.icon.svg`,
  `${name}.help.md`,
  'example.workflow.json',
  `${name}.test.ts`,
];

const folderNames = (parent: string): readonly string[] =>
  readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

/**
 * Finds the kinds, in the order of their names.
 * @throws RegistryFault naming every file that is missing.
 */
export function findKindFolders(activities: string): readonly KindFolder[] {
  const names = folderNames(activities);
  const faults = names.flatMap((name) => {
    const missing = needed(name).filter((file) => !existsSync(path.join(activities, name, file)));
    return missing.length === 0
      ? []
      : [`definitions/activities/${name} is no complete kind: add ${missing.join(', ')}.`];
  });
  if (faults.length > 0) throw new RegistryFault(faults);
  return names.map((name) => {
    const folder = path.join(activities, name);
    const has = (file: string) => existsSync(path.join(folder, file));
    return { name, folder, hasExecutor: has(`${name}.executor.ts`), hasForm: has(`${name}.form.tsx`) };
  });
}
