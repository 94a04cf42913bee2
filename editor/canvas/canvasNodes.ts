import { Position as Side, type NodeHandle } from '@xyflow/react';
import type { Kinds } from '../../engine/activity/kind.ts';
import type { Problem } from '../../engine/model/problem.ts';
import type { InstanceView } from '../../server/contract/instanceView.ts';
import { labelOf, readActivity, type ActivityReading } from '../document/activityReading.ts';
import { outletOf, type DefinitionDraft, type Position } from '../document/definitionDraft.ts';
import type { CardNode } from './canvasTypes.ts';
import { drawnStatus } from './drawnStatus.ts';
import { cardSize, inletAnchor, outletAnchor } from './geometry.ts';

/** What cards are made of. */
export interface CardSources {
  readonly definition: DefinitionDraft;
  readonly kinds: Kinds;
  readonly language: string;
  readonly positions: Readonly<Record<string, Position>>;
  readonly selected: ReadonlySet<string>;
  readonly isLive: boolean;
  readonly view: InstanceView | undefined;
  readonly problems: ReadonlyMap<string, readonly Problem[]>;
  readonly nextFirings: Readonly<Record<string, string>>;
}

const dot = 12;
const handleAt = (id: string, type: NodeHandle['type'], position: Side, at: { x: number; y: number }): NodeHandle => ({
  id,
  type,
  position,
  x: at.x - dot / 2,
  y: at.y - dot / 2,
  width: dot,
  height: dot,
});

const handlesByReading = new WeakMap<ActivityReading, NodeHandle[]>();

/** Where React Flow finds inlet and outlets without measuring: cards have one size. */
function handlesOf(reading: ActivityReading): NodeHandle[] {
  const known = handlesByReading.get(reading);
  if (known) return known;
  const names = [...reading.outlets.map(({ name }) => name), ...(reading.hasError ? ['error'] : [])];
  const outlets = names.map((name) => {
    const anchor = outletAnchor(reading, name);
    return handleAt(name, 'source', anchor.side === 'right' ? Side.Right : Side.Bottom, anchor);
  });
  const handles = reading.acceptsInbound ? [handleAt('in', 'target', Side.Left, inletAnchor), ...outlets] : outlets;
  handlesByReading.set(reading, handles);
  return handles;
}

function connectedOutlets(definition: DefinitionDraft): ReadonlyMap<string, string> {
  const outlets = new Map<string, Set<string>>();
  for (const transition of definition.transitions) {
    const known = outlets.get(transition.from) ?? new Set<string>();
    outlets.set(transition.from, known.add(outletOf(transition)));
  }
  return new Map([...outlets].map(([id, names]) => [id, [...names].join(' ')]));
}

/** A card for each activity. */
export function cardNodes(sources: CardSources): CardNode[] {
  const { definition, kinds, language, positions, isLive, view } = sources;
  const connected = connectedOutlets(definition);
  return Object.entries(definition.activities).map(([id, activity]) => {
    const [x, y] = positions[id] ?? [0, 0];
    const reading = readActivity(activity, kinds);
    return {
      id,
      type: 'activity',
      position: { x, y },
      width: cardSize.width,
      height: cardSize.height,
      measured: cardSize,
      handles: handlesOf(reading),
      selected: sources.selected.has(id),
      data: {
        activity,
        reading,
        label: labelOf(id, activity, language),
        isLive,
        status: drawnStatus(view?.activities[id], view?.status),
        view: view?.activities[id],
        problems: sources.problems.get(id),
        nextFiring: sources.nextFirings[id],
        connected: connected.get(id) ?? '',
      },
    };
  });
}
