import type { DocumentStore } from '../document/documentStore.ts';
import { canSplice } from '../document/rules.ts';
import type { Lines } from './canvasShape.ts';
import { distanceTo, type Point } from './geometry.ts';

/** How near to a line something must be let go to be put into it. */
const nearEnough = 36;

/** The transition nearest to a point, if one is near. */
export function lineNear(lines: Lines, point: Point, within = nearEnough): string | undefined {
  let best: { readonly key: string; readonly distance: number } | undefined;
  for (const [key, line] of lines) {
    const distance = distanceTo(line, point);
    if (distance < within && distance < (best?.distance ?? within)) best = { key, distance };
  }
  return best?.key;
}

/** The transition into which an activity would be put if it were let go at a point. */
export function spliceTarget(store: DocumentStore, lines: Lines, activity: string, point: Point): string | undefined {
  const key = lineNear(lines, point);
  if (key === undefined) return undefined;
  return canSplice(store.getSnapshot().definition, store.kinds, activity, key).allowed ? key : undefined;
}
