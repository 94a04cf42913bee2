/** A line of a comparison. */
export interface DiffLine {
  readonly mark: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** More are not compared: the table of their lengths would be a million numbers. */
const mostLines = 1_000;

type Lengths = (row: number, column: number) => number;

/** How long the longest common rest is, from each pair of lines on. */
function commonLengths(before: readonly string[], after: readonly string[]): Lengths {
  const width = after.length + 1;
  const lengths = new Uint16Array((before.length + 1) * width);
  const at: Lengths = (row, column) => lengths[row * width + column] ?? 0;
  for (let row = before.length - 1; row >= 0; row -= 1)
    for (let column = after.length - 1; column >= 0; column -= 1)
      lengths[row * width + column] =
        before[row] === after[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
  return at;
}

const marked = (mark: DiffLine['mark'], lines: readonly string[]): DiffLine[] => lines.map((text) => ({ mark, text }));

/**
 * Compares two texts line by line.
 * @returns the lines of both in their order: what went before what came
 */
export function lineDiff(beforeText: string, afterText: string): readonly DiffLine[] {
  const [before, after] = [beforeText.split('\n'), afterText.split('\n')];
  const isLong = before.length > mostLines || after.length > mostLines;
  if (isLong) return [...marked('removed', before), ...marked('added', after)];
  const common = commonLengths(before, after);
  const markAt = (row: number, column: number): DiffLine['mark'] => {
    if (before[row] === after[column]) return 'same';
    return common(row + 1, column) >= common(row, column + 1) ? 'removed' : 'added';
  };
  const lines: DiffLine[] = [];
  let [row, column] = [0, 0];
  while (row < before.length && column < after.length) {
    const mark = markAt(row, column);
    lines.push(...marked(mark, mark === 'added' ? after.slice(column, column + 1) : before.slice(row, row + 1)));
    if (mark !== 'added') row += 1;
    if (mark !== 'removed') column += 1;
  }
  return [...lines, ...marked('removed', before.slice(row)), ...marked('added', after.slice(column))];
}
