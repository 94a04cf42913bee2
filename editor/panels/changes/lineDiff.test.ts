import { expect, test } from 'vitest';
import { lineDiff } from './lineDiff.ts';

const drawn = (before: string, after: string): string =>
  lineDiff(before, after)
    .map(({ mark, text }) => `${{ same: ' ', removed: '-', added: '+' }[mark]}${text}`)
    .join('|');

test('a comparison keeps what both have, in its order, and shows what went before what came', () => {
  expect(drawn('a\nb\nc', 'a\nx\nc\nd')).toBe(' a|-b|+x| c|+d');
  expect(drawn('a', 'a')).toBe(' a');
  expect(drawn('a\nb', 'b\na')).toBe('-a| b|+a');
  expect(drawn('', 'a')).toBe('-|+a');
});

test('texts that are too long to compare are shown one after the other', () => {
  const long = Array.from({ length: 1_001 }, (_, line) => String(line)).join('\n');
  const lines = lineDiff(long, long);
  expect(lines).toHaveLength(2_002);
  expect(lines[0]?.mark).toBe('removed');
  expect(lines.at(-1)?.mark).toBe('added');
});
