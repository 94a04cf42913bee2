import { useMemo, type DragEvent } from 'react';
import type { Kinds } from '../../engine/activity/kind.ts';
import type { Lines } from './canvasShape.ts';
import type { Editing } from './editing.ts';
import { cardSize } from './geometry.ts';
import { kindMime } from './kindDrag.ts';
import { lineNear } from './spliceTarget.ts';

interface PaletteDropNeeds {
  readonly kinds: Kinds;
  readonly editing: Editing | undefined;
  readonly lines: Lines;
  readonly target: string | undefined;
  readonly setTarget: (key: string | undefined) => void;
  readonly toCanvas: (point: { x: number; y: number }) => { x: number; y: number };
}

/**
 * Kinds are dropped from the palette: onto the canvas, or into a transition.
 * @returns handlers for the canvas' element
 */
export function usePaletteDrop({ kinds, editing, lines, target, setTarget, toCanvas }: PaletteDropNeeds) {
  return useMemo(() => {
    const pointOf = (event: DragEvent) => toCanvas({ x: event.clientX, y: event.clientY });
    return {
      onDragOver: (event: DragEvent) => {
        if (!editing || !event.dataTransfer.types.includes(kindMime)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        setTarget(lineNear(lines, pointOf(event), 24));
      },
      onDragLeave: (event: DragEvent) => {
        if (event.target === event.currentTarget) setTarget(undefined);
      },
      onDrop: (event: DragEvent) => {
        const kind = kinds.get(event.dataTransfer.getData(kindMime));
        setTarget(undefined);
        if (!kind || !editing) return;
        event.preventDefault();
        const { x, y } = pointOf(event);
        const position = [x - cardSize.width / 2, y - cardSize.height / 2] as const;
        editing.pick(kind, { at: { x, y }, place: position, ...(target !== undefined && { on: target }) }, position);
      },
    };
  }, [kinds, editing, lines, target, setTarget, toCanvas]);
}
