import { cardSize, grown, type Box, type Point } from './geometry.ts';

/** Where a transition leaves and where it ends. */
export interface RouteEnds {
  readonly from: Point & { readonly side: 'right' | 'bottom' };
  readonly to: Point;
}

/** How far a line runs straight out of an outlet, and into an inlet, before it may turn. */
const stub = 20;
const bottomStub = 12;
/** How far lines keep from cards. */
const clearance = 10;

/** What a line pays: a bend costs as much as this many pixels, a card that it crosses as much as a long way round. */
const bendCost = 40;
const crossingCost = 5_000;

const isVertical = (start: Point, end: Point) => start.x === end.x;

function crosses(start: Point, end: Point, box: Box): boolean {
  return (
    Math.min(start.x, end.x) < box.x + box.width &&
    Math.max(start.x, end.x) > box.x &&
    Math.min(start.y, end.y) < box.y + box.height &&
    Math.max(start.y, end.y) > box.y
  );
}

/** Whether three points lie on one line, the third beyond the second. */
function goesStraightOn(before: Point, last: Point, point: Point): boolean {
  const isLevel = before.y === last.y && last.y === point.y;
  const isPlumb = before.x === last.x && last.x === point.x;
  return (
    (isLevel || isPlumb) && (last.x - before.x) * (point.x - last.x) + (last.y - before.y) * (point.y - last.y) > 0
  );
}

/** Drops points that add nothing: repeated ones, and those on the way straight on. */
export function simplified(line: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of line) {
    const [before, last] = [kept.at(-2), kept.at(-1)];
    if (last?.x === point.x && last.y === point.y) continue;
    if (before && last && goesStraightOn(before, last, point)) kept.pop();
    kept.push(point);
  }
  return kept;
}

function costOf(line: readonly Point[], obstacles: readonly Box[]): number {
  let cost = bendCost * (line.length - 2);
  line.forEach((end, index) => {
    const start = line[index - 1];
    if (!start) return;
    cost += Math.abs(end.x - start.x) + Math.abs(end.y - start.y);
    cost += crossingCost * obstacles.filter((box) => crosses(start, end, box)).length;
  });
  return cost;
}

/** Across once, in a column at `x`. */
const overColumn = (start: Point, end: Point, x: number): Point[] => [start, { x, y: start.y }, { x, y: end.y }, end];

/** Out, along a row at `y`, and in. */
const overRow = (start: Point, end: Point, y: number): Point[] => [start, { x: start.x, y }, { x: end.x, y }, end];

function columnsBetween(start: Point, end: Point, boxes: readonly Box[]): number[] {
  if (end.x < start.x) return [];
  const middle = Math.round((start.x + end.x) / 2 / 4) * 4;
  const edges = boxes.flatMap((box) => [box.x - clearance, box.x + box.width + clearance]);
  return [middle, start.x, end.x, ...edges.filter((x) => x >= start.x && x <= end.x)];
}

function rowsAround(ends: RouteEnds, boxes: readonly Box[]): number[] {
  const edges = boxes.flatMap((box) => [box.y - clearance, box.y + box.height + clearance]);
  const half = cardSize.height / 2;
  const [high, low] = [Math.min(ends.from.y, ends.to.y), Math.max(ends.from.y, ends.to.y)];
  const between = low - high > cardSize.height + 2 * clearance ? [(high + low) / 2] : [];
  return [...between, low + half + stub, high - half - stub, ...edges];
}

/** Cards further than this from the straight way neither stand in it nor offer a way round. */
const reach = 400;

function nearby(ends: RouteEnds, boxes: readonly Box[]): Box[] {
  const left = Math.min(ends.from.x, ends.to.x) - reach;
  const right = Math.max(ends.from.x, ends.to.x) + reach;
  const top = Math.min(ends.from.y, ends.to.y) - reach;
  const bottom = Math.max(ends.from.y, ends.to.y) + reach;
  return boxes.filter((box) => box.x < right && box.x + box.width > left && box.y < bottom && box.y + box.height > top);
}

/** How many ways round are tried at most: the costs of a crowded place stay bounded. */
const mostRows = 24;

const nearestFirst = (rows: readonly number[], y: number): number[] =>
  [...new Set(rows)].sort((one, other) => Math.abs(one - y) - Math.abs(other - y)).slice(0, mostRows);

/** How many columns and rows are combined where no simpler way is clear. */
const mostCombined = 8;

