import { describe, expect, it } from 'vitest';
import { type TaskId } from '../../../engine/model/ids.ts';
import { ends, pauses, resumes, starts } from '../../support/givenInstance.ts';
import { dawnMs } from '../../support/shell.ts';
import type { StoreGiven } from './givenStore.ts';

/** What a store of the engine must do: the run queue. */
export function describeRunQueue(given: StoreGiven): void {
  describe('the run queue', () => {
    const next = async () => (await given.store.nextReady(given.clock.nowMs(), new Set()))?.task;

    it('[T10] gives the oldest task first, and again until its result is saved', async () => {
      const played = await given.play('a, b').commit();
      const [a, b] = played.shell.live();
      expect(await next()).toBe(a?.id);
      await played.commit(starts('a'));
      expect(await next()).toBe(a?.id);
      expect(await given.store.nextReady(given.clock.nowMs(), new Set([a!.id]))).toEqual({
        task: b?.id,
        instance: 'i1',
      });
      await played.commit(ends('a'));
      expect(await next()).toBe(b?.id);
    });

    it('[T10] a task of a higher severity goes first, but starves none', async () => {
      const since = (id: string, seconds: number, severity: 'normal' | 'production' | 'critical') =>
        given.play('a', { id, nowMs: dawnMs + seconds * 1_000, definition: { severity } }).commit();
      await since('normal', 0, 'normal');
      await since('critical', 1, 'critical');
      await since('production', 1, 'production');
      await since('muchLater', 3_600, 'critical');
      const taken = new Set<TaskId>();
      for (let ready = await given.store.nextReady(0, taken); ready; ready = await given.store.nextReady(0, taken))
        taken.add(ready.task);
      expect([...taken]).toEqual(['critical.t1', 'production.t1', 'normal.t1', 'muchLater.t1']);
    });

    it('[T10] gives as many of them as are asked for, in that order', async () => {
      const played = await given.play('a, b, c').commit();
      const [a, b, c] = played.shell.live().map(({ id }) => id);
      const tasks = async (limit: number, except: ReadonlySet<TaskId>) =>
        (await given.store.readyTasks(limit, except)).map(({ task }) => task);
      expect(await tasks(2, new Set())).toEqual([a, b]);
      expect(await tasks(9, new Set([b!]))).toEqual([a, c]);
    });

    it('[I4] a pausing instance has no pending task in it, a resumed one has', async () => {
      const played = await given.play('a').commit(pauses());
      expect(await next()).toBeUndefined();
      await played.commit(resumes);
      expect(await next()).toBe('i1.t1');
    });

    it('[D4] knows what was in flight', async () => {
      await given.play('a, b').commit(starts('a'));
      expect(await given.store.tasksInFlight()).toEqual([{ task: 'i1.t1', instance: 'i1' }]);
    });

    it('[I9] an instance that has ended leaves nothing in it', async () => {
      await given.play('a, b').commit(starts('a'), (shell) => shell.send({ type: 'kill' }));
      expect(await next()).toBeUndefined();
      expect(await given.store.tasksInFlight()).toEqual([]);
    });
  });
}
