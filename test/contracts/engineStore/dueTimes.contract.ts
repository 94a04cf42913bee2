import { describe, expect, it } from 'vitest';
import { activityIdSchema, workflowNameSchema } from '../../../engine/model/ids.ts';
import { ends, fails, pauses, resumes, starts, works } from '../../support/givenInstance.ts';
import { dawnMs } from '../../support/shell.ts';
import { savedWorkflow, type StoreGiven } from './givenStore.ts';

/** What a store of the engine must do: time. */
export function describeDueTimes(given: StoreGiven): void {
  describe('time', () => {
    const waiting = { activities: { w: { type: 'wait', for: '1h' } } };
    const hour = dawnMs + 3_600_000;

    it('[F14] gives the timers of running instances that are due', async () => {
      const played = await given.play('a > w', waiting).commit(works('a'));
      const timer = { task: played.shell.task('w').id, instance: 'i1', name: 'due' };
      expect(await given.store.nextDueAtMs()).toBe(hour);
      expect(await given.store.dueTimers(hour - 1, 10)).toEqual([]);
      expect(await given.store.dueTimers(hour, 10)).toEqual([timer]);
      expect(await given.store.dueTimers(hour, 0)).toEqual([]);
      await played.commit(pauses());
      expect(await given.store.dueTimers(hour, 10)).toEqual([]);
      expect(await given.store.nextDueAtMs()).toBeUndefined();
      await played.commit(resumes, (shell) => shell.passTime(3_600_000));
      expect(await given.store.dueTimers(hour, 10)).toEqual([]);
    });

    it('[T13] gives the timers of tasks that take too long while their instance pauses, not while it is paused', async () => {
      const limits = { maxDuration: '1h', timeout: '1h' };
      const retry = { attempts: 2, delay: '30m' };
      const played = await given
        .play('a, b', { activities: { a: limits, b: { ...limits, retry } } })
        .commit(starts('a'), starts('b'), fails('b'), pauses());
      const due = async () => (await given.store.dueTimers(hour, 10)).map(({ task, name }) => `${task} ${name}`).sort();
      expect(await due()).toEqual(['i1.t1 maxDuration', 'i1.t1 timeout', 'i1.t2 maxDuration', 'i1.t2 timeout']);
      expect(await given.store.nextDueAtMs()).toBe(hour);
      await played.commit(ends('a'));
      expect([await due(), await given.store.nextDueAtMs()]).toEqual([[], undefined]);
    });

    it('[T12] takes back one timer of a task and leaves its others', async () => {
      const limited = { type: 'either', signal: 'go', within: '30m', patient: true, maxDuration: '1h' };
      const played = await given.play('w', { activities: { w: limited } }).commit();
      expect(await given.store.nextDueAtMs()).toBe(dawnMs + 1_800_000);
      await played.commit((shell) => shell.passTime(1_800_000));
      expect(await given.store.nextDueAtMs()).toBe(hour);
    });

    it('[I4] gives the pauses that were asked to end by themselves', async () => {
      await given.play('a').commit((shell) => shell.send({ type: 'pause', cause: 'own', untilMs: hour, by: 'anna' }));
      expect(await given.store.duePauses(hour - 1, 10)).toEqual([]);
      expect(await given.store.duePauses(hour, 10)).toEqual(['i1']);
      expect(await given.store.nextDueAtMs()).toBe(hour);
    });

    it('[S6] gives the started workflows with a schedule that is due and waits for nothing', async () => {
      const activity = activityIdSchema.parse('c');
      const states = [
        savedWorkflow({ schedules: [{ activity, runs: 0, dueAtMs: hour }] }),
        savedWorkflow({
          workflow: workflowNameSchema.parse('held'),
          status: 'paused',
          schedules: [{ activity, runs: 0, dueAtMs: hour }],
        }),
        savedWorkflow({
          workflow: workflowNameSchema.parse('queued'),
          version: 3,
          schedules: [{ activity, runs: 2, dueAtMs: hour, lastDueAtMs: dawnMs, waiting: true }],
        }),
      ];
      await given.save(...states);
      expect(await given.store.dueWorkflows(hour - 1)).toEqual([]);
      expect(await given.store.dueWorkflows(hour)).toEqual(['drawn']);
      expect(await given.store.nextDueAtMs()).toBe(hour);
      expect(await given.store.workflow(states[2]!.workflow)).toEqual(states[2]);
      const armed = await given.store.armedWorkflows();
      expect(armed.map(({ workflow: one, version }) => `${one} ${version}`).sort()).toEqual(['drawn 1', 'queued 3']);
    });

    it('[S10] gives a workflow when its firing begins, not when it is due', async () => {
      const activity = activityIdSchema.parse('c');
      const state = savedWorkflow({ schedules: [{ activity, runs: 0, dueAtMs: hour, beginsAtMs: hour + 5 }] });
      await given.save(state);
      expect([await given.store.dueWorkflows(hour + 4), await given.store.dueWorkflows(hour + 5)]).toEqual([
        [],
        ['drawn'],
      ]);
      expect(await given.store.nextDueAtMs()).toBe(hour + 5);
      expect([await given.store.nextDueAtMs(hour), await given.store.nextDueAtMs(hour + 5)]).toEqual([
        hour + 5,
        undefined,
      ]);
      expect(await given.store.workflow(state.workflow)).toEqual(state);
    });

    it('[S7] a firing that waited may begin when an instance of its workflow ends', async () => {
      const activity = activityIdSchema.parse('c');
      await given.save(savedWorkflow({ schedules: [{ activity, runs: 0, dueAtMs: hour, waiting: true }] }));
      const played = await given.play('a').commit(starts('a'));
      expect(await given.store.dueWorkflows(hour)).toEqual([]);
      await played.commit(ends('a'));
      expect(await given.store.dueWorkflows(hour)).toEqual(['drawn']);
    });
  });
}
