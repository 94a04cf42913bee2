import { describe, expect, it } from 'vitest';
import { dawnMs } from '../../support/shell.ts';
import { instanceId, type RunnerGiven } from './givenRunner.ts';

const hourMs = 3_600_000;

/** What the runtime does about pauses, resumes and stops, on every store. */
export function describePausing(given: RunnerGiven): void {
  describe('pause, resume, stop', () => {
    const rounds = { activities: { a: 'rounds' } };

    it('[I5] a pause takes effect between two rounds, and the resume goes on with the next', async () => {
      given.bench.publish('a > b', rounds).ask({ operation: 'startWorkflow' });
      await given.bench.turn(2);
      given.bench.ask({ operation: 'pause' }, { instance: 'i1' });
      await given.bench.rest();
      expect(await given.bench.told()).toBe('paused: a pending');
      const before = await given.bench.counted('a');
      given.bench.ask({ operation: 'resume' }, { instance: 'i1' });
      await given.bench.rest();
      expect([await given.bench.told(), before, await given.bench.counted('a')]).toEqual(['finished', before, 4]);
      const progress = (await given.bench.trace()).filter((line) => line.includes('rounds'));
      expect(progress).toEqual([1, 2, 3].map((round) => `a has done ${100 * round} rows in ${round} rounds`));
    });

    it('[I4] a pause until an instant ends by itself', async () => {
      await given.started('a > w, w > b', { activities: { w: { type: 'wait', for: '3h' } } });
      given.bench.ask({ operation: 'pause', untilMs: dawnMs + hourMs }, { instance: 'i1' });
      await given.bench.rest();
      expect(await given.bench.told()).toBe('paused: w waiting');
      await given.bench.passTime(hourMs);
      expect(await given.bench.told()).toBe('running: w waiting');
    });

    it('[I8] a stop takes effect between two rounds', async () => {
      given.bench.publish('a > b', rounds).ask({ operation: 'startWorkflow' });
      await given.bench.turn(2);
      given.bench.ask({ operation: 'stop' }, { instance: 'i1' });
      await given.bench.rest();
      expect(await given.bench.told()).toBe('stopped');
      expect(await given.bench.counted('b')).toBe(0);
    });

    it('[I7] a failed task pauses its instance; after the resume it is executed again and no other', async () => {
      given.bench.publish('a > b, b > c').breakNext('b');
      given.bench.ask({ operation: 'startWorkflow' });
      await given.bench.rest();
      expect(await given.bench.told()).toBe('paused: b failed');
      given.bench.ask({ operation: 'resume' }, { instance: 'i1' });
      await given.bench.rest();
      expect(await given.bench.told()).toBe('finished');
      expect(await Promise.all(['a', 'c'].map(given.bench.counted))).toEqual([1, 1]);
    });

    it('[D3] what a failed attempt did in the step is taken back', async () => {
      given.bench.publish('a', { activities: { a: 'inStep' } }).breakNext('a');
      given.bench.ask({ operation: 'startWorkflow' });
      await given.bench.rest();
      expect([await given.bench.told(), await given.bench.counted('a')]).toEqual(['paused: a failed', 0]);
      given.bench.ask({ operation: 'resume' }, { instance: 'i1' });
      await given.bench.rest();
      expect([await given.bench.told(), await given.bench.counted('a')]).toEqual(['finished', 1]);
    });

    it('[F18] what a task did in the step is taken back where it would send on too much', async () => {
      given.bench.publish('a > b', { activities: { a: 'inStep' } }).overloadNext('a');
      given.bench.ask({ operation: 'startWorkflow' });
      await given.bench.rest();
      expect([await given.bench.told(), await given.bench.counted('a')]).toEqual(['paused: a failed', 0]);
      given.bench.ask({ operation: 'resume' }, { instance: 'i1' });
      await given.bench.rest();
      expect([await given.bench.told(), await given.bench.counted('a')]).toEqual(['finished', 1]);
    });

    it('[S3] pausing a workflow pauses its instances, and one that begins meanwhile begins paused', async () => {
      await given.started('a > w, w > b', {
        activities: { w: { type: 'wait', for: '1h' } },
        definition: { overlap: 'allow' },
      });
      given.bench.ask({ operation: 'pauseWorkflow' });
      given.bench.ask({ operation: 'runNow', instance: instanceId('two'), input: {} });
      await given.bench.passTime(2 * hourMs);
      expect([await given.bench.told(), await given.bench.told('two')]).toEqual([
        'paused: w waiting',
        'paused: a pending',
      ]);
      given.bench.ask({ operation: 'resumeWorkflow' });
      await given.bench.passTime(2 * hourMs);
      expect([await given.bench.told(), await given.bench.told('two')]).toEqual(['finished', 'finished']);
    });

    it('[I9] an unconditional stop of many is what an operator does to one', async () => {
      await given.started('a > w', { activities: { w: { type: 'wait', for: '1h' } } });
      given.bench.ask({ operation: 'kill', reason: 'it hangs' }, { instance: 'i1' });
      await given.bench.rest();
      expect([await given.bench.told(), await given.bench.runtime.store.nextDueAtMs()]).toEqual(['stopped', undefined]);
    });

    it('[I8] a restart stops the old instance and begins a new one', async () => {
      await given.started('a > w', { activities: { w: { type: 'wait', for: '1h' } } });
      given.bench.ask({ operation: 'restart', instance: instanceId('again'), version: 'newest' }, { instance: 'i1' });
      await given.bench.rest();
      expect([await given.bench.told(), await given.bench.told('again')]).toEqual(['stopped', 'running: w waiting']);
    });
  });
}
