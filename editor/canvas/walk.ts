import type { DefinitionDraft } from '../document/definitionDraft.ts';
import type { CanvasShape } from './canvasShape.ts';

/** The arrow keys. */
export type Direction = 'left' | 'right' | 'up' | 'down';

/** Of several, the one that stands nearest to the height of another. */
function nearest(shape: CanvasShape, from: string, candidates: readonly string[]): string | undefined {
  const y = shape.positions[from]?.[1] ?? 0;
  const distance = (id: string) => Math.abs((shape.positions[id]?.[1] ?? 0) - y);
  return [...candidates].sort((one, other) => distance(one) - distance(other))[0];
}

/** The neighbour above or below: in the same column first, whoever is nearest. */
function beside(shape: CanvasShape, from: string, sign: 1 | -1): string | undefined {
  const [x, y] = shape.positions[from] ?? [0, 0];
  const distance = ([otherX, otherY]: readonly [number, number]) => Math.abs(otherX - x) * 2 + Math.abs(otherY - y);
  return Object.entries(shape.positions)
    .filter(([id, place]) => id !== from && (place[1] - y) * sign > 0)
    .sort(([, one], [, other]) => distance(one) - distance(other))[0]?.[0];
}

/** Where an arrow key leads: right and left along transitions, up and down to the neighbours. */
export function walk(
  definition: DefinitionDraft,
  shape: CanvasShape,
  from: string | undefined,
  direction: Direction,
): string | undefined {
  const { transitions } = definition;
  if (from === undefined || !definition.activities[from]) return entryOf(definition);
  switch (direction) {
    case 'right':
      return nearest(
        shape,
        from,
        transitions.filter((transition) => transition.from === from).map(({ to }) => to),
      );
    case 'left':
      return nearest(
        shape,
        from,
        transitions.filter(({ to }) => to === from).map((transition) => transition.from),
      );
    case 'down':
      return beside(shape, from, 1);
    case 'up':
      return beside(shape, from, -1);
  }
}

/** Where walking begins: an activity that nothing leads to, else the first. */
function entryOf(definition: DefinitionDraft): string | undefined {
  const entered = new Set(definition.transitions.map(({ to }) => to));
  const ids = Object.keys(definition.activities);
  return ids.find((id) => !entered.has(id)) ?? ids[0];
}

/** All activities from which a way leads to one, or to which a way leads from it, itself included. */
export function reachFrom(definition: DefinitionDraft, start: string, direction: 'upstream' | 'downstream'): string[] {
  const reached = new Set([start]);
  const queue = [start];
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    for (const transition of definition.transitions) {
      const [here, there] =
        direction === 'downstream' ? [transition.from, transition.to] : [transition.to, transition.from];
      if (here !== id || reached.has(there)) continue;
      reached.add(there);
      queue.push(there);
    }
  }
  return [...reached];
}
