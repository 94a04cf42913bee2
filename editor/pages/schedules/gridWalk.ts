import type { HeatMap } from '../../../server/contract/heatMap.ts';

/** Where an arrow leads in the grid. */
export type GridKey = 'left' | 'right' | 'up' | 'down' | 'first' | 'last';

/** The cell that a key leads to from another: none is beyond the edges, nor still to come. */
export function nextCell({ rows, asOf }: Pick<HeatMap, 'rows' | 'asOf'>, at: string, key: GridKey): string {
  const past = rows
    .map(({ cells }) => cells.filter(({ startsAt }) => startsAt <= asOf))
    .filter((cells) => cells.length > 0);
  const all = past.flat().map(({ startsAt }) => startsAt);
  const row = past.findIndex((cells) => cells.some(({ startsAt }) => startsAt === at));
  const minute = past[row]?.find(({ startsAt }) => startsAt === at)?.minute;
  const beside = (step: number): string | undefined => all[all.indexOf(at) + step];
  const below = (step: number): string | undefined =>
    past[row + step]?.find((cell) => cell.minute === minute)?.startsAt ?? undefined;
  const found = {
    left: () => beside(-1),
    right: () => beside(1),
    up: () => below(-1),
    down: () => below(1),
    first: () => past[row]?.[0]?.startsAt,
    last: () => past[row]?.at(-1)?.startsAt,
  }[key]();
  return found ?? at;
}
