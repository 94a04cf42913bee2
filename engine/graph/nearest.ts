/** How many letters must be put in, left out or exchanged to turn one word into another. */
function distance(one: string, other: string): number {
  const rows = Array.from(other).reduce<readonly number[]>(
    (above, letter, index) => nextRow(above, one, letter, index + 1),
    Array.from({ length: one.length + 1 }, (_, index) => index),
  );
  return rows[one.length] ?? other.length;
}

function nextRow(above: readonly number[], one: string, letter: string, first: number): readonly number[] {
  const row = [first];
  for (let index = 1; index <= one.length; index += 1) {
    const exchanged = (above[index - 1] ?? 0) + (one[index - 1] === letter ? 0 : 1);
    row.push(Math.min(exchanged, (above[index] ?? 0) + 1, (row[index - 1] ?? 0) + 1));
  }
  return row;
}

/** The known word that somebody who wrote `word` may have meant. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const written = word.toLowerCase();
  const limit = word.length < 4 ? 1 : Math.max(2, Math.floor(word.length / 3));
  const [best] = [...known]
    .map((name) => ({
      name,
      steps: Math.abs(name.length - word.length) > limit ? Infinity : distance(name.toLowerCase(), written),
    }))
    .filter(({ steps }) => steps <= limit)
    .sort((one, other) => one.steps - other.steps);
  return best?.name;
}

/** A hint that names what was meant, or lists what there is. */
export function didYouMean(word: string, known: readonly string[], otherwise: string): string {
  const meant = nearest(word, known);
  if (meant !== undefined) return `Did you mean "${meant}"?`;
  return known.length > 0 && known.length <= 20 ? `${otherwise} There are: ${known.join(', ')}.` : otherwise;
}
