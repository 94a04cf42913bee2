import type { Definition, Transition } from '../../../engine/model/definition.ts';

type Point = readonly [x: number, y: number];

const width = 220;
const height = 72;

function cardsOf({ activities }: Definition): ReadonlyMap<string, Point> {
  return new Map(Object.entries(activities).map(([id, { position }]) => [id, position ?? [Number.NaN, Number.NaN]]));
}

/** Pairs of activities whose cards lie on each other, and activities without a position. */
export function overlappingCards(definition: Definition): readonly string[] {
  const cards = [...cardsOf(definition)];
  const unplaced = cards.filter(([, [x, y]]) => Number.isNaN(x + y)).map(([id]) => `${id} has no position`);
  const pairs = cards.flatMap(([one, [x1, y1]], index) =>
    cards
      .slice(index + 1)
      .flatMap(([other, [x2, y2]]) =>
        Math.abs(x1 - x2) < width + 20 && Math.abs(y1 - y2) < height + 20 ? [`${one} lies on ${other}`] : [],
      ),
  );
  return [...unplaced, ...pairs];
}

/** The line of a transition: out at the right of its card, by its bends, in at the left of the other card. */
function lineOf({ from, to, bends = [] }: Transition, cards: ReadonlyMap<string, Point>): readonly Point[] {
  const [x1, y1] = cards.get(from) ?? [0, 0];
  const [x2, y2] = cards.get(to) ?? [0, 0];
  return [[x1 + width, y1 + height / 2], ...bends, [x2, y2 + height / 2]];
}

/** Whether a straight line passes through the inside of a card (Liang and Barsky). */
function passes([x1, y1]: Point, [x2, y2]: Point, [left, top]: Point): boolean {
  let enter = 0;
  let leave = 1;
  const sides: readonly Point[] = [
    [x1 - x2, x1 - left],
    [x2 - x1, left + width - x1],
    [y1 - y2, y1 - top],
    [y2 - y1, top + height - y1],
  ];
  for (const [speed, distance] of sides) {
    if (speed === 0 && distance <= 0) return false;
    if (speed < 0) enter = Math.max(enter, distance / speed);
    if (speed > 0) leave = Math.min(leave, distance / speed);
  }
  return enter < leave;
}

/** Transitions that pass through a card. */
export function crossedCards(definition: Definition): readonly string[] {
  const cards = cardsOf(definition);
  return definition.transitions.flatMap((transition) => {
    const line = lineOf(transition, cards);
    const crossed = [...cards].filter(([, card]) =>
      line.slice(1).some((point, index) => passes(line[index] ?? point, point, card)),
    );
    return crossed.map(([id]) => `${transition.from} to ${transition.to} crosses ${id}`);
  });
}
