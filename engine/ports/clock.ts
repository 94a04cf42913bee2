/** The only source of time; tests give a virtual one. */
export interface Clock {
  /** Milliseconds since the epoch. */
  nowMs: () => number;
  /** Calls back once at (or soon after) an instant; answers the function that takes it back. */
  at: (dueAtMs: number, call: () => void) => () => void;
}
