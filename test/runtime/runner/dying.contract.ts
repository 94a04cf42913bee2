import { describe, expect, it } from 'vitest';
import { losePower, PowerLost, RunnerBench } from '../../support/runnerBench.ts';
import { instanceId, type RunnerGiven } from './givenRunner.ts';

/** What the runtime does about workers that die, on every store. */
export function describeDying(given: RunnerGiven): void {
  describe('a worker that dies', () => {
    it('[D4] while a task is in flight: the next one executes it again', async () => {
      given.bench.publish('a > b', { activities: { a: 'rounds' } }).ask({ operation: 'startWorkflow' });
      await given.bench.turn(2);
      expect(await given.bench.told()).toBe('running: a running');
      await given.bench.restart();
      await given.bench.rest();
      expect(await given.bench.told()).toBe('finished');
      expect(await given.bench.trace()).toContain('a is lost (1)');
    });

    it('[I4] while its instance is pausing: the instance is paused, and the next worker comes to rest', async () => {
      given.bench.publish('a', { activities: { a: 'rounds' } }).ask({ operation: 'startWorkflow' });
      await given.bench.turn(2);
      given.bench.ask({ operation: 'pause' }, { instance: 'i1' });
      await given.bench.turn(1);
      await given.bench.restart();
      await given.bench.rest();
      expect(await given.bench.told()).toBe('paused: a pending');
    });

    it('[D7] a fault of the program fails its instance, and the next one runs', async () => {
      given.bench.publish('a > b').derailNext('a');
      for (const id of ['i1', 'i2']) given.bench.ask({ operation: 'runNow', instance: instanceId(id), input: {} });
      await given.bench.rest();
      expect(await given.bench.told()).toBe('failed');
      given.bench.ask({ operation: 'runNow', instance: instanceId('i3'), input: {} });
      await given.bench.rest();
      expect((await given.bench.runtime.store.instance(instanceId('i3')))?.status).toBe('finished');
    });

    it('[D7] a fault of the program is told with the instance and the task that it happened to', async () => {
      const heard: unknown[] = [];
      const onFault = (_error: Error, place: unknown): void => void heard.push(place);
      const bench = new RunnerBench(await given.create(given.clock), given.clock, { onFault });
      bench.publish('a > b').derailNext('a');
      bench.ask({ operation: 'runNow', instance: instanceId('i1'), input: {} });
      await bench.rest();
      const failed = (await bench.history()).find((entry) => entry.type === 'taskCreated');
      expect(heard).toEqual([{ instance: 'i1', task: failed?.task.id }]);
      await bench.close();
    });

    it.each(['before the commit', 'after the commit'] as const)(
      '[D3] whenever the power is lost %s of a transaction, what happens in steps has happened once at the end',
      async (when) => {
        for (let at = 1; at <= 40; at += 1) {
          const lit = await given.create(given.clock);
          const dark = new RunnerBench({ ...lit, store: losePower(lit.store, at, when) }, given.clock);
          dark.publish('a > b, b > c', { activities: { a: 'inStep', b: 'rounds', c: 'inStep' } });
          dark.ask({ operation: 'runNow', instance: instanceId('i1'), input: {} });
          const lost = await dark.rest().then(
            () => false,
            (error: unknown) => error instanceof PowerLost,
          );
          if (lost) await (await dark.restart()).rest();
          expect(await dark.told()).toBe('finished');
          expect(await Promise.all(['a', 'b', 'c'].map(dark.counted))).toEqual([1, 4, 1]);
          const { seq } = await dark.instance();
          expect((await dark.history()).map((entry) => entry.seq)).toEqual(
            Array.from({ length: seq }, (_, index) => index + 1),
          );
          await dark.close();
          if (!lost) return;
        }
        expect.fail('the run ends before forty transactions');
      },
    );
  });
}
