import { describe, expect, test } from 'vitest';
import { folderTree, isInside } from './folderTree.ts';

describe('the tree of folders', () => {
  test('a folder holds what lies in it at any depth, in the order of its name', () => {
    const tree = folderTree([
      'Administration/Production/Technical workflows',
      'Administration/Production',
      'Workflows',
    ]);
    expect(tree.map(({ name, count }) => [name, count])).toEqual([
      ['Administration', 2],
      ['Workflows', 1],
    ]);
    expect(tree[0]?.children[0]).toMatchObject({ path: 'Administration/Production', count: 2 });
    expect(tree[0]?.children[0]?.children[0]).toMatchObject({ name: 'Technical workflows', count: 1, children: [] });
  });

  test('a folder whose name begins like another is not inside it', () => {
    expect(isInside('Production lines', 'Production')).toBe(false);
    expect(isInside('Production/Lines', 'Production')).toBe(true);
  });
});
