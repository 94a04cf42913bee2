import type { Box } from './geometry.ts';

/** A view of the canvas: React Flow's viewport. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** Below this, words on cards cannot be read. */
const readable = 0.5;
const margin = 48;

/** The box around all cards. */
export function boundsOf(cards: readonly Box[]): Box {
  const left = Math.min(...cards.map(({ x }) => x));
  const top = Math.min(...cards.map(({ y }) => y));
  const right = Math.max(...cards.map(({ x, width }) => x + width));
  const bottom = Math.max(...cards.map(({ y, height }) => y + height));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The view that shows a box whole, never larger than life. */
export function viewOfAll(bounds: Box, pane: { readonly width: number; readonly height: number }): View {
  const zoom = Math.min(1, (pane.width - 2 * margin) / bounds.width, (pane.height - 2 * margin) / bounds.height);
  const wide = Math.max(0.08, zoom);
  return {
    zoom: wide,
    x: (pane.width - bounds.width * wide) / 2 - bounds.x * wide,
    y: (pane.height - bounds.height * wide) / 2 - bounds.y * wide,
  };
}

/** The view that a graph opens with: all of it where that can be read, else its beginning. */
export function openingView(cards: readonly Box[], pane: { readonly width: number; readonly height: number }): View {
  if (cards.length === 0) return { x: 0, y: 0, zoom: 1 };
  const bounds = boundsOf(cards);
  const all = viewOfAll(bounds, pane);
  if (all.zoom >= readable) return all;
  const zoom = pane.width < 600 ? 0.65 : 0.8;
  const fitsHigh = bounds.height * zoom <= pane.height - 2 * margin;
  const first = cards.reduce((leftmost, card) => (card.x < leftmost.x ? card : leftmost));
  const middle = fitsHigh ? bounds.y + bounds.height / 2 : first.y + first.height / 2;
  const top = Math.min(margin - bounds.y * zoom, pane.height / 2 - middle * zoom);
  return { zoom, x: margin - bounds.x * zoom, y: fitsHigh ? pane.height / 2 - middle * zoom : top };
}
