import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../engine/memory/virtualClock.ts';
import { activityIdSchema, instanceIdSchema, workflowNameSchema } from '../../engine/model/ids.ts';
import { RunnerBench } from '../support/runnerBench.ts';
import { onEveryStore, type CreateStore } from '../support/runnerStores.ts';
import { dawnMs } from '../support/shell.ts';

const hourMs = 3_600_000;
const late = 'drawn has not finished';
// It is four o'clock at dawn.
const definition = { expectBy: { cron: '0 6 * * *' }, supervisors: 'night' } as const;

function describeExpectations(name: string, create: CreateStore): void {
  describe(`a workflow that is expected to finish ${name}`, () => {
    let bench: RunnerBench;
    beforeEach(async () => {
      const clock = new VirtualClock(dawnMs);
      bench = new RunnerBench(await create(clock), clock);
    });
    afterEach(() => bench.close());

    const nightly = (cron: string, more: object = {}) => ({
      activities: { c: { type: 'scheduler', cron }, w: { type: 'wait', for: '3h' } },
      definition: { ...definition, ...more },
    });

    it('[S16] is no matter where an instance finishes in time', async () => {
      bench.publish('c > a', nightly('0 5 * * *')).ask({ operation: 'startWorkflow' });
      await bench.passTime(48 * hourMs);
      expect([await bench.counted('a'), await bench.mails()]).toEqual([2, []]);
    });

    it('[S16] is told of once a window where nothing fires, even while its schedule is held', async () => {
      bench.publish('c > a', nightly('0 5 * * *')).ask({ operation: 'startWorkflow' });
      bench.ask({ operation: 'holdSchedule' });
      await bench.passTime(2 * hourMs - 1);
      expect(await bench.mails()).toEqual([]);
      await bench.passTime(1);
      expect(await bench.mails()).toEqual([late]);
      await bench.passTime(23 * hourMs);
      expect(await bench.mails()).toEqual([late]);
      await bench.passTime(hourMs);
      expect(await bench.mails()).toEqual([late, late]);
    });

    it('[S16] is told of where its instance takes too long, which is warned in its journal', async () => {
      bench.publish('c > w, w > a', nightly('0 5 * * *')).ask({ operation: 'startWorkflow' });
      await bench.passTime(2 * hourMs);
      expect(await bench.mails()).toEqual([late]);
      expect((await bench.history()).at(-1)).toMatchObject({ type: 'journal', level: 'warning', code: 'late' });
      // It finished at eight: that counts for the next day.
      await bench.passTime(23 * hourMs);
      expect(await bench.counted('a')).toBe(1);
      await bench.passTime(2 * hourMs);
      expect(await bench.mails()).toEqual([late]);
    });

    it('[S16] is told of while it is paused, and no more when it is stopped', async () => {
      bench.publish('c > a', nightly('0 5 * * *')).ask({ operation: 'startWorkflow' });
      bench.ask({ operation: 'pauseWorkflow' });
      await bench.passTime(3 * hourMs);
      expect(await bench.mails()).toEqual([late]);
      bench.ask({ operation: 'stopWorkflow' });
      await bench.passTime(72 * hourMs);
      expect(await bench.mails()).toEqual([late]);
    });

    it('[S16] is not met by a backfill, but by what is run now', async () => {
      bench.publish('c > a', nightly('0 12 * * *')).ask({ operation: 'startWorkflow' });
      const range = { fromMs: dawnMs - 48 * hourMs, untilMs: dawnMs };
      bench.ask({ operation: 'backfill', activity: activityIdSchema.parse('c'), ...range });
      await bench.passTime(2 * hourMs);
      expect([await bench.counted('a'), await bench.mails()]).toEqual([2, [late]]);
      bench.ask({ operation: 'runNow', instance: instanceIdSchema.parse('now'), input: {} });
      bench.ask({ operation: 'holdSchedule' });
      await bench.passTime(24 * hourMs);
      expect(await bench.mails()).toEqual([late]);
    });

    it('[S16] is not met by a child that another workflow began', async () => {
      const caller = { s: { type: 'subWorkflow', workflow: 'drawn' } };
      bench.publish('c > a', nightly('0 12 * * *')).ask({ operation: 'startWorkflow' });
      bench.publish('s', { activities: caller, definition: { name: 'caller' } });
      bench.ask({ operation: 'startWorkflow' }, { workflow: 'caller' });
      await bench.passTime(2 * hourMs);
      expect([await bench.counted('a'), await bench.mails()]).toEqual([1, [late]]);
    });

    it('[S16] is told of once after downtime, and by a new version that no longer expects it never', async () => {
      bench.publish('c > a', nightly('0 12 * * *')).ask({ operation: 'startWorkflow' });
      bench.ask({ operation: 'holdSchedule' });
      await bench.rest();
      bench.clock.advanceBy(73 * hourMs);
      await bench.rest();
      expect(await bench.mails()).toEqual([late]);
      bench.publish('c > a', nightly('0 12 * * *', { expectBy: undefined }));
      bench.signal('anything');
      await bench.passTime(72 * hourMs);
      expect(await bench.mails()).toEqual([late]);
      expect(await bench.runtime.store.expectation(workflowNameSchema.parse('drawn'))).toBeUndefined();
    });
  });
}

onEveryStore(describeExpectations);
