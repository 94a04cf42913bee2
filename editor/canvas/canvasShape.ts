import type { Kinds } from '../../engine/activity/kind.ts';
import { readActivity } from '../document/activityReading.ts';
import { keyOf, outletOf, positionOf, type DefinitionDraft, type Position } from '../document/definitionDraft.ts';
import { cardAt, inletAnchor, outletAnchor, type Box, type Point } from './geometry.ts';
import { routeTransition, type RouteEnds } from './route.ts';
import { layColumns } from './layColumns.ts';

/** Where the cards stand and between which points the transitions run: all that routes depend on. */
export interface CanvasShape {
  readonly positions: Readonly<Record<string, Position>>;
  readonly transitions: readonly ShapedTransition[];
}

interface ShapedTransition {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly anchor: RouteEnds['from'];
}

/** The lines of all transitions by their key. */
export type Lines = ReadonlyMap<string, readonly Point[]>;

/** Where each activity stands; where none of several was ever placed, columns are laid for the eye. */
function placesOf(definition: DefinitionDraft): Readonly<Record<string, Position>> {
  const activities = Object.entries(definition.activities);
  const isPlaced = activities.length < 2 || activities.some(([, activity]) => activity['position'] !== undefined);
  if (!isPlaced) return layColumns(definition);
  return Object.fromEntries(activities.map(([id, activity]) => [id, positionOf(activity)]));
}

/** The shape of a definition. Transitions from or to nowhere are problems, not lines. */
export function shapeOf(definition: DefinitionDraft, kinds: Kinds): CanvasShape {
  const transitions = definition.transitions.flatMap((transition): ShapedTransition[] => {
    const activity = definition.activities[transition.from];
    if (!activity || !definition.activities[transition.to]) return [];
    const anchor = outletAnchor(readActivity(activity, kinds), outletOf(transition));
    return [{ key: keyOf(transition), from: transition.from, to: transition.to, anchor }];
  });
  return { positions: placesOf(definition), transitions };
}

/** Whether two shapes give the same lines: typing in a field changes a definition, but not its shape. */
export const isSameShape = (one: CanvasShape, other: CanvasShape): boolean =>
  one === other || JSON.stringify(one) === JSON.stringify(other);

function lineOf(transition: ShapedTransition, positions: CanvasShape['positions'], cards: readonly Box[]): Point[] {
  const [fromX, fromY] = positions[transition.from] ?? [0, 0];
  const [toX, toY] = positions[transition.to] ?? [0, 0];
  const { x, y, side } = transition.anchor;
  const from = { x: fromX + x, y: fromY + y, side };
  return routeTransition({ from, to: { x: toX + inletAnchor.x, y: toY + inletAnchor.y } }, cards);
}

const cardsOf = (positions: CanvasShape['positions']): Box[] => Object.values(positions).map(cardAt);

/** Draws every transition. */
export function drawLines({ positions, transitions }: CanvasShape): Lines {
  const cards = cardsOf(positions);
  return new Map(transitions.map((transition) => [transition.key, lineOf(transition, positions, cards)]));
}

/** Draws anew only the transitions of cards that are being dragged; the others wait until they are let go. */
export function redrawLines(shape: CanvasShape, lines: Lines, dragged: Readonly<Record<string, Position>>): Lines {
  const positions = { ...shape.positions, ...dragged };
  const cards = cardsOf(positions);
  const moving = shape.transitions.filter(({ from, to }) => dragged[from] ?? dragged[to]);
  const redrawn = moving.map((transition) => [transition.key, lineOf(transition, positions, cards)] as const);
  return new Map([...lines, ...redrawn]);
}
