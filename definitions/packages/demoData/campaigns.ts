/** The campaigns of the demo by their number. */
export const campaigns = {
  spring: 1,
  summer: 2,
  finished: 3,
  edited: 4,
  recurring: 5,
  periodic: 6,
  periodicTemplate: 7,
  silent: 8,
  localReference: 9,
  collaborative: 10,
  calledOff: 11,
} as const;
