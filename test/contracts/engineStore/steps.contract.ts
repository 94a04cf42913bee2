import { describe, expect, it } from 'vitest';
import { instanceIdSchema, requestIdSchema } from '../../../engine/model/ids.ts';
import { StepConflict } from '../../../engine/ports/engineStore.ts';
import { pauses, starts, works } from '../../support/givenInstance.ts';
import { dawnMs } from '../../support/shell.ts';
import { broken, drawn, savedWorkflow, type StoreGiven } from './givenStore.ts';

/** What a store of the engine must do: steps. */
export function describeSteps(given: StoreGiven): void {
  describe('steps', () => {
    it('[D2] gives back the instance that was saved', async () => {
      const { shell } = await given.play('a > b, b > j, c > j').commit(works('a'), starts('c'));
      expect(await given.store.instance(shell.instance.id)).toEqual(shell.instance);
      expect(await given.store.instance(instanceIdSchema.parse('i9'))).toBeUndefined();
    });

    it('[D2] refuses a step that was computed from an older instance, and keeps nothing of it', async () => {
      const played = await given.play('a, b').commit(starts('a'));
      const { before, step } = played.lastStep;
      await expect(given.store.transaction((tx) => tx.saveStep(before, step))).rejects.toThrow(StepConflict);
      expect(await given.store.instance(played.shell.instance.id)).toEqual(played.shell.instance);
    });

    it('[D2] refuses to begin an instance twice', async () => {
      const { lastStep } = await given.play('a').commit();
      await expect(given.store.transaction((tx) => tx.saveStep(undefined, lastStep.step))).rejects.toThrow();
    });

    it('[D2] a transaction sees its own writes, and takes all of them back when it fails', async () => {
      const { shell, lastStep } = given.play('a');
      const failing = given.store.transaction(async (tx) => {
        await tx.saveStep(undefined, lastStep.step);
        await tx.saveWorkflow(savedWorkflow());
        await tx.saveInboxPosition('requests', 7);
        expect(await tx.instance(shell.instance.id)).toEqual(shell.instance);
        expect(await tx.liveInstances(drawn)).toEqual([shell.instance.id]);
        throw broken;
      });
      await expect(failing).rejects.toThrow(broken);
      expect(await given.store.instance(shell.instance.id)).toBeUndefined();
      expect(await given.store.workflow(drawn)).toBeUndefined();
      expect(await given.store.inboxPosition('requests')).toBe(0);
      expect(await given.store.nextReady(given.clock.nowMs(), new Set())).toBeUndefined();
    });

    it('[D3] what an executor does belongs to the transaction: it is kept or taken back with it', async () => {
      const { shell } = await given.play('a').commit(starts('a'));
      const scope = { instance: shell.instance, task: shell.task('a').id, nowMs: given.clock.nowMs() };
      const failing = given.store.transaction(async (tx) => {
        expect(await given.bench.count(tx.services(scope))).toBe(1);
        throw broken;
      });
      await expect(failing).rejects.toThrow(broken);
      expect(await given.store.transaction((tx) => given.bench.count(tx.services(scope)))).toBe(1);
      expect(await given.store.transaction((tx) => given.bench.count(tx.services(scope)))).toBe(2);
    });

    it('[D2] a part of a transaction is taken back alone', async () => {
      const first = given.play('a', { id: 'i1' });
      const second = given.play('a', { id: 'i2', nowMs: dawnMs + 1 });
      const third = given.play('a', { id: 'i3', nowMs: dawnMs + 2 });
      await given.store.transaction(async (tx) => {
        await tx.part(() => tx.saveStep(undefined, first.lastStep.step));
        const failing = tx.part(async () => {
          await tx.saveStep(undefined, second.lastStep.step);
          await tx.saveInboxPosition('requests', 7);
          throw broken;
        });
        await expect(failing).rejects.toThrow(broken);
        expect(await tx.instance(second.shell.instance.id)).toBeUndefined();
        await tx.saveStep(undefined, third.lastStep.step);
      });
      expect(await given.store.liveInstances(drawn)).toEqual(['i1', 'i3']);
      expect(await given.store.instance(second.shell.instance.id)).toBeUndefined();
      expect(await given.store.inboxPosition('requests')).toBe(0);
      expect(await given.store.readyTasks(9, new Set())).toEqual([
        { task: 'i1.t1', instance: 'i1' },
        { task: 'i3.t1', instance: 'i3' },
      ]);
    });

    it('[D3] what an executor does in a part of a transaction is taken back with it', async () => {
      const { shell } = await given.play('a').commit(starts('a'));
      const scope = { instance: shell.instance, task: shell.task('a').id, nowMs: given.clock.nowMs() };
      const counted = given.store.transaction(async (tx) => {
        await tx.part(() => given.bench.count(tx.services(scope)));
        const failing = tx.part(async () => {
          await given.bench.count(tx.services(scope));
          throw broken;
        });
        await expect(failing).rejects.toThrow(broken);
        return tx.part(() => given.bench.count(tx.services(scope)));
      });
      expect(await counted).toBe(2);
      expect(await given.store.transaction((tx) => given.bench.count(tx.services(scope)))).toBe(3);
    });

    it('[D2] what came before a part stays when the part is taken back, whatever was executed and read in it', async () => {
      const { shell } = await given.play('a', { id: 'i0' }).commit(starts('a'));
      const scope = { instance: shell.instance, task: shell.task('a').id, nowMs: given.clock.nowMs() };
      const first = given.play('a', { id: 'i1', nowMs: dawnMs + 1 });
      const second = given.play('a', { id: 'i2', nowMs: dawnMs + 2 });
      await given.store.transaction(async (tx) => {
        await tx.saveStep(undefined, first.lastStep.step);
        await tx.settleRequest({ id: requestIdSchema.parse('r1'), status: 'applied' });
        const failing = tx.part(async () => {
          await given.bench.count(tx.services(scope));
          expect(await tx.requestOutcome(requestIdSchema.parse('r1'))).toMatchObject({ status: 'applied' });
          await tx.saveStep(undefined, second.lastStep.step);
          expect(await tx.liveInstances(drawn)).toEqual(['i0', 'i1', 'i2']);
          throw broken;
        });
        await expect(failing).rejects.toThrow(broken);
        expect(await tx.liveInstances(drawn)).toEqual(['i0', 'i1']);
      });
      expect(await given.store.liveInstances(drawn)).toEqual(['i0', 'i1']);
      expect(await given.store.instance(first.shell.instance.id)).toEqual(first.shell.instance);
      expect(await given.store.requestOutcome(requestIdSchema.parse('r1'))).toMatchObject({ status: 'applied' });
      expect(await given.store.transaction((tx) => given.bench.count(tx.services(scope)))).toBe(1);
    });

    it('[D2] lists the instances of a workflow that have not ended', async () => {
      await given.play('a', { id: 'i1' }).commit();
      await given.play('a', { id: 'i2', nowMs: dawnMs + 1 }).commit(works('a'));
      await given.play('a', { id: 'i3', nowMs: dawnMs + 2 }).commit(pauses());
      expect(await given.store.liveInstances(drawn)).toEqual(['i1', 'i3']);
    });

    it('[D2] a transaction knows that it is open', async () => {
      expect(await given.store.transaction((tx) => tx.isOpen())).toBe(true);
    });
  });
}