/** Along a column near the start to a row, and along that to the end: for crowded places. */
function overColumnAndRow(start: Point, end: Point, boxes: readonly Box[], rows: readonly number[]): Point[][] {
  const edges = boxes.flatMap((box) => [box.x - clearance, box.x + box.width + clearance]);
  const columns = nearestFirst([...edges, start.x], start.x).slice(0, mostCombined);
  return columns.flatMap((x) =>
    rows.slice(0, mostCombined).map((y) => [start, { x, y: start.y }, { x, y }, { x: end.x, y }, end]),
  );
}

interface Way {
  readonly line: Point[];
  readonly cost: number;
}

function cheapest(lines: readonly Point[][], obstacles: readonly Box[]): Way | undefined {
  const ways = lines.map((line) => ({ line, cost: costOf(line, obstacles) + backwardsCost(line) }));
  return ways.reduce<Way | undefined>((best, way) => (best && best.cost <= way.cost ? best : way), undefined);
}

/**
 * Draws a transition of horizontal and vertical pieces: of the ways over a column between both cards and along rows above,
 * between and below them, the shortest that has few bends and crosses no card where that can be avoided.
 */
export function routeTransition(ends: RouteEnds, cards: readonly Box[]): Point[] {
  const { from, to } = ends;
  const out = from.side === 'right' ? { x: from.x + stub, y: from.y } : { x: from.x, y: from.y + bottomStub };
  const end = { x: to.x - stub, y: to.y };
  const near = nearby(ends, cards);
  const obstacles = near.map((box) => grown(box, -1));
  const rows = nearestFirst([out.y, ...rowsAround(ends, near)], (from.y + to.y) / 2);
  const whole = (way: readonly Point[]) => simplified([from, ...way, to]);
  const direct = from.side === 'bottom' && end.x >= from.x ? [[out, { x: out.x, y: end.y }, end]] : [];
  const columns = columnsBetween(out, end, near).map((x) => overColumn(out, end, x));
  const simple = [...direct, ...columns, ...rows.map((y) => overRow(out, end, y))].map(whole);
  const best = cheapest(simple, obstacles);
  if (best && best.cost < crossingCost) return best.line;
  const combined = overColumnAndRow(out, end, near, rows).map(whole);
  return cheapest([...(best ? [best.line] : []), ...combined], obstacles)?.line ?? [from, to];
}

/** A line that turns back upon itself looks like an error. */
function backwardsCost(line: readonly Point[]): number {
  const turns = line.slice(2).filter((point, index) => {
    const [start, middle] = [line[index], line[index + 1]];
    if (!start || !middle || isVertical(start, middle) !== isVertical(middle, point)) return false;
    return (middle.x - start.x) * (point.x - middle.x) + (middle.y - start.y) * (point.y - middle.y) < 0;
  });
  return turns.length * crossingCost;
}

/** The SVG path of a line, its corners rounded. */
export function roundedPath(line: readonly Point[], radius = 10): string {
  const [first, ...rest] = line;
  if (!first) return '';
  const pieces = rest.map((corner, index) => {
    const next = rest[index + 1];
    const before = index === 0 ? first : rest[index - 1];
    if (!next || !before) return `L${corner.x} ${corner.y}`;
    const inward = towards(corner, before, radius);
    const outward = towards(corner, next, radius);
    return `L${inward.x} ${inward.y}Q${corner.x} ${corner.y} ${outward.x} ${outward.y}`;
  });
  return `M${first.x} ${first.y}${pieces.join('')}`;
}

/** The point up to `most` pixels from a corner towards another point, at most half the way. */
function towards(corner: Point, other: Point, most: number): Point {
  const length = Math.hypot(other.x - corner.x, other.y - corner.y);
  if (length === 0) return corner;
  const part = Math.min(most, length / 2) / length;
  return { x: corner.x + (other.x - corner.x) * part, y: corner.y + (other.y - corner.y) * part };
}

/** A piece shorter than this has no room for a word. */
const roomForWord = 56;

/**
 * Where a label goes: the middle of the longest horizontal piece, and how long that piece is. Between two cards that
 * nearly face each other all pieces are short; then the middle of the gap, so that the word lies on neither card.
 */
export function labelPlace(line: readonly Point[]): Point & { readonly room: number } {
  const places = line.slice(1).map((end, index) => {
    const start = line[index] ?? end;
    const room = isVertical(start, end) ? 0 : Math.abs(end.x - start.x);
    return { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2, room };
  });
  const best = places.reduce((longest, place) => (place.room > longest.room ? place : longest), {
    x: 0,
    y: 0,
    room: -1,
  });
  const [first, last] = [line[0], line.at(-1)];
  const gap = first && last ? last.x - first.x : 0;
  if (best.room >= roomForWord || !first || gap < roomForWord) return best;
  return { x: first.x + gap / 2, y: first.y, room: gap };
}
