import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../engine/memory/virtualClock.ts';
import { activityIdSchema, instanceIdSchema, requestIdSchema, taskIdSchema } from '../../engine/model/ids.ts';
import { RunnerBench } from '../support/runnerBench.ts';
import { onEveryStore, type CreateStore } from '../support/runnerStores.ts';
import { dawnMs } from '../support/shell.ts';

const hourMs = 3_600_000;

function describeRestarts(name: string, create: CreateStore): void {
  describe(`restarting from an activity ${name}`, () => {
    let bench: RunnerBench;
    beforeEach(async () => {
      const clock = new VirtualClock(dawnMs);
      bench = new RunnerBench(await create(clock), clock);
    });
    afterEach(() => bench.close());

    const outcome = (id: string) => bench.runtime.store.requestOutcome(requestIdSchema.parse(id));
    const restart = async (
      how: { from?: string; task?: string; version?: 'same' | 'newest'; of?: string },
      instance = 'again',
    ): Promise<void> => {
      const { from, task, version = 'same', of = 'i1' } = how;
      const asked = {
        operation: 'restart' as const,
        instance: instanceIdSchema.parse(instance),
        version,
        ...(from !== undefined && { from: activityIdSchema.parse(from) }),
        ...(task !== undefined && { task: taskIdSchema.parse(task) }),
      };
      bench.ask(asked, { instance: of, id: `restart-${instance}` });
      await bench.rest();
    };
    const counts = () => Promise.all(['a', 'b', 'c'].map(bench.counted));

    it('[I15] a new instance begins there with the variables that the activity got', async () => {
      const p = { type: 'pass', sets: { x: '7' } };
      bench.publish('a > p, p > b, b > c', { activities: { p } }).ask({ operation: 'startWorkflow' });
      await bench.passTime(hourMs);
      await restart({ from: 'b' });
      expect([await bench.told('again'), await counts()]).toEqual(['finished', [1, 2, 2]]);
      const created = (await bench.history('again')).find(({ type }) => type === 'taskCreated');
      expect(created).toMatchObject({ task: { activity: 'b', vars: { x: 7 } }, consumed: [] });
      expect((await bench.instance('again')).firing).toMatchObject({
        reason: 'request',
        activity: 'b',
        dueAtMs: dawnMs,
        origin: { instance: 'i1', task: expect.stringMatching(/^i1\.t/) },
      });
      expect(await outcome('restart-again')).toMatchObject({ status: 'applied', instance: 'again' });
    });

    it('[I15] the old instance is not changed, even where it still waits', async () => {
      const activities = { w: { type: 'wait', for: '7d' } };
      bench.publish('a > b, b > w, w > c', { activities }).ask({ operation: 'startWorkflow' });
      await bench.rest();
      const before = await bench.instance();
      await restart({ from: 'b' });
      expect(await bench.instance()).toEqual(before);
      expect(await bench.told('again')).toBe('running: w waiting');
    });

    it('[I15] of several tasks the latest one counts, or the one that is named', async () => {
      const activities = {
        p: { type: 'pass', sets: { x: '1' } },
        q: { type: 'pass', sets: { x: '2' } },
      };
      bench.publish('a > p, a > q, p > b, q > b', { activities }).ask({ operation: 'startWorkflow' });
      await bench.rest();
      const created = (await bench.history()).flatMap((entry) =>
        entry.type === 'taskCreated' && entry.task.activity === 'b' ? [entry.task] : [],
      );
      await restart({ from: 'b' }, 'latest');
      await restart({ from: 'b', task: created[0]!.id }, 'first');
      const begun = async (id: string) =>
        (await bench.history(id)).flatMap((entry) => (entry.type === 'taskCreated' ? [entry.task.vars] : []));
      expect([await begun('latest'), await begun('first')]).toEqual([[created[1]!.vars], [created[0]!.vars]]);
    });

    it('[I15] refused where no event has reached the activity', async () => {
      bench.publish('a > t, t:yes > b, t:no > c', {
        activities: { t: { type: 'test', branches: [{ outlet: 'yes', condition: 'true' }], default: 'no' } },
      });
      bench.ask({ operation: 'startWorkflow' });
      await bench.rest();
      await restart({ from: 'c' }, 'one');
      await restart({ from: 'a' }, 'two');
      await restart({ from: 'b', task: 'i1.t1' }, 'three');
      for (const id of ['one', 'two', 'three'])
        expect(await outcome(`restart-${id}`)).toMatchObject({ status: 'refused', code: 'event-unknown' });
      expect(await counts()).toEqual([1, 1, 0]);
    });

    it('[I15] refused where the version does not have the activity', async () => {
      bench.publish('a > b').ask({ operation: 'startWorkflow' });
      await bench.rest();
      bench.publish('a > c');
      await restart({ from: 'b', version: 'newest' }, 'newest');
      await restart({ from: 'b', version: 'same' }, 'same');
      expect(await outcome('restart-newest')).toMatchObject({ status: 'refused', code: 'activity-unknown' });
      expect(await bench.told('same')).toBe('finished');
    });

    it('[I15] a join that went on with what had come goes on with the same', async () => {
      const activities = { j: { type: 'join', mode: { atLeast: 2 } } };
      bench.publish('a > b, a > c, b > j, c > j, j > d', { activities }).ask({ operation: 'startWorkflow' });
      await bench.rest();
      await restart({ from: 'j' });
      expect([await bench.told('again'), await bench.counted('d')]).toEqual(['finished', 2]);
    });

    it('[F44] a child is not restarted and its parent waits on; from an activity one begins that has no parent', async () => {
      const activities = { a: 'pass', w: { type: 'wait', for: '1h' } };
      bench.publish('a > w', { activities, definition: { name: 'kid' } });
      bench.publish('s > b', { activities: { s: { type: 'subWorkflow', workflow: 'kid' } } });
      bench.ask({ operation: 'startWorkflow' });
      await bench.rest();
      await restart({ of: 'i2' }, 'one');
      await restart({ of: 'i2', from: 'w' }, 'two');
      expect(await outcome('restart-one')).toMatchObject({
        code: 'instance-refuses',
        reason: expect.stringContaining('child of i1'),
      });
      expect([await bench.told('i2'), await bench.told('two')]).toEqual(['running: w waiting', 'running: w waiting']);
      expect((await bench.instance('two')).parent).toBeUndefined();
      await bench.passTime(hourMs);
      expect([await bench.told(), await bench.counted('b')]).toEqual(['finished', 1]);
      await restart({ of: 'i2' }, 'three');
      expect(await outcome('restart-three')).toMatchObject({ status: 'refused' });
    });

    it('[I16] restarted itself, it begins at the same place with the same', async () => {
      const p = { type: 'pass', sets: { x: '7' } };
      bench.publish('a > p, p > b', { activities: { p } }).ask({ operation: 'startWorkflow' });
      await bench.rest();
      await restart({ from: 'b' });
      await restart({ of: 'again' }, 'third');
      expect(await counts()).toEqual([1, 3, 0]);
      expect((await bench.instance('third')).firing.origin).toMatchObject({ instance: 'again' });
    });
  });
}

onEveryStore(describeRestarts);
