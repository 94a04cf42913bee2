import type { RandomActivity, RandomArrow, RandomGraph } from '../properties/randomGraph.ts';

/** What the model asks of a drawing, found the slow and plain way. */
export interface Drawing {
  readonly activities: ReadonlyMap<string, RandomActivity>;
  readonly entries: readonly string[];
  readonly definition: RandomGraph['definition'];
  readonly into: (activity: string) => readonly RandomArrow[];
  readonly outOf: (activity: string, outlet: string) => readonly RandomArrow[];
  /** All that comes after an activity, by arrows that neither enter nor leave what is closed. */
  readonly after: (activity: string, closed: ReadonlySet<string>) => ReadonlySet<string>;
  readonly isOnCycle: (activity: string) => boolean;
}

/** Reads a random graph. */
export function drawingOf({ arrows, activities, definition }: RandomGraph): Drawing {
  const after = (activity: string, closed: ReadonlySet<string>): ReadonlySet<string> => {
    const found = new Set<string>();
    const walk = (from: string): void => {
      for (const { to } of arrows.filter((arrow) => arrow.from === from)) {
        if (found.has(to) || closed.has(to)) continue;
        found.add(to);
        walk(to);
      }
    };
    walk(activity);
    return found;
  };
  const onCycles = new Set(Object.keys(activities).filter((activity) => after(activity, new Set()).has(activity)));
  return {
    activities: new Map(Object.entries(activities)),
    entries: Object.keys(activities).filter((activity) => !arrows.some(({ to }) => to === activity)),
    definition,
    into: (activity) => arrows.filter(({ to }) => to === activity),
    outOf: (activity, outlet) => arrows.filter((arrow) => arrow.from === activity && arrow.outlet === outlet),
    after,
    isOnCycle: (activity) => onCycles.has(activity),
  };
}
