import { describe, expect, it } from 'vitest';
import { levelOf, rangeOfLevel } from './heatLevel.ts';

describe('the shades of the heat map', () => {
  it.each([
    [0, 0, 0],
    [0, 40, 0],
    [1, 1, 1],
    [3, 3, 3],
    [5, 5, 5],
    [1, 40, 1],
    [8, 40, 1],
    [9, 40, 2],
    [40, 40, 5],
  ])('%i of at most %i workflows have shade %i', (workflows, most, level) => {
    expect(levelOf(workflows, most)).toBe(level);
  });

  it('say for how many they stand', () => {
    expect([1, 5].map((level) => rangeOfLevel(level, 40))).toEqual([
      [1, 8],
      [33, 40],
    ]);
    expect([1, 2].map((level) => rangeOfLevel(level, 3))).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect(rangeOfLevel(3, 6)).toEqual([3, 3]);
  });
});
