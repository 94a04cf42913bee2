import { describe, expect, it } from 'vitest';
import { instanceId, type RunnerGiven } from './givenRunner.ts';

/** What the runtime does about requests, on every store. */
export function describeAsking(given: RunnerGiven): void {
  describe('requests', () => {
    it('[D6] a request is applied, and what became of it is told', async () => {
      await given.started('a > b');
      expect(await given.bench.told()).toBe('finished');
      expect(await given.outcome('ask1')).toMatchObject({ status: 'applied' });
      expect(await given.bench.trace()).toEqual([
        ...['began', 'a is created', 'a starts', 'a is done', 'a > b', 'b is created', 'b starts', 'b is done'],
        'the instance is finished',
      ]);
    });

    it('[D6] the same request asked twice is applied once', async () => {
      given.bench.publish('a');
      for (const _time of [1, 2])
        given.bench.ask({ operation: 'runNow', instance: instanceId('i1'), input: {} }, { id: 'once' });
      await given.bench.rest();
      expect(await given.bench.counted('a')).toBe(1);
    });

    it('[D6] a refused request tells why', async () => {
      await given.started('a');
      given.bench.ask({ operation: 'stop' }, { instance: 'i1', id: 'late' });
      given.bench.ask({ operation: 'resume' }, { instance: 'nobody', id: 'lost' });
      await given.bench.rest();
      expect(await given.outcome('late')).toMatchObject({ status: 'refused', code: 'instance-refuses' });
      expect(await given.outcome('lost')).toMatchObject({ status: 'refused' });
    });

    it('[S7] an instance that is run now may not overlap an unfinished one', async () => {
      given.bench.publish('a > w', { activities: { w: { type: 'wait', for: '1h' } } });
      given.bench.ask({ operation: 'runNow', instance: instanceId('one'), input: {} }, { id: 'first' });
      await given.bench.rest();
      given.bench.ask({ operation: 'runNow', instance: instanceId('two'), input: {} }, { id: 'second' });
      await given.bench.rest();
      expect(await given.outcome('first')).toMatchObject({ status: 'applied', instance: 'one' });
      expect(await given.outcome('second')).toMatchObject({
        status: 'refused',
        reason: expect.stringContaining('one'),
      });
    });

    it('[S11] an instance that is run now may not be one more than maxInstances', async () => {
      const definition = { overlap: 'allow', maxInstances: 2 } as const;
      given.bench.publish('a > w', { activities: { w: { type: 'wait', for: '1h' } }, definition });
      for (const id of ['one', 'two', 'three']) {
        given.bench.ask({ operation: 'runNow', instance: instanceId(id), input: {} }, { id });
        await given.bench.rest();
      }
      expect(await given.outcome('two')).toMatchObject({ status: 'applied' });
      expect(await given.outcome('three')).toMatchObject({
        status: 'refused',
        reason: expect.stringContaining('maxInstances of this workflow is 2'),
      });
    });

    it('[D1] watchers are told after the commit, with the number of the last entry', async () => {
      await given.started('a');
      const { seq } = await given.bench.instance();
      expect(given.bench.publisher.changes.at(-1)).toEqual({ workflow: 'drawn', instance: { id: 'i1', seq } });
    });
  });
}
