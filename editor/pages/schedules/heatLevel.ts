/** How many shades there are besides the empty one. */
export const levels = 5;

/** The shade of a cell: 0 is empty, the others are spread up to the fullest cell of the day. */
export function levelOf(workflows: number, most: number): number {
  if (workflows <= 0) return 0;
  // Few workflows are told apart one by one; a day with one at a time is not red-hot.
  return Math.min(levels, Math.ceil((workflows * levels) / Math.max(most, levels)));
}

/** From how many workflows to how many a shade stands for; undefined where none has it. */
export function rangeOfLevel(level: number, most: number): readonly [from: number, to: number] | undefined {
  const counts = Array.from({ length: Math.max(most, levels) }, (_count, index) => index + 1);
  const own = counts.filter((count) => levelOf(count, most) === level);
  const [from, to] = [own[0], own.at(-1)];
  return from === undefined || to === undefined ? undefined : [from, to];
}
