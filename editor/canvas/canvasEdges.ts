import type { Kinds } from '../../engine/activity/kind.ts';
import { transitionKey, type InstanceView } from '../../server/contract/instanceView.ts';
import { readActivity } from '../document/activityReading.ts';
import { keyOf, outletOf, type DefinitionDraft, type TransitionDraft } from '../document/definitionDraft.ts';
import { textIn } from '../document/localizedText.ts';
import type { Lines } from './canvasShape.ts';
import type { LineData, LineEdge } from './canvasTypes.ts';

/** What lines are made of. */
export interface LineSources {
  readonly definition: DefinitionDraft;
  readonly kinds: Kinds;
  readonly language: string;
  readonly lines: Lines;
  readonly selected: ReadonlySet<string>;
  readonly isLive: boolean;
  readonly view: InstanceView | undefined;
  /** The transition into which what is dragged would be spliced. */
  readonly target: string | undefined;
}

/** An outlet is named where an activity has more than one, and where it is the way of failures. */
function labelFor(transition: TransitionDraft, { definition, kinds, language }: LineSources): string | undefined {
  const written = textIn(language, transition['label']);
  if (written !== undefined) return written;
  const outlet = outletOf(transition);
  const activity = definition.activities[transition.from];
  const outlets = activity ? readActivity(activity, kinds).outlets : [];
  const named = outlets.find(({ name }) => name === outlet);
  if (outlet === 'error' && !named) return outlet;
  return outlets.length > 1 ? (named?.label ?? outlet) : undefined;
}

function passing(
  transition: TransitionDraft,
  view: InstanceView | undefined,
): Pick<LineData, 'takenAtMs' | 'count' | 'recordCount' | 'durationMs'> {
  const taken = view?.transitions[transitionKey(transition.from, outletOf(transition), transition.to)];
  return {
    takenAtMs: taken?.atMs,
    count: taken?.count ?? 0,
    recordCount: taken?.recordCount,
    durationMs: taken && view.activities[transition.from]?.durationMs,
  };
}

/** A line for each transition that has both its ends. */
export function lineEdges(sources: LineSources): LineEdge[] {
  const jumps = sources.definition.transitions.filter((transition) => transition['jump'] === true).map(keyOf);
  return sources.definition.transitions.flatMap((transition): LineEdge[] => {
    const key = keyOf(transition);
    const line = sources.lines.get(key);
    if (!line) return [];
    const isSelected = sources.selected.has(key);
    const data: LineData = {
      line,
      outlet: outletOf(transition),
      label: labelFor(transition, sources),
      jump: transition['jump'] === true ? jumps.indexOf(key) + 1 : undefined,
      isLive: sources.isLive,
      isTarget: sources.target === key,
      ...passing(transition, sources.view),
    };
    return [
      {
        id: key,
        type: 'transition',
        source: transition.from,
        sourceHandle: outletOf(transition),
        target: transition.to,
        targetHandle: 'in',
        selected: isSelected,
        // What is chosen or lit lies above what is not.
        zIndex: isSelected ? 2 : data.count > 0 ? 1 : 0,
        data,
      },
    ];
  });
}
