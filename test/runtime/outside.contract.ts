import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../engine/memory/virtualClock.ts';
import { instanceIdSchema } from '../../engine/model/ids.ts';
import { StepTakenBack, type EngineStore } from '../../engine/ports/engineStore.ts';
import { RunnerBench, type RunnerStore } from '../support/runnerBench.ts';
import { dawnMs } from '../support/shell.ts';

const hourMs = 3_600_000;
const instanceId = (id: string) => instanceIdSchema.parse(id);

/** What the runtime does with tasks that are performed outside of steps, on every store. */
export function describeOutside(name: string, create: (clock: VirtualClock) => Promise<RunnerStore>): void {
  describe(`what is performed outside, with the engine ${name}`, () => {
    let clock: VirtualClock;
    let store: RunnerStore;
    let bench: RunnerBench;
    beforeEach(async () => {
      clock = new VirtualClock(dawnMs);
      store = await create(clock);
      bench = new RunnerBench(store, clock, { concurrency: 2 });
    });
    afterEach(async () => {
      await bench.close();
    });

    const run = (...ids: string[]) => {
      for (const id of ids) bench.ask({ operation: 'runNow', instance: instanceId(id), input: {} });
      return bench.rest();
    };
    const published = (drawing: string, details = {}) =>
      bench.publish(drawing, { ...details, definition: { overlap: 'allow' } });
    const waitsForPlace = async (id: string) =>
      (await bench.trace(id)).filter((line) => line.includes('place-awaited')).length;

    it('[T14] while a task is on its way outside the others go on', async () => {
      published('begin > a, begin > b, b > c', { activities: { begin: 'start', c: 'inStep' } }).hang('a');
      await run('i1');
      expect([await bench.told(), await bench.counted('c')]).toEqual(['running: a running', 1]);
      await bench.goOn('a');
      await bench.rest();
      expect(await bench.told()).toBe('finished');
    });

    it('[T14] what finds no place outside stays pending, its journal says why, and what needs none passes it', async () => {
      published('begin > a, begin > c', { activities: { begin: 'start', c: 'inStep' } }).hang('a');
      await run('i1', 'i2', 'i3');
      expect(await Promise.all(['i1', 'i2', 'i3'].map((id) => bench.told(id)))).toEqual([
        'running: a running',
        'running: a running',
        'running: a pending',
      ]);
      expect([await waitsForPlace('i1'), await waitsForPlace('i3'), await bench.counted('c')]).toEqual([0, 1, 3]);
      await bench.goOn('a');
      await bench.rest();
      expect([await bench.told('i3'), await waitsForPlace('i3')]).toEqual(['finished', 1]);
    });

    it('[T15] a stop cancels it at its source, and the instance is stopped when it has ended', async () => {
      published('a > b').hang('a');
      await run('i1');
      bench.ask({ operation: 'stop' }, { instance: 'i1' });
      await bench.rest();
      expect([await bench.told(), bench.outside, await bench.counted('b')]).toEqual(['stopped', [], 0]);
    });

    describe('when the connection is lost in a commit', () => {
      const lost = { next: false };
      beforeEach(() => {
        const transaction: EngineStore['transaction'] = async (work) => {
          const result = await store.store.transaction(work);
          if (!lost.next) return result;
          lost.next = false;
          throw new StepTakenBack('The connection was lost.');
        };
        bench = new RunnerBench({ ...store, store: { ...store.store, transaction } }, clock);
      });
      const loseNext = async () => {
        lost.next = true;
        await expect(bench.rest()).rejects.toThrow(StepTakenBack);
        await bench.rest();
      };

      it.each([
        ['stop', 'stopped'],
        ['kill', 'stopped'],
      ] as const)('[D24] a %s that took place reaches what is outside', async (operation, status) => {
        published('a > b').hang('a');
        await run('i1');
        bench.ask({ operation }, { instance: 'i1', id: 'once' });
        await loseNext();
        expect([await bench.told(), bench.outside, await bench.counted('b')]).toEqual([status, [], 0]);
      });

      it('[D24] what is wanted goes on outside', async () => {
        published('a > b').hang('a');
        await run('i1');
        bench.ask({ operation: 'pause' }, { instance: 'i1' });
        await loseNext();
        expect([await bench.told(), bench.outside]).toEqual(['pausing: a running', ['a']]);
      });

      it('[D24] what came of it is saved once', async () => {
        published('a > b').hang('a');
        await run('i1');
        await bench.goOn('a');
        await loseNext();
        expect([await bench.told(), await bench.counted('a'), await bench.counted('b')]).toEqual(['finished', 1, 1]);
      });
    });

    it('[T15] a stop waits for what does not heed it; the unconditional stop does not, and discards what comes', async () => {
      published('a > b').hang('a', 'deaf');
      await run('i1');
      bench.ask({ operation: 'stop' }, { instance: 'i1' });
      await bench.rest();
      expect(await bench.told()).toBe('stopping: a running');
      bench.ask({ operation: 'kill' }, { instance: 'i1' });
      await bench.rest();
      expect([await bench.told(), bench.outside]).toEqual(['stopped', ['a']]);
      const { seq } = await bench.instance();
      await bench.goOn('a');
      await bench.rest();
      expect([(await bench.instance()).seq, await bench.counted('b')]).toEqual([seq, 0]);
    });

    it('[T15] its timeout cancels it when its time has come, and it is tried again', async () => {
      const retry = { attempts: 2, delay: '1m' };
      published('a > b', { activities: { a: { type: 'work', timeout: '1h', retry } } }).hang('a');
      await run('i1');
      await bench.passTime(hourMs - 1);
      expect([await bench.told(), bench.outside]).toEqual(['running: a running', ['a']]);
      await bench.passTime(1);
      expect([await bench.told(), bench.outside]).toEqual(['running: a retrying', []]);
      await bench.passTime(60_000);
      expect(await bench.told()).toBe('running: a running');
      await bench.goOn('a');
      await bench.rest();
      expect([await bench.told(), await bench.counted('b')]).toEqual(['finished', 1]);
    });

    it('[T15] the late result of an attempt that its timeout ended is discarded', async () => {
      const retry = { attempts: 2, delay: '1m' };
      published('a > b', { activities: { a: { type: 'work', timeout: '1h', retry } } }).hang('a', 'deaf');
      await run('i1');
      await bench.passTime(hourMs);
      await bench.goOn('a');
      await bench.rest();
      expect([await bench.told(), await bench.counted('b')]).toEqual(['running: a retrying', 0]);
      await bench.passTime(60_000);
      expect([await bench.told(), await bench.counted('b')]).toEqual(['finished', 1]);
    });

    it('[T15] the loser of a race is cancelled at its source', async () => {
      const activities = { begin: 'start', c: { type: 'cancel', activities: ['a'] } };
      published('begin > a, begin > b, b > c', { activities }).hang('a');
      await run('i1');
      expect([await bench.told(), bench.outside]).toEqual(['finished', []]);
    });

    it('[T15] in an instance that pauses it comes to its end, and what follows it is kept', async () => {
      published('a > b').hang('a');
      await run('i1');
      bench.ask({ operation: 'pause' }, { instance: 'i1' });
      await bench.rest();
      expect(await bench.told()).toBe('pausing: a running');
      await bench.goOn('a');
      await bench.rest();
      expect([await bench.told(), await bench.counted('b')]).toEqual(['paused: b pending', 0]);
    });

    it('[D10] a worker that ends waits for what is outside, and takes nothing new', async () => {
      published('a > b').hang('a');
      await run('i1');
      const drained = bench.drain({ patienceMs: 1_000, graceMs: 100 });
      await bench.goOn('a');
      await drained;
      expect(await bench.told()).toBe('running: b pending');
    });

    it('[D10] what takes longer is cancelled, and the next worker executes it again', async () => {
      published('a > b').hang('a');
      await run('i1');
      const drained = bench.drain({ patienceMs: 1_000, graceMs: 100 });
      clock.advanceBy(1_000);
      await drained;
      expect(await bench.told()).toBe('running: a pending');
      expect((await bench.instance()).tasks).toMatchObject({ 'i1.t1': { deaths: 0 } });
      await bench.restart();
      await bench.rest();
      await bench.goOn('a');
      await bench.rest();
      expect(await bench.told()).toBe('finished');
    });

    it('[D10] what does not even heed that is lost, and left to the next worker', async () => {
      published('a > b').hang('a', 'deaf');
      await run('i1');
      const drained = bench.drain({ patienceMs: 1_000, graceMs: 100 });
      clock.advanceBy(1_100);
      await drained;
      expect(await bench.told()).toBe('running: a running');
    });

    it('[D11] its idempotency key stays over attempts, and is another after its configuration has changed', async () => {
      const work = (mark?: string) => ({ activities: { a: { type: 'work', ...(mark !== undefined && { mark }) } } });
      published('a > b', work()).breakNext('a', 2);
      await run('i1');
      bench.ask({ operation: 'resume' }, { instance: 'i1' });
      await bench.rest();
      published('a > b', work('mended')).breakNext('a', 1);
      bench.ask({ operation: 'resume', version: 2 }, { instance: 'i1' });
      await bench.rest();
      published('a > b', work('mended'));
      bench.ask({ operation: 'resume', version: 3 }, { instance: 'i1' });
      await bench.rest();
      expect(bench.keys).toEqual(['i1/i1.t1', 'i1/i1.t1', 'i1/i1.t1/1', 'i1/i1.t1/1', 'i1/i1.t3']);
    });
  });
}
