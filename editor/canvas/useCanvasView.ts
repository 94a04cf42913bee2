import { useReactFlow } from '@xyflow/react';
import { useCallback, useMemo, type RefObject } from 'react';
import type { Position } from '../document/definitionDraft.ts';
import type { CanvasShape } from './canvasShape.ts';
import { cardAt, cardSize } from './geometry.ts';
import { boundsOf, openingView, viewOfAll } from './viewport.ts';

/** Moves that take time are for those who like to see them. */
const stillness = () => (globalThis.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 240);

/** How the canvas is looked at, and moved under the eye. */
export interface CanvasView {
  /** Shows the graph as it is opened: an activity that is selected already, or the whole, or its beginning. */
  readonly open: (activity?: string) => void;
  readonly fit: () => void;
  /** Scrolls an activity into sight, if it is not. */
  readonly reveal: (activity: string) => void;
  readonly centre: (activity: string) => void;
  /** The middle of what is seen, in canvas coordinates. */
  readonly middle: () => Position;
  readonly toCanvas: (point: { x: number; y: number }) => { x: number; y: number };
  readonly toWindow: (point: { x: number; y: number }) => { x: number; y: number };
}

/**
 * Where the eye is.
 * @returns ways to move it
 */
export function useCanvasView(root: RefObject<HTMLDivElement | null>, shape: CanvasShape): CanvasView {
  const flow = useReactFlow();
  const pane = useCallback(() => root.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 800, 600), [root]);
  return useMemo(() => {
    const cards = Object.values(shape.positions).map(cardAt);
    const placeOf = (activity: string) => shape.positions[activity] ?? [0, 0];
    const centre = (activity: string, zoom: number) => {
      const [x, y] = placeOf(activity);
      void flow.setCenter(x + cardSize.width / 2, y + cardSize.height / 2, { zoom, duration: stillness() });
    };
    const isInSight = (activity: string) => {
      const [x, y] = placeOf(activity);
      const [first, last] = [
        flow.flowToScreenPosition({ x, y }),
        flow.flowToScreenPosition({ x: x + cardSize.width, y: y + cardSize.height }),
      ];
      const { left, top, right, bottom } = pane();
      return first.x >= left && last.x <= right && first.y >= top && last.y <= bottom;
    };
    return {
      open: (activity) =>
        activity === undefined ? void flow.setViewport(openingView(cards, pane())) : centre(activity, 1),
      fit: () => {
        if (cards.length > 0) void flow.setViewport(viewOfAll(boundsOf(cards), pane()), { duration: stillness() });
      },
      reveal: (activity) => {
        if (!isInSight(activity)) centre(activity, flow.getZoom());
      },
      centre: (activity) => centre(activity, Math.max(0.75, flow.getZoom())),
      middle: () => {
        const { left, top, width, height } = pane();
        const { x, y } = flow.screenToFlowPosition({ x: left + width / 2, y: top + height / 2 });
        return [x, y];
      },
      toCanvas: (point) => flow.screenToFlowPosition(point),
      toWindow: (point) => flow.flowToScreenPosition(point),
    };
  }, [flow, pane, shape]);
}
