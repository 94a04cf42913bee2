import type { NodeChange, OnNodeDrag } from '@xyflow/react';
import { useCallback, useState } from 'react';
import type { Position } from '../document/definitionDraft.ts';
import type { DocumentStore } from '../document/documentStore.ts';
import type { Lines } from './canvasShape.ts';
import type { CardNode } from './canvasTypes.ts';
import type { Editing } from './editing.ts';
import { cardSize } from './geometry.ts';
import { spliceTarget } from './spliceTarget.ts';

/** Cards in the hand. */
export interface Dragging {
  readonly dragged: Readonly<Record<string, Position>> | undefined;
  readonly onCards: (changes: readonly NodeChange<CardNode>[]) => void;
  readonly onDrag: (lines: Lines, setTarget: (key: string | undefined) => void) => OnNodeDrag<CardNode>;
  readonly onDrop: (target: string | undefined) => OnNodeDrag<CardNode>;
}

const placesIn = (changes: readonly NodeChange<CardNode>[]): readonly (readonly [string, Position])[] =>
  changes.flatMap((change) =>
    change.type === 'position' && change.position ? [[change.id, [change.position.x, change.position.y]] as const] : [],
  );

/**
 * Cards follow the hand; the document hears of it once, when they are let go.
 * @returns where dragged cards are, and handlers for React Flow
 */
export function useDragging(store: DocumentStore | undefined, editing: Editing | undefined): Dragging {
  const [dragged, setDragged] = useState<Readonly<Record<string, Position>>>();
  const onCards = useCallback((changes: readonly NodeChange<CardNode>[]) => {
    const places = placesIn(changes);
    if (places.length > 0) setDragged((before) => ({ ...before, ...Object.fromEntries(places) }));
  }, []);
  const onDrag = useCallback(
    (lines: Lines, setTarget: (key: string | undefined) => void): OnNodeDrag<CardNode> =>
      (_event, card, cards) => {
        if (!store || cards.length !== 1) return;
        const middle = { x: card.position.x + cardSize.width / 2, y: card.position.y + cardSize.height / 2 };
        setTarget(spliceTarget(store, lines, card.id, middle));
      },
    [store],
  );
  const onDrop = useCallback(
    (target: string | undefined): OnNodeDrag<CardNode> =>
      (_event, card, cards) => {
        setDragged(undefined);
        const places = cards.map(({ id, position }) => [id, [position.x, position.y]] as const);
        if (target === undefined) return void editing?.run({ type: 'move', positions: Object.fromEntries(places) });
        editing?.run({
          type: 'splice',
          activity: card.id,
          transition: target,
          position: [card.position.x, card.position.y],
        });
      },
    [editing],
  );
  return { dragged, onCards, onDrag, onDrop };
}
