import { useMemo, useState } from 'react';
import type { Problem } from '../../engine/model/problem.ts';
import type { InstanceView } from '../../server/contract/instanceView.ts';
import type { DefinitionDraft, Position } from '../document/definitionDraft.ts';
import type { Selection } from '../document/selection.ts';
import { useTextLanguage } from '../i18n/textLanguage.tsx';
import { lineEdges } from './canvasEdges.ts';
import { cardNodes } from './canvasNodes.ts';
import { drawLines, isSameShape, redrawLines, shapeOf, type CanvasShape, type Lines } from './canvasShape.ts';
import type { CardNode, LineEdge } from './canvasTypes.ts';
import { useKindCatalogue } from './kindCatalogue.tsx';
import { keepSameMembers, type Drawn } from './sameMembers.ts';
import { useKept } from './useKept.ts';

/** What is drawn. */
export interface DrawingSources {
  readonly definition: DefinitionDraft;
  readonly selection: Selection;
  readonly isLive: boolean;
  readonly view: InstanceView | undefined;
  readonly problems: readonly Problem[];
  readonly nextFirings: Readonly<Record<string, string>>;
}

/** What the hand is doing with the drawing right now, and the document does not know yet. */
export interface Gesture {
  readonly dragged: Readonly<Record<string, Position>> | undefined;
  /** The transition into which what is dragged would be spliced. */
  readonly target: string | undefined;
}

/** A drawing: cards and lines for React Flow. */
export interface Drawing {
  readonly shape: CanvasShape;
  readonly lines: Lines;
  readonly nodes: CardNode[];
  readonly edges: LineEdge[];
}

/** Cards and lines from before, where they would be the same. */
function useSameMembers<T extends Drawn>(next: readonly T[]): readonly T[] {
  const [kept, setKept] = useState(next);
  const same = keepSameMembers(kept, next);
  if (same !== kept) setKept(same);
  return same;
}

function problemsByActivity(problems: readonly Problem[]): ReadonlyMap<string, readonly Problem[]> {
  const byActivity = new Map<string, Problem[]>();
  for (const problem of problems) {
    if (problem.activity === undefined) continue;
    byActivity.set(problem.activity, [...(byActivity.get(problem.activity) ?? []), problem]);
  }
  return byActivity;
}

/** Turns a definition, and an instance of it, into cards and lines; what did not change stays the same object. */
export function useDrawing(sources: DrawingSources, gesture: Gesture): Drawing {
  const { kinds } = useKindCatalogue();
  const { language } = useTextLanguage();
  const { definition, selection, isLive, view, nextFirings } = sources;
  const { dragged, target } = gesture;
  const shape = useKept(
    useMemo(() => shapeOf(definition, kinds), [definition, kinds]),
    isSameShape,
  );
  const still = useMemo(() => drawLines(shape), [shape]);
  const lines = useMemo(() => (dragged ? redrawLines(shape, still, dragged) : still), [shape, still, dragged]);
  const problems = useMemo(() => problemsByActivity(sources.problems), [sources.problems]);
  const nodes = useMemo(() => {
    const positions = { ...shape.positions, ...dragged };
    const selected = new Set(selection.activities);
    return cardNodes({ definition, kinds, language, positions, selected, isLive, view, problems, nextFirings });
  }, [definition, kinds, language, shape, dragged, selection.activities, isLive, view, problems, nextFirings]);
  const edges = useMemo(() => {
    const selected = new Set(selection.transitions);
    return lineEdges({ definition, kinds, language, lines, selected, isLive, view, target });
  }, [definition, kinds, language, lines, selection.transitions, isLive, view, target]);
  const keptNodes = useSameMembers(nodes);
  const keptEdges = useSameMembers(edges);
  // React Flow asks for lists that it could change, and changes neither.
  return { shape, lines, nodes: keptNodes as CardNode[], edges: keptEdges as LineEdge[] };
}
