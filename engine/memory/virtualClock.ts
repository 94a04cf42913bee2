import type { Clock } from '../ports/clock.ts';

interface Alarm {
  readonly dueAtMs: number;
  readonly call: () => void;
}

/** Time that passes only when it is told to: hours of waiting take no time in a test or a dry run. */
export class VirtualClock implements Clock {
  #nowMs: number;
  readonly #alarms = new Set<Alarm>();

  constructor(nowMs = 0) {
    this.#nowMs = nowMs;
  }

  nowMs = (): number => this.#nowMs;

  at = (dueAtMs: number, call: () => void): (() => void) => {
    const alarm = { dueAtMs, call };
    this.#alarms.add(alarm);
    return () => void this.#alarms.delete(alarm);
  };

  /** When the next alarm is due, so that whoever drives the clock can jump there. */
  nextAtMs = (): number | undefined => this.#next()?.dueAtMs;

  /** Lets time pass; whatever is due on the way is called at its own instant, in its order. */
  advanceBy = (durationMs: number): void => this.advanceTo(this.#nowMs + durationMs);

  /** As `advanceBy`, up to an instant; one in the past changes nothing but what is due already. */
  advanceTo = (untilMs: number): void => {
    for (let alarm = this.#next(); alarm !== undefined && alarm.dueAtMs <= untilMs; alarm = this.#next()) {
      this.#alarms.delete(alarm);
      this.#nowMs = Math.max(this.#nowMs, alarm.dueAtMs);
      alarm.call();
    }
    this.#nowMs = Math.max(this.#nowMs, untilMs);
  };

  /** As a clock that somebody sets, forward or back: nothing is called, and what is due is found by who looks. */
  setTo = (nowMs: number): void => {
    this.#nowMs = nowMs;
  };

  #next(): Alarm | undefined {
    // Equal instants keep the order in which they were asked for: a Set iterates so, and sorting is stable.
    return [...this.#alarms].sort((one, other) => one.dueAtMs - other.dueAtMs)[0];
  }
}
