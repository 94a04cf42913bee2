/** A folder of the explorer, with how many workflows it holds at any depth. */
export interface Folder {
  readonly path: string;
  readonly name: string;
  readonly count: number;
  readonly children: readonly Folder[];
}

const namesOf = (path: string): string[] => path.split('/').filter((name) => name !== '');

/** Whether a workflow's folder lies in another folder or is it. */
export const isInside = (folder: string, of: string): boolean =>
  of === '' || folder === of || folder.startsWith(`${of}/`);

const childrenOf = (paths: readonly string[], parent: string): Folder[] => {
  const depth = namesOf(parent).length;
  const inside = paths.filter((path) => isInside(path, parent) && namesOf(path).length > depth);
  const names = [...new Set(inside.map((path) => namesOf(path)[depth] ?? ''))].sort((one, other) =>
    one.localeCompare(other),
  );
  return names.map((name) => {
    const path = parent === '' ? name : `${parent}/${name}`;
    return {
      path,
      name,
      count: inside.filter((each) => isInside(each, path)).length,
      children: childrenOf(inside, path),
    };
  });
};

/**
 * Makes the tree of the folders that workflows name.
 * @param paths a folder a workflow, `Administration/Production/Technical workflows`
 * @returns the topmost folders
 */
export function folderTree(paths: readonly string[]): readonly Folder[] {
  return childrenOf(
    paths.map((path) => namesOf(path).join('/')),
    '',
  );
}
