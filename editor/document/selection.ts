/** What is selected: activities by id, transitions by `from:outlet:to`. */
export interface Selection {
  readonly activities: readonly string[];
  readonly transitions: readonly string[];
}

/** Nothing is selected. */
export const emptySelection: Selection = { activities: [], transitions: [] };

/** A selection of these activities alone. */
export const selectActivities = (...activities: string[]): Selection => ({ activities, transitions: [] });

/** A selection of this transition alone. */
export const selectTransition = (transition: string): Selection => ({ activities: [], transitions: [transition] });

/** Whether two selections name the same things in the same order. */
export function isSameSelection(one: Selection, other: Selection): boolean {
  const same = (left: readonly string[], right: readonly string[]) =>
    left.length === right.length && left.every((item, index) => item === right[index]);
  return same(one.activities, other.activities) && same(one.transitions, other.transitions);
}
