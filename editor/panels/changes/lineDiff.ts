import { diffArrays } from 'diff';

/** A line of a comparison. */
export interface DiffLine {
  readonly mark: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Longer texts are not compared: it would take the page too long. */
const mostLines = 1_000;

const marked = (mark: DiffLine['mark'], lines: readonly string[]): DiffLine[] => lines.map((text) => ({ mark, text }));

/**
 * Compares two texts line by line.
 * @returns the lines of both in their order: what went before what came
 */
export function lineDiff(beforeText: string, afterText: string): readonly DiffLine[] {
  const [before, after] = [beforeText.split('\n'), afterText.split('\n')];
  const isLong = before.length > mostLines || after.length > mostLines;
  if (isLong) return [...marked('removed', before), ...marked('added', after)];
  return diffArrays(before, after).flatMap(({ value, added, removed }) =>
    marked(added ? 'added' : removed ? 'removed' : 'same', value),
  );
}
