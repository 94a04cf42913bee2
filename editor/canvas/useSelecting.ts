import type { EdgeChange, NodeChange } from '@xyflow/react';
import { useCallback, useEffect, useRef } from 'react';
import type { Selection } from '../document/selection.ts';
import type { CardNode, LineEdge } from './canvasTypes.ts';

/** Selecting by hand and otherwise. */
export interface Selecting {
  readonly onCards: (changes: readonly NodeChange<CardNode>[]) => void;
  readonly onLines: (changes: readonly EdgeChange<LineEdge>[]) => void;
  readonly select: (selection: Selection) => void;
}

type Change = NodeChange<CardNode> | EdgeChange<LineEdge>;

function changed(before: readonly string[], changes: readonly Change[]): readonly string[] {
  const selected = new Set(before);
  const chosen = changes.filter((change) => change.type === 'select');
  for (const { id, selected: isSelected } of chosen) {
    if (isSelected) selected.add(id);
    else selected.delete(id);
  }
  return chosen.length === 0 ? before : [...selected];
}

/**
 * Translates React Flow's changes of selection. It reports cards and lines one after the other in one click, so the
 * second builds upon the first, not upon what was rendered last.
 * @returns handlers for React Flow's changes, and a way to select
 */
export function useSelecting(selection: Selection, onChange: (selection: Selection) => void): Selecting {
  const latest = useRef(selection);
  useEffect(() => {
    latest.current = selection;
  }, [selection]);
  const select = useCallback(
    (next: Selection) => {
      latest.current = next;
      onChange(next);
    },
    [onChange],
  );
  const onCards = useCallback(
    (changes: readonly NodeChange<CardNode>[]) => {
      const activities = changed(latest.current.activities, changes);
      if (activities !== latest.current.activities) select({ ...latest.current, activities });
    },
    [select],
  );
  const onLines = useCallback(
    (changes: readonly EdgeChange<LineEdge>[]) => {
      const transitions = changed(latest.current.transitions, changes);
      if (transitions !== latest.current.transitions) select({ ...latest.current, transitions });
    },
    [select],
  );
  return { onCards, onLines, select };
}
