import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../engine/memory/virtualClock.ts';
import { instanceIdSchema, requestIdSchema } from '../../engine/model/ids.ts';
import type { EngineStore } from '../../engine/ports/engineStore.ts';
import { losePower, PowerLost, RunnerBench, type RunnerStore } from '../support/runnerBench.ts';
import { dawnMs } from '../support/shell.ts';

const instanceId = (id: string) => instanceIdSchema.parse(id);
const three = ['i1', 'i2', 'i3'];

/** A store that counts its transactions. */
function counting(store: EngineStore): { readonly store: EngineStore; readonly begun: () => number } {
  let begun = 0;
  const transaction: EngineStore['transaction'] = (work) => {
    begun += 1;
    return store.transaction(work);
  };
  return { store: { ...store, transaction }, begun: () => begun };
}

/** What shares a commit, on every store. */
export function describeGroups(name: string, create: (clock: VirtualClock) => Promise<RunnerStore>): void {
  describe(`what shares a commit, with the engine ${name}`, () => {
    let clock: VirtualClock;
    let bench: RunnerBench;
    let begun: () => number;
    const open = async () => {
      const lit = await create(clock);
      const counted = counting(lit.store);
      ({ begun } = counted);
      return new RunnerBench({ ...lit, store: counted.store }, clock);
    };
    beforeEach(async () => {
      clock = new VirtualClock(dawnMs);
      bench = await open();
    });
    afterEach(async () => {
      await bench.close();
    });

    const drawn = (of: RunnerBench, drawing: string, names: readonly string[] = ['a', 'b', 'c']) =>
      of.publish(drawing, {
        activities: Object.fromEntries(names.map((activity) => [activity, 'brief'])),
        definition: { overlap: 'allow' },
      });
    const ask = (of: RunnerBench, ids: readonly string[]) => {
      for (const id of ids) of.ask({ operation: 'runNow', instance: instanceId(id), input: {} });
    };
    const told = (of: RunnerBench) => Promise.all(three.map((id) => of.told(id)));

    it('[D12] brief steps of several instances do, and what follows them in these', async () => {
      drawn(bench, 'a > b, b > c');
      ask(bench, three);
      await bench.turn();
      const before = begun();
      await bench.turn();
      expect([await told(bench), begun() - before]).toEqual([['finished', 'finished', 'finished'], 1]);
      expect(await Promise.all(['a', 'b', 'c'].map(bench.counted))).toEqual([3, 3, 3]);
    });

    it('[T16] the start of a brief task and its end are both in the history', async () => {
      drawn(bench, 'a', ['a']);
      ask(bench, ['i1']);
      await bench.rest();
      expect(await bench.trace()).toEqual([
        'began',
        'a is created',
        'a starts',
        'a is done',
        'the instance is finished',
      ]);
    });

    it('[D12] a task that fails is taken back alone, and takes its course', async () => {
      drawn(bench, 'a > b', ['a', 'b']).breakNext('a');
      ask(bench, three);
      await bench.rest();
      expect(await told(bench)).toEqual(['paused: a failed', 'finished', 'finished']);
      expect([await bench.counted('a'), await bench.counted('b')]).toEqual([2, 2]);
      bench.ask({ operation: 'resume' }, { instance: 'i1' });
      await bench.rest();
      expect([await bench.told(), await bench.counted('a')]).toEqual(['finished', 3]);
      expect((await bench.trace()).filter((line) => line.startsWith('a starts'))).toHaveLength(2);
    });

    it('[D12] a fault of the program in it fails its instance alone', async () => {
      drawn(bench, 'a > b', ['a', 'b']).derailNext('a');
      ask(bench, three);
      await bench.rest();
      expect(await told(bench)).toEqual(['failed', 'finished', 'finished']);
    });

    it('[D12] no more than fifty steps do, so that a stop is not delayed', async () => {
      const names = Array.from({ length: 60 }, (_, index) => `a${String(index)}`);
      const arrows = names.slice(1).map((activity, index) => `${names[index] ?? ''} > ${activity}`);
      drawn(bench, arrows.join(', '), names);
      ask(bench, ['i1']);
      await bench.turn(2);
      expect(await bench.told()).toBe('running: a50 pending');
      bench.ask({ operation: 'stop' }, { instance: 'i1' });
      await bench.rest();
      expect([await bench.told(), await bench.counted('a50')]).toEqual(['stopped', 0]);
    });

    /** Performs SQL of one instance, by which the worker learns how long it takes, and asks for three more. */
    const learnt = async (tookMs: number) => {
      bench.publish('s', { activities: { s: 'inStep' }, definition: { overlap: 'allow' } }).slowNext('s', tookMs);
      ask(bench, ['i0']);
      await bench.rest();
      ask(bench, three);
      await bench.turn();
    };
    const startedOf = (id: string) =>
      bench.publisher.changes.some(({ instance }) => instance?.id === id && instance.seq === 3);

    it('[D26] SQL that turned out to be brief does; the first time it had its own, and its start was told', async () => {
      await learnt(4);
      const before = begun();
      await bench.turn();
      expect([await told(bench), begun() - before]).toEqual([['finished', 'finished', 'finished'], 1]);
      expect([startedOf('i0'), startedOf('i1'), await bench.counted('s')]).toEqual([true, false, 4]);
    });

    it('[D26] SQL that took longer has its own again, and its start is told', async () => {
      await learnt(5);
      await bench.turn();
      expect(await told(bench)).toEqual(['finished', 'running: s pending', 'running: s pending']);
      expect(startedOf('i1')).toBe(true);
    });

    it('[D26] SQL that takes long all at once holds up no other step, and has its own the next time', async () => {
      await learnt(0);
      bench.slowNext('s', 21);
      await bench.turn();
      expect(await told(bench)).toEqual(['finished', 'running: s pending', 'running: s pending']);
      const before = begun();
      await bench.turn();
      expect([await told(bench), begun() - before]).toEqual([['finished', 'finished', 'running: s pending'], 2]);
    });

    it('[D26] SQL that fails is taken back alone, and takes its course', async () => {
      await learnt(0);
      bench.breakNext('s');
      await bench.rest();
      expect([await told(bench), await bench.counted('s')]).toEqual([['paused: s failed', 'finished', 'finished'], 3]);
    });

    it('[D12] what is not brief has its own commit and is not passed over for long', async () => {
      bench.publish('begin > a, begin > s, a > b, b > c', {
        activities: { begin: 'start', a: 'brief', b: 'brief', c: 'brief', s: 'inStep' },
      });
      ask(bench, ['i1']);
      await bench.turn(3);
      expect([await bench.told(), await bench.counted('s')]).toEqual(['finished', 1]);
    });

    it('[D13] requests do, and one that the program cannot apply is refused alone', async () => {
      drawn(bench, 'a', ['a']);
      bench.ask({ operation: 'runNow', instance: instanceId('i1'), input: {} });
      bench.ask({ operation: 'runTask' }, { instance: 'i1', id: 'nameless' });
      bench.ask({ operation: 'runNow', instance: instanceId('i2'), input: {} });
      await bench.turn();
      const outcome = await bench.runtime.store.requestOutcome(requestIdSchema.parse('nameless'));
      expect([outcome?.status, outcome?.code, begun()]).toEqual(['refused', 'unexpected', 1]);
      await bench.rest();
      expect([await bench.told('i1'), await bench.counted('a')]).toEqual(['finished', 2]);
    });

    it('[D13] however many signals come, a task that is ready is performed', async () => {
      drawn(bench, 'a', ['a']);
      ask(bench, ['i1']);
      for (let turns = 0; turns < 4; turns += 1) {
        bench.signal('noise');
        await bench.turn();
      }
      expect([await bench.told(), await bench.counted('a')]).toEqual(['finished', 1]);
    });

    it('[D22] however much comes, what is due and what has come back is taken', async () => {
      bench.publish('begin > w, begin > c', {
        activities: { begin: 'start', w: { type: 'wait', for: '1h' }, c: 'work' },
      });
      ask(bench, ['i1']);
      await bench.rest();
      clock.advanceBy(3_600_000);
      for (let turns = 0; turns < 4; turns += 1) {
        bench.signal('noise');
        await bench.turn();
      }
      expect(await bench.told()).toBe('finished');
    });

    it('[D13] timers that are due do', async () => {
      bench.publish('begin > w, w > a', {
        activities: { begin: 'start', w: { type: 'wait', for: '1h' }, a: 'brief' },
        definition: { overlap: 'allow' },
      });
      ask(bench, three);
      await bench.rest();
      clock.advanceBy(3_600_000);
      const before = begun();
      await bench.turn();
      expect([await told(bench), begun() - before]).toEqual([Array(3).fill('running: a pending'), 1]);
    });

    it.each(['before the commit', 'after the commit'] as const)(
      '[D12] whenever the power is lost %s, all of it is there or nothing, and nothing was told of what is not there',
      async (when) => {
        for (let at = 1; at <= 10; at += 1) {
          const lit = await create(clock);
          const dark = new RunnerBench({ ...lit, store: losePower(lit.store, at, when) }, clock);
          drawn(dark, 'a > b, b > c');
          ask(dark, three);
          const lost = await dark.rest().then(
            () => false,
            (error: unknown) => error instanceof PowerLost,
          );
          for (const { instance } of dark.publisher.changes)
            if (instance) expect((await dark.instance(instance.id)).seq).toBeGreaterThanOrEqual(instance.seq);
          if (lost) {
            const counts = await Promise.all(['a', 'b', 'c'].map(dark.counted));
            expect(new Set(counts).size).toBe(1);
            await (await dark.restart()).rest();
          }
          expect(await told(dark)).toEqual(['finished', 'finished', 'finished']);
          expect(await Promise.all(['a', 'b', 'c'].map(dark.counted))).toEqual([3, 3, 3]);
          await dark.close();
          if (!lost) return;
        }
        expect.fail('the run ends before ten transactions');
      },
    );
  });
}
