import type { NodeChange, OnNodeDrag } from '@xyflow/react';
import { useCallback, useMemo, type MouseEvent } from 'react';
import { selectActivities } from '../document/selection.ts';
import type { CardNode } from './canvasTypes.ts';
import { useConnecting } from './useConnecting.ts';
import type { Touch } from './useTouch.ts';

/**
 * What React Flow reports, handed to who cares for it.
 * @returns its handlers
 */
export function useFlowHandlers(touch: Touch) {
  const { store, editing, dragging, drawing, selecting, picker, view, target, setTarget } = touch;
  const { openPicker } = picker;
  const { toCanvas } = view;
  const connecting = useConnecting(store && editing ? { store, editing, openPicker, toCanvas } : {});
  const { onDrag, onDrop, onCards: moveCards } = dragging;
  const { onCards: selectCards, onLines, select } = selecting;
  const onNodeDrag = useMemo(() => onDrag(drawing.lines, setTarget), [onDrag, drawing.lines, setTarget]);
  const onNodesChange = useCallback(
    (changes: NodeChange<CardNode>[]) => {
      moveCards(changes);
      selectCards(changes);
    },
    [moveCards, selectCards],
  );
  const onNodeDragStop = useCallback<OnNodeDrag<CardNode>>(
    (event, card, cards) => {
      setTarget(undefined);
      onDrop(target)(event, card, cards);
    },
    [setTarget, onDrop, target],
  );
  // React Flow leaves several selected where one of them is clicked: it might have been the beginning of dragging them.
  const onNodeClick = useCallback(
    ({ shiftKey, ctrlKey, metaKey }: MouseEvent, card: CardNode) => {
      if (!shiftKey && !ctrlKey && !metaKey) select(selectActivities(card.id));
    },
    [select],
  );
  return { ...connecting, onNodesChange, onEdgesChange: onLines, onNodeDrag, onNodeDragStop, onNodeClick };
}
