/** Runs a deed at most once an interval; what is asked meanwhile is done once at its end. */
export interface Throttle {
  readonly ask: () => void;
  readonly cancel: () => void;
}

/**
 * Creates a throttle.
 * @returns it, idle
 */
export function createThrottle(intervalMs: number, deed: () => void): Throttle {
  const state: { timer?: ReturnType<typeof setTimeout>; asked: boolean } = { asked: false };
  const run = (): void => {
    state.asked = false;
    deed();
    state.timer = setTimeout(() => {
      delete state.timer;
      if (state.asked) run();
    }, intervalMs);
  };
  return {
    ask: () => {
      if (state.timer === undefined) run();
      else state.asked = true;
    },
    cancel: () => clearTimeout(state.timer),
  };
}
