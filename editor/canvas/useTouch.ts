import { useMemo, useState, type RefObject } from 'react';
import type { DocumentStore } from '../document/documentStore.ts';
import type { Selection } from '../document/selection.ts';
import { createEditing, type Editing } from './editing.ts';
import { useCanvasView, type CanvasView } from './useCanvasView.ts';
import { useDragging, type Dragging } from './useDragging.ts';
import { useDrawing, type Drawing, type DrawingSources } from './useDrawing.ts';
import { useNotice, type Notice } from './useNotice.ts';
import { usePicker, type Picker } from './usePicker.ts';
import { useSelecting, type Selecting } from './useSelecting.ts';

/** A canvas under the hand: what is drawn, what the hand is doing, and where the eye is. */
export interface Touch {
  readonly sources: DrawingSources;
  readonly store: DocumentStore | undefined;
  /** Absent: the canvas is only looked at. */
  readonly editing: Editing | undefined;
  readonly root: RefObject<HTMLDivElement | null>;
  readonly notice: Notice;
  readonly dragging: Dragging;
  readonly drawing: Drawing;
  readonly view: CanvasView;
  readonly selecting: Selecting;
  readonly picker: Picker;
  /** The transition into which what is dragged would be spliced. */
  readonly target: string | undefined;
  readonly setTarget: (key: string | undefined) => void;
}

interface TouchNeeds {
  readonly root: RefObject<HTMLDivElement | null>;
  readonly sources: DrawingSources;
  readonly store: DocumentStore | undefined;
  readonly onSelectionChange: (selection: Selection) => void;
}

/**
 * Brings drawing and hand together.
 * @returns the canvas under the hand
 */
export function useTouch({ root, sources, store, onSelectionChange }: TouchNeeds): Touch {
  const notice = useNotice();
  const { refuse } = notice;
  const editing = useMemo(() => store && createEditing(store, refuse), [store, refuse]);
  const [target, setTarget] = useState<string>();
  const dragging = useDragging(store, editing);
  const drawing = useDrawing(sources, { dragged: dragging.dragged, target });
  const view = useCanvasView(root, drawing.shape);
  const selecting = useSelecting(sources.selection, onSelectionChange);
  const picker = usePicker(root);
  return { sources, store, editing, root, notice, dragging, drawing, view, selecting, picker, target, setTarget };
}
