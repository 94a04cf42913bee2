import type { Clock } from '../../engine/ports/clock.ts';

/** The longest delay that a timer of Node holds. */
const longestMs = 2 ** 31 - 1;

/** The machine's clock; or one that stands still at an instant, for trials and tests (`SIGNALBOX_NOW`). */
export function createClock(frozenAtMs?: number): Clock {
  const nowMs = frozenAtMs === undefined ? () => Date.now() : () => frozenAtMs;
  return {
    nowMs,
    at: (dueAtMs, call) => {
      const timer = setTimeout(call, Math.min(longestMs, Math.max(0, dueAtMs - nowMs())));
      return () => {
        clearTimeout(timer);
      };
    },
  };
}
