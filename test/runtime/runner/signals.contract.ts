import { describe, expect, it } from 'vitest';
import { workflowNameSchema } from '../../../engine/model/ids.ts';
import { instanceId, type RunnerGiven } from './givenRunner.ts';

const hourMs = 3_600_000;
const drawn = workflowNameSchema.parse('drawn');

/** What the runtime does about signals, on every store. */
export function describeSignals(given: RunnerGiven): void {
  describe('signals', () => {
    const listens = { activities: { s: { type: 'signal', name: 'paid' } } };

    it('[F15] a signal reaches the task that waits for it', async () => {
      await given.started('a > s, s > b', listens);
      given.bench.signal('paid', { vars: { amount: 3 } });
      await given.bench.rest();
      expect([await given.bench.told(), await given.bench.counted('b')]).toEqual(['finished', 1]);
    });

    it('[F16] one that comes before anybody waits is kept for seven days, and taken once', async () => {
      given.bench.signal('paid');
      await given.bench.rest();
      await given.bench.passTime(6 * 24 * hourMs);
      await given.started('a > s, s > b', listens);
      expect(await given.bench.told()).toBe('finished');
      given.bench.ask({ operation: 'runNow', instance: instanceId('two'), input: {} });
      await given.bench.rest();
      expect(await given.bench.told('two')).toBe('running: s waiting');
    });

    it('[F16] a task that goes on listening takes all that came before it', async () => {
      for (const n of [1, 2]) given.bench.signal('paid', { vars: { n } });
      await given.bench.rest();
      await given.started('a > s, s > b', { activities: { s: { type: 'signal', name: 'paid', complete: false } } });
      expect([await given.bench.told(), await given.bench.counted('b')]).toEqual(['running: s waiting', 2]);
    });

    it('[F16] after seven days it is too late', async () => {
      given.bench.signal('paid');
      await given.bench.rest();
      await given.bench.passTime(8 * 24 * hourMs);
      await given.started('a > s, s > b', listens);
      expect(await given.bench.told()).toBe('running: s waiting');
    });

    it('[F46] one that nobody took is aimed at an instance, whatever its key, and taken once', async () => {
      await given.started('a > s, s > b', { activities: { s: { type: 'signal', name: 'paid', correlate: "'7'" } } });
      given.bench.signal('paid', { key: '8' });
      await given.bench.rest();
      const redirect = async (instance?: string) => {
        const aim = instance === undefined ? {} : { instance: instanceId(instance) };
        const id = given.bench.ask({ operation: 'redirectSignal', position: 1, startsTechnical: false, ...aim });
        await given.bench.rest();
        return given.outcome(id);
      };
      expect(await redirect()).toMatchObject({ status: 'refused', code: 'signal-unwanted' });
      expect(await redirect('i9')).toMatchObject({ reason: 'Nobody waits for "paid" in the instance i9.' });
      expect(await redirect('i1')).toMatchObject({ status: 'applied' });
      expect([await given.bench.told(), await given.bench.counted('b')]).toEqual(['finished', 1]);
      expect(await redirect('i1')).toMatchObject({ status: 'refused', code: 'signal-settled' });
    });

    it('[F46] one that was sent to an instance is offered to whoever waits', async () => {
      given.bench.signal('paid', { instance: 'i9' });
      await given.bench.rest();
      await given.started('a > s, s > b', listens);
      expect(await given.bench.told()).toBe('running: s waiting');
      given.bench.ask({ operation: 'redirectSignal', position: 1, startsTechnical: false });
      await given.bench.rest();
      expect(await given.bench.told()).toBe('finished');
    });

    it('[F15] one that comes while the instance is paused is stored, and taken at the resume', async () => {
      await given.started('a > s, s > b', listens);
      given.bench.ask({ operation: 'pause' }, { instance: 'i1' });
      await given.bench.rest();
      given.bench.signal('paid');
      await given.bench.rest();
      expect(await given.bench.told()).toBe('paused: s waiting');
      given.bench.ask({ operation: 'resume' }, { instance: 'i1' });
      await given.bench.rest();
      expect(await given.bench.told()).toBe('finished');
    });

    it('[F15] one that comes while the whole workflow is paused is taken when that is resumed', async () => {
      await given.started('a > s, s > b', listens);
      given.bench.ask({ operation: 'pauseWorkflow' });
      await given.bench.rest();
      given.bench.signal('paid');
      await given.bench.rest();
      given.bench.ask({ operation: 'resumeWorkflow' });
      await given.bench.rest();
      expect(await given.bench.told()).toBe('finished');
    });

    it('[F15] where nobody waits it begins an instance of each workflow that it is an entry of', async () => {
      await given.started('s > b', listens);
      given.bench.signal('paid', { vars: { amount: 3 } });
      await given.bench.rest();
      expect(await given.bench.told()).toBe('finished');
      expect((await given.bench.instance()).firing).toMatchObject({ reason: 'signal', activity: 's' });
    });

    it('[F15] of two that wait for it a paused one gets it too, when it is resumed', async () => {
      await given.started('a > s, s > b', { ...listens, definition: { overlap: 'allow' } });
      given.bench.ask({ operation: 'runNow', instance: instanceId('two'), input: {} });
      await given.bench.rest();
      given.bench.ask({ operation: 'pause' }, { instance: 'two' });
      given.bench.signal('paid', { vars: { amount: 3 } });
      await given.bench.rest();
      expect([await given.bench.told(), await given.bench.told('two')]).toEqual(['finished', 'paused: s waiting']);
      given.bench.ask({ operation: 'resume' }, { instance: 'two' });
      await given.bench.rest();
      expect([await given.bench.told('two'), await given.bench.counted('b')]).toEqual(['finished', 2]);
    });

    it('[F15] a second one for a paused task that its first will end is kept for the next that waits', async () => {
      await given.started('a > s, s > b', { ...listens, definition: { overlap: 'allow' } });
      given.bench.ask({ operation: 'pause' }, { instance: 'i1' });
      for (const n of [1, 2]) given.bench.signal('paid', { vars: { n } });
      await given.bench.rest();
      given.bench.ask({ operation: 'runNow', instance: instanceId('two'), input: {} });
      await given.bench.rest();
      expect([await given.bench.told(), await given.bench.told('two')]).toEqual(['paused: s waiting', 'finished']);
    });

    it.each([
      ['holdSchedule', 'releaseSchedule'],
      ['pauseWorkflow', 'resumeWorkflow'],
      ['stopWorkflow', 'startWorkflow'],
    ] as const)('[S9] between %s and %s it begins nothing, and is kept for the entry', async (hold, release) => {
      await given.started('s > b', listens);
      given.bench.ask({ operation: hold });
      await given.bench.rest();
      for (const n of [1, 2]) given.bench.signal('paid', { vars: { n } });
      await given.bench.rest();
      expect(await given.bench.runtime.store.liveInstances(drawn)).toEqual([]);
      expect(await given.bench.counted('b')).toBe(0);
      given.bench.ask({ operation: release });
      await given.bench.rest();
      expect([await given.bench.told('i1'), await given.bench.told('i2'), await given.bench.counted('b')]).toEqual([
        'finished',
        'finished',
        2,
      ]);
      expect(await given.bench.runtime.store.undeliveredSignals('paid', 0)).toEqual([]);
    });

    it('[S9] a new version that listens to a signal takes what was kept', async () => {
      await given.started('s > b', { activities: { s: { type: 'signal', name: 'other' } } });
      given.bench.signal('paid');
      await given.bench.rest();
      given.bench.publish('s > b', listens);
      given.bench.signal('anything');
      await given.bench.rest();
      expect(await given.bench.told()).toBe('finished');
    });

    it('[F15] an entry that is held keeps the signal until it is released', async () => {
      await given.started('s > b', { activities: { s: { type: 'signal', name: 'paid', execution: 'hold' } } });
      given.bench.signal('paid');
      await given.bench.rest();
      expect(await given.bench.told()).toBe('running: s held');
      given.bench.ask({ operation: 'runPending' }, { instance: 'i1' });
      await given.bench.rest();
      expect(await given.bench.told()).toBe('finished');
    });

    it('[F15] the instance that a signal begins says who sent it', async () => {
      await given.started('s > b', listens);
      given.bench.signal('paid');
      await given.bench.rest();
      expect((await given.bench.history())[0]).toMatchObject({ type: 'began', by: 'ben' });
    });

    it('[S9] a technical workflow is begun by signals of those alone who may start it', async () => {
      await given.started('s > b', { ...listens, definition: { category: 'technical' } });
      given.bench.signal('paid', { vars: { n: 1 } });
      await given.bench.rest();
      expect(await given.bench.runtime.store.undeliveredSignals('paid', 0)).toEqual([1]);
      given.bench.signal('paid', { vars: { n: 2 }, startsTechnical: true });
      await given.bench.rest();
      expect([await given.bench.told(), await given.bench.counted('b')]).toEqual(['finished', 1]);
      given.bench.ask({ operation: 'stopWorkflow' });
      given.bench.ask({ operation: 'startWorkflow' });
      await given.bench.rest();
      expect(await given.bench.runtime.store.undeliveredSignals('paid', 0)).toEqual([1]);
    });

    it('[F15] a signal for one instance reaches no other', async () => {
      await given.started('a > s, s > b', { ...listens, definition: { overlap: 'allow' } });
      given.bench.ask({ operation: 'runNow', instance: instanceId('two'), input: {} });
      await given.bench.rest();
      given.bench.signal('paid', { instance: 'two' });
      await given.bench.rest();
      expect([await given.bench.told(), await given.bench.told('two')]).toEqual(['running: s waiting', 'finished']);
    });
  });
}
