import type { RandomArrow } from '../properties/randomGraph.ts';
import type { Drawing } from './drawing.ts';
import { countOf, type Ancestors, type ModelEvent, type ModelTask } from './modelState.ts';

/** What a join looks at. */
export interface Surroundings {
  readonly drawing: Drawing;
  readonly tasks: readonly ModelTask[];
  readonly events: readonly ModelEvent[];
  readonly disabled: ReadonlySet<string>;
}

/** A join that goes on for a round, with the events that it takes. */
export interface Firing {
  readonly join: string;
  readonly round: number;
  /** In the order of the arrows that they passed: the last one's variables win. */
  readonly taken: readonly ModelEvent[];
}

/** How many branches a join waits for; undefined: all that can still come. */
export function branchesOf(drawing: Drawing, join: string): number | undefined {
  const { mode = 'all' } = drawing.activities.get(join) ?? {};
  if (typeof mode === 'object') return mode.atLeast;
  return mode === 'any' ? 1 : undefined;
}

const isBy = (event: ModelEvent, arrow: RandomArrow): boolean =>
  event.to === arrow.to && event.from === arrow.from && event.outlet === arrow.outlet;

/** Where an event of the round could still come from. */
const placesOf = ({ tasks, events }: Surroundings, join: string, round: number, withEvents: boolean): string[] => {
  const isOfRound = ({ ancestors }: { readonly ancestors: Ancestors }) => countOf(ancestors, join) === round;
  const places = tasks.filter((task) => task.activity !== join && isOfRound(task)).map(({ activity }) => activity);
  const others = events.filter((event) => event.to !== join && isOfRound(event)).map(({ to }) => to);
  return withEvents ? [...places, ...others] : places;
};

function canCome(around: Surroundings, arrow: RandomArrow, places: readonly string[]): boolean {
  const closed = new Set([...around.disabled, arrow.to]);
  return places.some((place) => place === arrow.from || around.drawing.after(place, closed).has(arrow.from));
}

/** Whether a join goes on, and with what; `withEvents` false: what waits at other joins is not counted on. */
export function firingOf(around: Surroundings, join: string, withEvents = true): Firing | undefined {
  const waiting = around.events.filter((event) => event.to === join);
  const rounds = [...new Set(waiting.map(({ ancestors }) => countOf(ancestors, join)))].sort((a, b) => a - b);
  for (const round of rounds) {
    const taken = takenBy(around, join, round, withEvents);
    if (taken) return { join, round, taken };
  }
  return undefined;
}

function takenBy(
  around: Surroundings,
  join: string,
  round: number,
  withEvents: boolean,
): readonly ModelEvent[] | undefined {
  const { drawing, events } = around;
  const ofRound = events.filter((event) => event.to === join && countOf(event.ancestors, join) === round);
  const places = placesOf(around, join, round, withEvents);
  const firsts = drawing.into(join).map((arrow) => ofRound.find((event) => isBy(event, arrow)));
  const came = firsts.filter((event) => event !== undefined);
  const others = drawing.into(join).filter((arrow, index) => !firsts[index] && canCome(around, arrow, places));
  const wanted = branchesOf(drawing, join);
  if (wanted === undefined) return others.length === 0 ? came : undefined;
  const earliest = ofRound.filter((event) => came.includes(event)).slice(0, wanted);
  if (came.length >= wanted) return came.filter((event) => earliest.includes(event));
  return came.length + others.length < wanted ? came : undefined;
}

/** Whether all ways on from an activity come to a join. */
export function leadsOnlyTo({ drawing, disabled }: Surroundings, activity: string, join: string): boolean {
  const closed = new Set([...disabled, join]);
  const reaches = (from: string): boolean =>
    drawing.into(join).some((arrow) => arrow.from === from || leadsTo(drawing.after(from, closed), arrow));
  const leadsTo = (found: ReadonlySet<string>, arrow: RandomArrow): boolean => found.has(arrow.from);
  return [activity, ...drawing.after(activity, closed)].every(reaches);
}
