import { describe, expect, it } from 'vitest';
import { activityIdSchema, instanceIdSchema, requestIdSchema, workflowNameSchema } from '../../../engine/model/ids.ts';
import { type EngineStore } from '../../../engine/ports/engineStore.ts';
import { gets, pauses, starts, works } from '../../support/givenInstance.ts';
import type { StoreGiven } from './givenStore.ts';

/** What a store of the engine must do: signals and requests. */
export function describeArrivals(given: StoreGiven): void {
  describe('signals and requests', () => {
    const listening = (fields: object = {}) => ({ activities: { s: { type: 'signal', name: 'paid', ...fields } } });

    it('[F15] finds the waiting tasks that a signal fits, by name, key and instance', async () => {
      await given.play('a > s', { ...listening(), id: 'i1' }).commit(works('a'));
      await given
        .play('a > s', { ...listening({ correlate: 'vars.order' }), id: 'i2' })
        .commit(works('a', { vars: { order: '7' } }));
      await given.play('a > s', { ...listening(), id: 'i3' }).commit(works('a'), pauses());
      const found = async (signal: Parameters<EngineStore['subscribers']>[0]) =>
        (await given.store.subscribers(signal)).map(({ instance }) => instance).sort();
      expect(await found({ name: 'paid' })).toEqual(['i1', 'i3']);
      expect(await found({ name: 'paid', key: '7' })).toEqual(['i1', 'i2', 'i3']);
      expect(await found({ name: 'paid', key: '8' })).toEqual(['i1', 'i3']);
      expect(await found({ name: 'paid', instance: instanceIdSchema.parse('i3') })).toEqual(['i3']);
      expect(await found({ name: 'other' })).toEqual([]);
    });

    it('[F15] a task that has got its signal is not found again', async () => {
      const played = await given.play('a > s, s > b', listening()).commit(works('a'));
      await played.commit(gets('s', 'paid'));
      expect(await given.store.subscribers({ name: 'paid' })).toEqual([]);
    });

    it('[F16] remembers the signals that nobody took, until somebody does or they are too old', async () => {
      const settle = (position: number, status: 'delivered' | 'undelivered') =>
        given.store.transaction((tx) => tx.settleSignal({ position, name: 'paid', status, deliveredTo: [] }));
      for (const position of [1, 2, 3]) await settle(position, 'undelivered');
      await settle(2, 'delivered');
      expect(await given.store.undeliveredSignals('paid', given.clock.nowMs())).toEqual([1, 3]);
      expect(await given.store.undeliveredSignals('paid', given.clock.nowMs() + 1)).toEqual([]);
      expect(await given.store.undeliveredSignals('other', 0)).toEqual([]);
    });

    it('[D23] names the signals that nobody took and somebody waits for', async () => {
      await given.store.transaction(async (tx) => {
        for (const [position, name] of ['paid', 'paid', 'lost', 'taken'].entries())
          await tx.settleSignal({
            position,
            name,
            status: name === 'taken' ? 'delivered' : 'undelivered',
            deliveredTo: [],
          });
        const activity = activityIdSchema.parse('s');
        const entries = ['paid', 'taken'].map((signal) => ({ activity, signal }));
        for (const [at, entry] of entries.entries())
          await tx.saveSignalEntries(workflowNameSchema.parse(`flow${String(at)}`), [entry]);
      });
      expect(await given.store.wantedSignals(given.clock.nowMs())).toEqual(['paid']);
      expect(await given.store.wantedSignals(given.clock.nowMs() + 1)).toEqual([]);
    });

    it('[D6] remembers what became of a request, and how far the inbox was taken over', async () => {
      const outcome = {
        id: requestIdSchema.parse('r1'),
        status: 'refused',
        code: 'task-refuses',
        reason: 'no',
      } as const;
      await given.store.transaction(async (tx) => {
        await tx.settleRequest(outcome);
        await tx.settleRequest({
          id: requestIdSchema.parse('r2'),
          status: 'applied',
          instance: instanceIdSchema.parse('i1'),
        });
        await tx.saveInboxPosition('requests', 5);
        await tx.saveInboxPosition('requests', 6);
        await tx.saveInboxPosition('inner', 1);
      });
      expect(await given.store.requestOutcome(outcome.id)).toEqual(outcome);
      expect(await given.store.requestOutcome(requestIdSchema.parse('r2'))).toEqual({
        id: 'r2',
        status: 'applied',
        instance: 'i1',
      });
      expect(await given.store.requestOutcome(requestIdSchema.parse('r3'))).toBeUndefined();
      expect([await given.store.inboxPosition('requests'), await given.store.inboxPosition('inner')]).toEqual([6, 1]);
    });

    it('[D6] gives what kinds asked of other instances, in its order', async () => {
      const { shell } = await given.play('a').commit(starts('a'));
      const scope = { instance: shell.instance, task: shell.task('a').id, nowMs: given.clock.nowMs() };
      const targets = ['i7', 'i8'].map((id) => instanceIdSchema.parse(id));
      await given.store.transaction((tx) =>
        tx.services(scope).records.requestKill(targets, 'it was paused for too long'),
      );
      const asked = await given.store.innerRequestsAfter(0, 10);
      const kills = asked.filter(({ asked: { operation } }) => operation === 'kill');
      expect(kills.map(({ instance }) => instance)).toEqual(['i7', 'i8']);
      expect(kills[0]?.asked).toEqual({ operation: 'kill', reason: 'it was paused for too long' });
      expect(await given.store.innerRequestsAfter(asked.at(-1)!.position, 10)).toEqual([]);
      expect(await given.store.innerRequestsAfter(0, 1)).toEqual(asked.slice(0, 1));
    });
  });
}
