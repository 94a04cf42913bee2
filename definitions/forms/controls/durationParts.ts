/** A unit of time, from the largest to the smallest. */
export type TimeUnit = 'days' | 'hours' | 'minutes' | 'seconds' | 'milliseconds';

const units: readonly (readonly [TimeUnit, number])[] = [
  ['days', 86_400_000],
  ['hours', 3_600_000],
  ['minutes', 60_000],
  ['seconds', 1_000],
  ['milliseconds', 1],
];

/** A length of time in its units, without those of which there are none. */
export function durationParts(lengthMs: number): readonly { readonly unit: TimeUnit; readonly count: number }[] {
  let rest = lengthMs;
  const parts = units.map(([unit, unitMs]) => {
    const count = Math.floor(rest / unitMs);
    rest -= count * unitMs;
    return { unit, count };
  });
  const used = parts.filter(({ count }) => count > 0);
  return used.length > 0 ? used : [{ unit: 'seconds', count: 0 }];
}
