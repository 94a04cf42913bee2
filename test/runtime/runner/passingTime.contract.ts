import { describe, expect, it } from 'vitest';
import type { RunnerGiven } from './givenRunner.ts';

const hourMs = 3_600_000;

/** What the runtime does about time, on every store. */
export function describePassingTime(given: RunnerGiven): void {
  describe('time', () => {
    it('[F14] a wait goes on when its time has come, in virtual time at once', async () => {
      await given.started('a > w, w > b', { activities: { w: { type: 'wait', for: '7d' } } });
      await given.bench.passTime(7 * 24 * hourMs - 1);
      expect(await given.bench.told()).toBe('running: w waiting');
      await given.bench.passTime(1);
      expect(await given.bench.told()).toBe('finished');
    });

    it('[T4] a retry happens after its delay', async () => {
      given.bench.publish('a', { activities: { a: { retry: { attempts: 3, delay: '1m' } } } }).breakNext('a', 2);
      given.bench.ask({ operation: 'startWorkflow' });
      await given.bench.passTime(90_000);
      expect(await given.bench.told()).toBe('running: a retrying');
      await given.bench.passTime(60_000);
      expect(await given.bench.told()).toBe('finished');
    });

    it('[T12] a task that takes long is warned of once, and the time of a pause does not count', async () => {
      await given.started('a > w', { activities: { w: { type: 'wait', for: '1d', maxDuration: '1h' } } });
      const warnings = async () => (await given.bench.trace()).filter((line) => line.includes('takes-long')).length;
      await given.bench.passTime(hourMs / 2);
      given.bench.ask({ operation: 'pause' }, { instance: 'i1' });
      await given.bench.passTime(5 * hourMs);
      given.bench.ask({ operation: 'resume' }, { instance: 'i1' });
      await given.bench.passTime(hourMs / 2 - 1);
      expect(await warnings()).toBe(0);
      await given.bench.passTime(1);
      expect(await warnings()).toBe(1);
      await given.bench.passTime(2 * hourMs);
      expect([await warnings(), await given.bench.told()]).toEqual([1, 'running: w waiting']);
    });

    it('[T13] a task that waits too long fails', async () => {
      await given.started('a > w, w:error > b', { activities: { w: { type: 'wait', for: '1d', timeout: '1h' } } });
      await given.bench.passTime(hourMs - 1);
      expect(await given.bench.told()).toBe('running: w waiting');
      await given.bench.passTime(1);
      expect([await given.bench.told(), await given.bench.counted('b')]).toEqual(['finished', 1]);
    });

    it('[T13] what a statement did that took too long is undone, and it is tried again', async () => {
      const retry = { attempts: 2, delay: '1m' };
      given.bench
        .publish('a', { activities: { a: { type: 'inStep', timeout: '1h', retry } } })
        .slowNext('a', hourMs + 1);
      given.bench.ask({ operation: 'startWorkflow' });
      await given.bench.rest();
      expect([await given.bench.told(), await given.bench.counted('a')]).toEqual(['running: a retrying', 0]);
      await given.bench.passTime(60_000);
      expect([await given.bench.told(), await given.bench.counted('a')]).toEqual(['finished', 1]);
    });

    it('[T13] a pause that waits for a task in flight does not stop its time', async () => {
      given.bench.publish('a', { activities: { a: { type: 'rounds', timeout: '1h' } } });
      given.bench.ask({ operation: 'startWorkflow' });
      await given.bench.turn(2);
      const inFlight = await given.bench.instance();
      given.bench.clock.advanceBy(hourMs);
      expect(inFlight.tasks).toMatchObject({ 'i1.t1': { status: 'running' } });
      await given.bench.rest();
      expect(await given.bench.told()).toBe('paused: a failed');
    });
  });
}
