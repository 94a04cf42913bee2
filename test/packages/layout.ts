import type { Definition } from '../../engine/model/definition.ts';

type Point = readonly [x: number, y: number];

const width = 220;
const height = 72;
/** How much room there is between cards at least. */
const room = 20;

/** Pairs of activities whose cards lie on each other, and activities without a position. */
export function overlappingCards({ activities }: Definition): readonly string[] {
  const cards = Object.entries(activities).map(([id, { position }]): readonly [string, Point] => [
    id,
    position ?? [Number.NaN, Number.NaN],
  ]);
  const unplaced = cards.filter(([, [x, y]]) => Number.isNaN(x + y)).map(([id]) => `${id} has no position`);
  const pairs = cards.flatMap(([one, [x1, y1]], index) =>
    cards
      .slice(index + 1)
      .flatMap(([other, [x2, y2]]) =>
        Math.abs(x1 - x2) < width + room && Math.abs(y1 - y2) < height + room ? [`${one} lies on ${other}`] : [],
      ),
  );
  return [...unplaced, ...pairs];
}
