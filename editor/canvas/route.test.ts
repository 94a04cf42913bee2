import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardAt, cardSize, type Box, type Point } from './geometry.ts';
import { labelPlace, roundedPath, routeTransition } from './route.ts';

const out = (card: Box): Point & { side: 'right' } => ({
  x: card.x + card.width,
  y: card.y + card.height / 2,
  side: 'right',
});
const into = (card: Box): Point => ({ x: card.x, y: card.y + card.height / 2 });

const enters = (line: readonly Point[], box: Box) =>
  line.slice(1).some((end, index) => {
    const start = line[index]!;
    return (
      Math.min(start.x, end.x) < box.x + box.width - 1 &&
      Math.max(start.x, end.x) > box.x + 1 &&
      Math.min(start.y, end.y) < box.y + box.height - 1 &&
      Math.max(start.y, end.y) > box.y + 1
    );
  });

describe('the way of a transition', () => {
  it('is one straight line between cards side by side', () => {
    const [left, right] = [cardAt([0, 0]), cardAt([320, 0])];
    expect(routeTransition({ from: out(left), to: into(right) }, [left, right])).toHaveLength(2);
  });

  it('turns twice where the next card stands lower', () => {
    const [left, right] = [cardAt([0, 0]), cardAt([320, 160])];
    expect(routeTransition({ from: out(left), to: into(right) }, [left, right])).toHaveLength(4);
  });

  it('goes round a card that stands between', () => {
    const [left, between, right] = [cardAt([0, 0]), cardAt([320, 0]), cardAt([640, 0])];
    const line = routeTransition({ from: out(left), to: into(right) }, [left, between, right]);
    expect(enters(line, between)).toBe(false);
  });

  it('returns to the beginning of the next row between the rows', () => {
    const [last, first] = [cardAt([1280, 0]), cardAt([0, 160])];
    const line = routeTransition({ from: out(last), to: into(first) }, [
      last,
      first,
      cardAt([640, 0]),
      cardAt([320, 160]),
    ]);
    expect(line.some(({ y }) => y > cardSize.height && y < 160)).toBe(true);
  });

  it('leads from a card back to itself around it', () => {
    const card = cardAt([0, 0]);
    const line = routeTransition({ from: out(card), to: into(card) }, [card]);
    expect(enters(line, card)).toBe(false);
  });

  // Caught: costs that do not count crossings.
  it('never crosses either of its own cards, wherever they stand', () => {
    const coordinate = fc.integer({ min: -60, max: 60 }).map((steps) => steps * 16);
    fc.assert(
      fc.property(coordinate, coordinate, (x, y) => {
        const [one, other] = [cardAt([0, 0]), cardAt([x, y])];
        fc.pre(Math.abs(x) > cardSize.width + 60 || Math.abs(y) > cardSize.height + 60);
        const line = routeTransition({ from: out(one), to: into(other) }, [one, other]);
        expect(enters(line, one) || enters(line, other)).toBe(false);
      }),
    );
  });

  // Caught: overRow without its first corner.
  it('consists of horizontal and vertical pieces only', () => {
    const coordinate = fc.integer({ min: -800, max: 800 });
    fc.assert(
      fc.property(coordinate, coordinate, fc.constantFrom('right' as const, 'bottom' as const), (x, y, side) => {
        const line = routeTransition({ from: { x: 0, y: 0, side }, to: { x, y } }, []);
        const slanted = line.slice(1).filter((end, index) => end.x !== line[index]!.x && end.y !== line[index]!.y);
        expect(slanted).toEqual([]);
      }),
    );
  });
});

describe('the drawing of a line', () => {
  it('rounds its corners', () => {
    expect(
      roundedPath([
        { x: 0, y: 0 },
        { x: 50, y: 0 },
        { x: 50, y: 50 },
      ]),
    ).toBe('M0 0L40 0Q50 0 50 10L50 50');
  });

  it('puts the label on the longest horizontal piece', () => {
    const line = [
      { x: 0, y: 0 },
      { x: 10, y: 0 },
      { x: 10, y: 90 },
      { x: 110, y: 90 },
    ];
    expect(labelPlace(line)).toEqual({ x: 60, y: 90, room: 100 });
  });

  it('puts the label into the middle of the gap where every piece is short', () => {
    const line = [
      { x: 0, y: 0 },
      { x: 40, y: 0 },
      { x: 40, y: 12 },
      { x: 80, y: 12 },
    ];
    expect(labelPlace(line)).toEqual({ x: 40, y: 0, room: 80 });
  });
});
