import type { ActivityReading } from '../document/activityReading.ts';

/** A point of the canvas. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle of the canvas. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Activities are cards of one size. */
export const cardSize = { width: 220, height: 72 } as const;

/** How far apart cards stand that are put beside or below each other. */
export const cardGap = { x: 100, y: 40 } as const;

/** Where on its card an outlet sits. */
export interface Anchor {
  readonly x: number;
  readonly y: number;
  readonly side: 'right' | 'bottom';
}

/** Where transitions end: the middle of the card's left side. */
export const inletAnchor: Point = { x: 0, y: cardSize.height / 2 };

const errorAnchor: Anchor = { x: 40, y: cardSize.height, side: 'bottom' };

/** Where each outlet of an activity sits: the named ones down the right side in their order, `error` at the bottom. */
export function outletAnchor(reading: ActivityReading, outlet: string): Anchor {
  if (outlet === 'error' && !reading.outlets.some(({ name }) => name === 'error')) return errorAnchor;
  const count = Math.max(1, reading.outlets.length);
  const index = Math.max(
    0,
    reading.outlets.findIndex(({ name }) => name === outlet),
  );
  return { x: cardSize.width, y: (cardSize.height * (index + 1)) / (count + 1), side: 'right' };
}

/** The card at a position. */
export const cardAt = (position: readonly [number, number]): Box => ({
  x: position[0],
  y: position[1],
  ...cardSize,
});

/** Whether two boxes share area. */
export function overlaps(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

/** A box with a margin around it. */
export const grown = (box: Box, by: number): Box => ({
  x: box.x - by,
  y: box.y - by,
  width: box.width + 2 * by,
  height: box.height + 2 * by,
});

/** The nearest place, downwards then upwards, where a new card covers none of the others. */
export function freePlace(wanted: readonly [number, number], cards: readonly Box[]): [number, number] {
  const pitch = cardSize.height + cardGap.y;
  for (let round = 0; round < 100; round += 1) {
    for (const y of [wanted[1] + round * pitch, wanted[1] - round * pitch]) {
      const place = grown(cardAt([wanted[0], y]), 12);
      if (!cards.some((card) => overlaps(place, card))) return [wanted[0], y];
    }
  }
  return [wanted[0], wanted[1]];
}

/** The distance of a point from a line of horizontal and vertical pieces. */
export function distanceTo(line: readonly Point[], point: Point): number {
  let nearest = Number.POSITIVE_INFINITY;
  line.forEach((end, index) => {
    const start = line[index - 1];
    if (!start) return;
    const dx = Math.max(Math.min(start.x, end.x) - point.x, 0, point.x - Math.max(start.x, end.x));
    const dy = Math.max(Math.min(start.y, end.y) - point.y, 0, point.y - Math.max(start.y, end.y));
    nearest = Math.min(nearest, Math.hypot(dx, dy));
  });
  return nearest;
}
