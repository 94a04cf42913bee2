/** The operators of the demo by their number: who manages, reviews, is told. `silent` has no address. */
export const operators = {
  billing: 1,
  anna: 2,
  bruno: 3,
  chloe: 4,
  dae: 5,
  elin: 6,
  silent: 7,
  north: 8,
  south: 9,
} as const;

/** The groups of operators of the demo by their number. */
export const operatorGroups = {
  workflowSupervisors: 1,
  reviewers: 2,
  stockKeepers: 3,
  northern: 4,
  southern: 5,
} as const;
