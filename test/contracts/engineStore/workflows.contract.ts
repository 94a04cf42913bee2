import { describe, expect, it } from 'vitest';
import { activityIdSchema, instanceIdSchema } from '../../../engine/model/ids.ts';
import { fails, starts, works } from '../../support/givenInstance.ts';
import { dawnMs } from '../../support/shell.ts';
import { drawn, savedWorkflow, type StoreGiven } from './givenStore.ts';

/** What a store of the engine must do: workflows. */
export function describeWorkflows(given: StoreGiven): void {
  describe('workflows', () => {
    it('[S2] keeps the state of a workflow, the last one saved', async () => {
      await given.save(savedWorkflow({ scheduleHeld: true }));
      await given.save(savedWorkflow({ status: 'stopped', vars: { mark: 42 } }));
      expect(await given.store.workflow(drawn)).toEqual(savedWorkflow({ status: 'stopped', vars: { mark: 42 } }));
    });

    it('[T7] counts ignored failures, until an instance finishes without any', async () => {
      const ignoring = { definition: { onError: 'ignore' } } as const;
      await given.save(savedWorkflow());
      await given.play('a, b', { ...ignoring, id: 'i1' }).commit(starts('a'), fails('a'), works('b'));
      expect((await given.store.workflow(drawn))?.consecutiveFailures).toBe(1);
      await given.play('a', { ...ignoring, id: 'i2' }).commit(works('a'));
      expect((await given.store.workflow(drawn))?.consecutiveFailures).toBe(0);
    });

    it('[T7] counts them for a workflow that was never started', async () => {
      const ignoring = { definition: { onError: 'ignore' } } as const;
      await given.play('a, b', { ...ignoring, id: 'i1' }).commit(starts('a'), fails('a'), starts('b'), fails('b'));
      expect(await given.store.workflow(drawn)).toEqual(
        savedWorkflow({ status: 'draft', version: 0, consecutiveFailures: 2, vars: {} }),
      );
      await given.play('a', { ...ignoring, id: 'i2' }).commit(works('a'));
      expect((await given.store.workflow(drawn))?.consecutiveFailures).toBe(0);
    });

    it('[T7] does not count a failure that the error outlet caught', async () => {
      await given.save(savedWorkflow({ consecutiveFailures: 1 }));
      await given.play('a:error > b').commit(starts('a'), fails('a'), works('b'));
      expect((await given.store.workflow(drawn))?.consecutiveFailures).toBe(0);
    });

    it('[S2] gives the entry signals of a workflow, the last ones saved', async () => {
      const entries = ['s', 't'].map((name) => ({ activity: activityIdSchema.parse(name), signal: 'paid' }));
      await given.store.transaction((tx) => tx.saveSignalEntries(drawn, entries));
      await given.store.transaction((tx) => tx.saveSignalEntries(drawn, entries.slice(1)));
      expect(await given.store.signalEntries('paid')).toEqual([{ workflow: 'drawn', activity: 't' }]);
      expect(await given.store.signalEntries('other')).toEqual([]);
    });

    it('[S7] keeps a firing with its reason', async () => {
      const firing = { workflow: drawn, activity: activityIdSchema.parse('c'), dueAtMs: dawnMs } as const;
      await given.store.transaction(async (tx) => {
        await tx.saveFiring({ ...firing, status: 'skipped', reason: 'busy' });
        await tx.saveFiring({ ...firing, status: 'begun', instance: instanceIdSchema.parse('i1') });
      });
      expect(await given.bench.firings()).toEqual(['skipped busy', 'begun i1']);
    });

    it('[D2] gives the changed values of options', async () => {
      await given.bench.setOption('NmsCleanup_RejectsPurgeDelay', 60);
      expect(await given.store.options()).toEqual(new Map([['NmsCleanup_RejectsPurgeDelay', 60]]));
    });
  });
}
