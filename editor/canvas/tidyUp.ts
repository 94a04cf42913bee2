import type { Kinds } from '../../engine/activity/kind.ts';
import { readActivity } from '../document/activityReading.ts';
import { keyOf, outletOf, type DefinitionDraft, type Position } from '../document/definitionDraft.ts';
import { cardGap, cardSize, inletAnchor, outletAnchor } from './geometry.ts';

const layout = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.layered.spacing.nodeNodeBetweenLayers': String(cardGap.x),
  'elk.spacing.nodeNode': String(cardGap.y),
  'elk.spacing.componentComponent': '80',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.nodePlacement.favorStraightEdges': 'true',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.crossingMinimization.forceNodeModelOrder': 'false',
} as const;

/** The graph in elkjs' words, with outlets where the cards have them, so that lines leave straight. */
function graphOf(definition: DefinitionDraft, kinds: Kinds) {
  const ids = Object.keys(definition.activities);
  const children = Object.entries(definition.activities).map(([id, activity]) => {
    const reading = readActivity(activity, kinds);
    const names = [...reading.outlets.map(({ name }) => name), 'error'];
    const outlets = names.map((name) => {
      const { x, y, side } = outletAnchor(reading, name);
      return { id: `${id}:${name}`, x, y, layoutOptions: { 'elk.port.side': side === 'right' ? 'EAST' : 'SOUTH' } };
    });
    const inlet = { id: `${id}:in`, ...inletAnchor, layoutOptions: { 'elk.port.side': 'WEST' } };
    return { id, ...cardSize, ports: [inlet, ...outlets], layoutOptions: { 'elk.portConstraints': 'FIXED_POS' } };
  });
  const known = new Set(children.flatMap(({ ports }) => ports.map(({ id }) => id)));
  const edges = definition.transitions
    .filter(({ from, to }) => ids.includes(from) && ids.includes(to))
    .filter((transition) => transition['jump'] !== true)
    .map((transition) => {
      const port = `${transition.from}:${outletOf(transition)}`;
      return {
        id: keyOf(transition),
        sources: [known.has(port) ? port : transition.from],
        targets: [`${transition.to}:in`],
      };
    });
  return { id: 'workflow', layoutOptions: layout, children, edges };
}

/** Lays a graph out from left to right. The program that does it is large, and loaded when it is first asked for. */
export async function tidyUp(definition: DefinitionDraft, kinds: Kinds): Promise<Readonly<Record<string, Position>>> {
  const { default: Elk } = await import('elkjs/lib/elk.bundled.js');
  const placed = await new Elk().layout(graphOf(definition, kinds));
  return Object.fromEntries((placed.children ?? []).map(({ id, x = 0, y = 0 }) => [id, [x, y] as const]));
}
