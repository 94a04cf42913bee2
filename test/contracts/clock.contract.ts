import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../engine/ports/clock.ts';

/** A clock to be tried, and how its time is let pass. */
export interface ClockBench {
  readonly clock: Clock;
  passTime: (durationMs: number) => void;
  close: () => void;
}

/** What every clock must do. */
export function describeClock(name: string, create: () => ClockBench): void {
  describe(`the clock ${name}`, () => {
    let bench: ClockBench;
    beforeEach(() => {
      bench = create();
    });
    afterEach(() => {
      bench.close();
    });

    it('[S6] tells the time in milliseconds, which passes', () => {
      const before = bench.clock.nowMs();
      bench.passTime(1_500);
      expect(bench.clock.nowMs() - before).toBe(1_500);
    });

    it('[S6] calls once at an instant, in the order of the instants', () => {
      const { clock } = bench;
      const called: string[] = [];
      const startMs = clock.nowMs();
      clock.at(startMs + 2_000, () => called.push('second'));
      clock.at(startMs + 1_000, () => called.push('first'));
      bench.passTime(999);
      expect(called).toEqual([]);
      bench.passTime(1);
      expect(called).toEqual(['first']);
      bench.passTime(5_000);
      expect(called).toEqual(['first', 'second']);
    });

    it('[S6] calls soon for an instant that has passed', () => {
      const called: string[] = [];
      bench.clock.at(bench.clock.nowMs() - 1, () => called.push('now'));
      bench.passTime(1);
      expect(called).toEqual(['now']);
    });

    it('[S6] does not call where it was taken back', () => {
      const called: string[] = [];
      const takeBack = bench.clock.at(bench.clock.nowMs() + 10, () => called.push('now'));
      takeBack();
      bench.passTime(20);
      expect(called).toEqual([]);
    });
  });
}
