import { describe, expect, it } from 'vitest';
import { dawnMs } from '../../support/shell.ts';
import type { RunnerGiven } from './givenRunner.ts';

const hourMs = 3_600_000;

/** What the runtime does about schedules, on every store. */
export function describeSchedules(given: RunnerGiven): void {
  describe('schedules', () => {
    const hourly = (fields: object = {}) => ({
      activities: { c: { type: 'scheduler', cron: '0 * * * *', ...fields }, w: { type: 'wait', for: '90m' } },
    });

    it('[S6] a schedule begins an instance each time that it is due', async () => {
      await given.started('c > a', hourly());
      await given.bench.passTime(3 * hourMs);
      expect(await given.bench.counted('a')).toBe(3);
      expect(await given.bench.firings()).toEqual(['begun i1', 'begun i2', 'begun i3']);
    });

    it('[S11] a firing that would be one instance too many begins when another has ended', async () => {
      await given.started('c > w', { ...hourly({ overlap: 'allow' }), definition: { maxInstances: 1 } });
      await given.bench.passTime(2.25 * hourMs);
      expect(await given.bench.firings()).toEqual(['begun i1']);
      await given.bench.passTime(0.5 * hourMs);
      expect([await given.bench.told(), await given.bench.firings()]).toEqual(['finished', ['begun i1', 'begun i2']]);
    });

    it('[S10] a schedule with jitter begins its instances later than they are due', async () => {
      await given.started('c > a', hourly({ jitter: '50m' }));
      await given.bench.passTime(hourMs);
      expect([await given.bench.counted('a'), await given.bench.firings()]).toEqual([0, []]);
      await given.bench.passTime((50 / 60) * hourMs);
      expect(await given.bench.counted('a')).toBe(1);
      const { firing } = await given.bench.instance();
      expect([firing.dueAtMs, firing.startedAtMs > firing.dueAtMs]).toEqual([dawnMs + hourMs, true]);
    });

    it('[S7] a firing that finds an instance unfinished is skipped', async () => {
      await given.started('c > w, w > a', hourly());
      await given.bench.passTime(4 * hourMs);
      expect(await given.bench.firings()).toEqual([
        'begun i1',
        'skipped an instance of the workflow is unfinished',
        'begun i2',
        'skipped an instance of the workflow is unfinished',
      ]);
    });

    it('[S7] a queued firing begins when the instance has ended', async () => {
      await given.started('c > w, w > a', hourly({ overlap: 'queue' }));
      await given.bench.passTime(2.6 * hourMs);
      expect(await given.bench.firings()).toEqual(['begun i1', 'begun i2']);
      expect((await given.bench.instance('i2')).firing).toMatchObject({
        dueAtMs: dawnMs + 2 * hourMs,
        startedAtMs: dawnMs + 2.5 * hourMs,
      });
    });

    it('[S5] a version that is published while the workflow is started takes effect on its schedule', async () => {
      await given.started('c > a', hourly());
      given.bench.publish('c > b', { activities: { c: { type: 'scheduler', cron: '30 * * * *' } } });
      given.bench.signal('anything');
      await given.bench.passTime(hourMs);
      expect([await given.bench.counted('a'), await given.bench.counted('b')]).toEqual([0, 1]);
    });

    it('[S4] while the schedule is held nothing begins', async () => {
      await given.started('c > a', hourly());
      given.bench.ask({ operation: 'holdSchedule' });
      await given.bench.passTime(5 * hourMs);
      given.bench.ask({ operation: 'releaseSchedule' });
      await given.bench.passTime(hourMs);
      expect(await given.bench.counted('a')).toBe(1);
    });
  });
}
