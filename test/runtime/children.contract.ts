import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../engine/memory/virtualClock.ts';
import { replay } from '../../engine/core/evolve.ts';
import { instanceIdSchema, taskIdSchema } from '../../engine/model/ids.ts';
import type { Json } from '../../engine/model/json.ts';
import type { Details } from '../support/graphOf.ts';
import { losePower, PowerLost, RunnerBench, type RunnerStore } from '../support/runnerBench.ts';
import { dawnMs } from '../support/shell.ts';

const hourMs = 3_600_000;

/** Children on every store: how they begin, what they give, and what reaches them. */
export function describeChildren(name: string, create: (clock: VirtualClock) => Promise<RunnerStore>): void {
  describe(`sub-workflows ${name}`, () => {
    let bench: RunnerBench;
    let clock: VirtualClock;
    beforeEach(async () => {
      clock = new VirtualClock(dawnMs);
      bench = new RunnerBench(await create(clock), clock);
    });
    afterEach(async () => {
      await bench.close();
    });

    const kid = (drawing: string, details: Details = {}) =>
      bench.publish(drawing, { ...details, definition: { name: 'kid', ...details.definition } });
    const parent = (fields: object = {}, details: Details = {}) =>
      bench.publish('s > e', {
        activities: { s: { type: 'subWorkflow', workflow: 'kid', ...fields }, e: { type: 'end', result: 'vars' } },
        ...details,
      });
    const started = async () => {
      bench.ask({ operation: 'startWorkflow' });
      return bench.rest();
    };
    const result = async (id = 'i1'): Promise<Json | undefined> => (await bench.instance(id)).result;
    /** `e` gives the square of the input `n`. */
    const square = { activities: { e: { type: 'end', result: 'instance.inputs.n * instance.inputs.n' } } };
    const eachOf = (count: number) => ({
      forEach: JSON.stringify(Array.from({ length: count }, (_, index) => index)),
      input: { n: 'item' },
    });
    const waiting = { activities: { w: { type: 'wait', for: '1h' } } };

    it('[F25] a child begins with its input, and its result comes back', async () => {
      kid('a > e', square);
      parent({ input: { n: '7' } });
      await started();
      expect([await result(), await bench.told('i2')]).toEqual([{ result: 49 }, 'finished']);
      const { parent: link, firing, version } = await bench.instance('i2');
      expect(link).toEqual({ instance: 'i1', task: 'i1.t1', item: 0, depth: 1 });
      expect([firing.reason, version]).toEqual(['parent', 1]);
    });

    it('[F26] a child begins for each item, some at a time, and all give their results', async () => {
      kid('a > e', square);
      parent({ ...eachOf(25), concurrency: 4 });
      await started();
      expect(await result()).toEqual({ results: Array.from({ length: 25 }, (_, index) => index * index) });
      expect(await bench.counted('a')).toBe(25);
    });

    it('[F26] no more children are unfinished at a time than there may be', async () => {
      kid('a > w', waiting);
      parent({ ...eachOf(5), concurrency: 2 });
      await started();
      const live = async () => (await bench.runtime.store.liveInstances((await bench.instance('i2')).workflow)).length;
      expect(await live()).toBe(2);
      await bench.passTime(hourMs);
      expect([await live(), await bench.told()]).toEqual([2, 'running: s waiting']);
      await bench.passTime(3 * hourMs);
      expect(await bench.told()).toBe('finished');
    });

    it('[F27] the first result is enough, and the others are stopped', async () => {
      kid('a > w, w > e', {
        activities: { ...square.activities, w: { type: 'signal', name: 'go', correlate: 'instance.inputs.n' } },
      });
      parent({ ...eachOf(3), collect: 'first' });
      await started();
      bench.signal('go', { key: '2' });
      await bench.rest();
      expect(await result()).toEqual({ results: [4], result: 4 });
      expect(await Promise.all(['i2', 'i3', 'i4'].map((id) => bench.told(id)))).toEqual([
        ...['stopped', 'stopped', 'finished'],
      ]);
    });

    it('[F28] signals add items until one closes', async () => {
      kid('a > e', square);
      parent({ more: 'another', input: { n: 'item' } });
      await started();
      bench.signal('another', { vars: { item: 3 } });
      await bench.rest();
      bench.signal('another', { vars: { items: [4, 5] } });
      bench.signal('another', { vars: { close: true } });
      await bench.rest();
      expect(await result()).toEqual({ results: [9, 16, 25] });
    });

    it('[I14] a pause of the parent reaches its children and theirs, and the resume lifts it', async () => {
      bench.publish('a > w', { ...waiting, definition: { name: 'grandkid' } });
      kid('s', { activities: { s: { type: 'subWorkflow', workflow: 'grandkid' } } });
      parent();
      await started();
      bench.ask({ operation: 'pause' }, { instance: 'i1' });
      await bench.passTime(2 * hourMs);
      const told = () => Promise.all(['i1', 'i2', 'i3'].map((id) => bench.told(id)));
      expect(await told()).toEqual(['paused: s waiting', 'paused: s waiting', 'paused: w waiting']);
      expect((await bench.instance('i3')).pauseCauses).toMatchObject([{ kind: 'parent', by: 'instance:i2' }]);
      bench.ask({ operation: 'resume' }, { instance: 'i3', id: 'alone' });
      await bench.rest();
      expect((await bench.instance('i3')).status).toBe('paused');
      bench.ask({ operation: 'resume' }, { instance: 'i1' });
      await bench.passTime(2 * hourMs);
      expect(await told()).toEqual(['finished', 'finished', 'finished']);
    });

    it('[I14] a stop of the parent stops its children and theirs before it is stopped itself', async () => {
      bench.publish('a > w', { ...waiting, definition: { name: 'grandkid' } });
      kid('s', { activities: { s: { type: 'subWorkflow', workflow: 'grandkid' } } });
      parent();
      await started();
      bench.ask({ operation: 'stop' }, { instance: 'i1' });
      await bench.rest();
      expect(await Promise.all(['i1', 'i2', 'i3'].map((id) => bench.told(id)))).toEqual(Array(3).fill('stopped'));
    });

    it('[I14] an unconditional stop of the parent stops its children so', async () => {
      kid('a > w', waiting);
      parent();
      await started();
      bench.ask({ operation: 'kill' }, { instance: 'i1' });
      await bench.rest();
      expect([await bench.told(), await bench.told('i2')]).toEqual(['stopped', 'stopped']);
      expect(await bench.trace('i2')).toContain('warning: killed');
    });

    it("[F29] a child's error pauses the child, and its parent waits", async () => {
      kid('a > e', square);
      parent({ input: { n: '7' } });
      bench.breakNext('a');
      await started();
      expect([await bench.told(), await bench.told('i2')]).toEqual(['running: s waiting', 'paused: a failed']);
      bench.ask({ operation: 'resume' }, { instance: 'i2' });
      await bench.rest();
      expect(await result()).toEqual({ result: 49 });
    });

    it('[F29] a child that failed fails the task; executed again it begins one more for that item alone', async () => {
      kid('a > e', { ...square, definition: { onError: 'abort' } });
      parent({ ...eachOf(3), concurrency: 1 });
      bench.breakNext('a');
      await started();
      expect([await bench.told(), await bench.told('i2')]).toEqual(['paused: s failed', 'failed']);
      bench.ask({ operation: 'resume' }, { instance: 'i1' });
      await bench.rest();
      expect([await result(), await bench.counted('a')]).toEqual([{ results: [0, 1, 4] }, 4]);
    });

    it('[F30] inputs that do not fit fail the task with all that is wrong, and no child begins', async () => {
      const inputs = {
        properties: { n: { type: 'integer' }, shop: { type: 'string' } },
        required: ['n', 'shop'],
      };
      kid('a > e', { ...square, definition: { inputs } });
      parent({ input: { n: '"seven"' } });
      await started();
      const { failure } = (await bench.instance()).tasks[taskIdSchema.parse('i1.t1')] ?? {};
      expect(failure).toMatchObject({ cause: 'data', message: expect.stringMatching(/n: .*; shop: /) });
      await expect(bench.instance('i2')).rejects.toThrow();
    });

    it('[F30] a workflow that has no version fails the task with config', async () => {
      parent({}, { activities: { s: { type: 'subWorkflow', workflow: 'nobody' } } });
      await started();
      expect((await bench.instance()).pauseCauses).toMatchObject([
        { kind: 'error', reason: '"nobody" has no published version.' },
      ]);
    });

    it('[F32] a child begins on the version that is the newest then', async () => {
      kid('a > w, w > e', { activities: { w: { type: 'wait', for: '1h' }, e: { type: 'end', result: '"old"' } } });
      parent({ ...eachOf(2), concurrency: 1 });
      await started();
      kid('a > e', { activities: { e: { type: 'end', result: '"new"' } } });
      await bench.passTime(hourMs);
      expect(await result()).toEqual({ results: ['old', 'new'] });
      expect([(await bench.instance('i2')).version, (await bench.instance('i3')).version]).toEqual([1, 2]);
    });

    it('[F32] a workflow that begins itself without an end fails instead of going on for ever', async () => {
      bench.publish('s', { activities: { s: { type: 'subWorkflow', workflow: 'drawn' } } });
      await started();
      const deepest = await bench.instance('i51');
      expect([deepest.parent?.depth, deepest.pauseCauses[0]?.reason]).toEqual([
        50,
        'Instances began instances 50 deep.',
      ]);
    });

    it('[S7] children neither overlap an instance nor count for maxInstances', async () => {
      kid('a > w', { ...waiting, definition: { maxInstances: 1 } });
      parent(eachOf(3));
      await started();
      expect(await bench.told('i4')).toBe('running: w waiting');
      expect(await bench.runtime.store.overlappedInstances((await bench.instance('i2')).workflow)).toEqual([]);
    });

    it.each(['before the commit', 'after the commit'] as const)(
      '[F33] wherever the power is lost %s, each child begins exactly once and gives its result once',
      async (when) => {
        for (let at = 1; at <= 60; at += 1) {
          const lit = await create(clock);
          const dark = new RunnerBench({ ...lit, store: losePower(lit.store, at, when) }, clock);
          dark.publish('a > e', {
            activities: { ...square.activities, a: 'inStep' },
            definition: { name: 'kid' },
          });
          dark.publish('s > e', {
            activities: {
              s: { type: 'subWorkflow', workflow: 'kid', ...eachOf(2), concurrency: 2 },
              e: { type: 'end', result: 'vars' },
            },
          });
          dark.ask({ operation: 'runNow', instance: instanceIdSchema.parse('whole'), input: {} });
          const lost = await dark.rest().then(
            () => false,
            (error: unknown) => error instanceof PowerLost,
          );
          if (lost) await (await dark.restart()).rest();
          const { result, status } = await dark.instance('whole');
          expect([status, result, await dark.counted('a')]).toEqual(['finished', { results: [0, 1] }, 2]);
          const history = await dark.history('whole');
          expect(history.filter(({ type }) => type === 'childBegun')).toHaveLength(2);
          // Clones are made of plain objects, whoever made the originals.
          expect(structuredClone(replay(history))).toStrictEqual(structuredClone(await dark.instance('whole')));
          await dark.close();
          if (!lost) return;
        }
        expect.fail('the run ends before sixty transactions');
      },
      120_000,
    );
  });
}
