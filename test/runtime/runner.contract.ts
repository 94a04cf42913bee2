import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../engine/memory/virtualClock.ts';
import { instanceIdSchema, requestIdSchema, workflowNameSchema } from '../../engine/model/ids.ts';
import { losePower, PowerLost, RunnerBench, type RunnerStore } from '../support/runnerBench.ts';
import { dawnMs } from '../support/shell.ts';

const hourMs = 3_600_000;
const drawn = workflowNameSchema.parse('drawn');

/** What the runtime does on every store. */
export function describeRunner(name: string, create: (clock: VirtualClock) => Promise<RunnerStore>): void {
  describe(`the runner ${name}`, () => {
    let clock: VirtualClock;
    let store: RunnerStore;
    let bench: RunnerBench;
    beforeEach(async () => {
      clock = new VirtualClock(dawnMs);
      store = await create(clock);
      bench = new RunnerBench(store, clock);
    });
    afterEach(async () => {
      await bench.close();
    });

    const started = async (drawing: string, details = {}) => {
      bench.publish(drawing, details).ask({ operation: 'startWorkflow' });
      return bench.rest();
    };
    const outcome = (id: string) => bench.runtime.store.requestOutcome(requestIdSchema.parse(id));

    describe('requests', () => {
      it('[D6] a request is applied, and what became of it is told', async () => {
        await started('a > b');
        expect(await bench.told()).toBe('finished');
        expect(await outcome('ask1')).toMatchObject({ status: 'applied' });
        expect(await bench.trace()).toEqual([
          ...['began', 'a is created', 'a starts', 'a is done', 'a > b', 'b is created', 'b starts', 'b is done'],
          'the instance is finished',
        ]);
      });

      it('[D6] the same request asked twice is applied once', async () => {
        bench.publish('a');
        for (const _time of [1, 2])
          bench.ask({ operation: 'runNow', instance: instanceId('i1'), input: {} }, { id: 'once' });
        await bench.rest();
        expect(await bench.counted('a')).toBe(1);
      });

      it('[D6] a refused request tells why', async () => {
        await started('a');
        bench.ask({ operation: 'stop' }, { instance: 'i1', id: 'late' });
        bench.ask({ operation: 'resume' }, { instance: 'nobody', id: 'lost' });
        await bench.rest();
        expect(await outcome('late')).toMatchObject({ status: 'refused', code: 'instance-refuses' });
        expect(await outcome('lost')).toMatchObject({ status: 'refused' });
      });

      it('[S7] an instance that is run now may not overlap an unfinished one', async () => {
        bench.publish('a > w', { activities: { w: { type: 'wait', for: '1h' } } });
        bench.ask({ operation: 'runNow', instance: instanceId('one'), input: {} }, { id: 'first' });
        await bench.rest();
        bench.ask({ operation: 'runNow', instance: instanceId('two'), input: {} }, { id: 'second' });
        await bench.rest();
        expect(await outcome('first')).toMatchObject({ status: 'applied', instance: 'one' });
        expect(await outcome('second')).toMatchObject({ status: 'refused', reason: expect.stringContaining('one') });
      });

      it('[S11] an instance that is run now may not be one more than maxInstances', async () => {
        const definition = { overlap: 'allow', maxInstances: 2 } as const;
        bench.publish('a > w', { activities: { w: { type: 'wait', for: '1h' } }, definition });
        for (const id of ['one', 'two', 'three']) {
          bench.ask({ operation: 'runNow', instance: instanceId(id), input: {} }, { id });
          await bench.rest();
        }
        expect(await outcome('two')).toMatchObject({ status: 'applied' });
        expect(await outcome('three')).toMatchObject({
          status: 'refused',
          reason: expect.stringContaining('maxInstances of this workflow is 2'),
        });
      });

      it('[D1] watchers are told after the commit, with the number of the last entry', async () => {
        await started('a');
        const { seq } = await bench.instance();
        expect(bench.publisher.changes.at(-1)).toEqual({ workflow: 'drawn', instance: { id: 'i1', seq } });
      });
    });

    describe('pause, resume, stop', () => {
      const rounds = { activities: { a: 'rounds' } };

      it('[I5] a pause takes effect between two rounds, and the resume goes on with the next', async () => {
        bench.publish('a > b', rounds).ask({ operation: 'startWorkflow' });
        await bench.turn(2);
        bench.ask({ operation: 'pause' }, { instance: 'i1' });
        await bench.rest();
        expect(await bench.told()).toBe('paused: a pending');
        const before = await bench.counted('a');
        bench.ask({ operation: 'resume' }, { instance: 'i1' });
        await bench.rest();
        expect([await bench.told(), before, await bench.counted('a')]).toEqual(['finished', before, 4]);
        const progress = (await bench.trace()).filter((line) => line.includes('rounds'));
        expect(progress).toEqual([1, 2, 3].map((round) => `a has done ${100 * round} rows in ${round} rounds`));
      });

      it('[I4] a pause until an instant ends by itself', async () => {
        await started('a > w, w > b', { activities: { w: { type: 'wait', for: '3h' } } });
        bench.ask({ operation: 'pause', untilMs: dawnMs + hourMs }, { instance: 'i1' });
        await bench.rest();
        expect(await bench.told()).toBe('paused: w waiting');
        await bench.passTime(hourMs);
        expect(await bench.told()).toBe('running: w waiting');
      });

      it('[I8] a stop takes effect between two rounds', async () => {
        bench.publish('a > b', rounds).ask({ operation: 'startWorkflow' });
        await bench.turn(2);
        bench.ask({ operation: 'stop' }, { instance: 'i1' });
        await bench.rest();
        expect(await bench.told()).toBe('stopped');
        expect(await bench.counted('b')).toBe(0);
      });

      it('[I7] a failed task pauses its instance; after the resume it is executed again and no other', async () => {
        bench.publish('a > b, b > c').breakNext('b');
        bench.ask({ operation: 'startWorkflow' });
        await bench.rest();
        expect(await bench.told()).toBe('paused: b failed');
        bench.ask({ operation: 'resume' }, { instance: 'i1' });
        await bench.rest();
        expect(await bench.told()).toBe('finished');
        expect(await Promise.all(['a', 'c'].map(bench.counted))).toEqual([1, 1]);
      });

      it('[D3] what a failed attempt did in the step is taken back', async () => {
        bench.publish('a', { activities: { a: 'inStep' } }).breakNext('a');
        bench.ask({ operation: 'startWorkflow' });
        await bench.rest();
        expect([await bench.told(), await bench.counted('a')]).toEqual(['paused: a failed', 0]);
        bench.ask({ operation: 'resume' }, { instance: 'i1' });
        await bench.rest();
        expect([await bench.told(), await bench.counted('a')]).toEqual(['finished', 1]);
      });

      it('[F18] what a task did in the step is taken back where it would send on too much', async () => {
        bench.publish('a > b', { activities: { a: 'inStep' } }).overloadNext('a');
        bench.ask({ operation: 'startWorkflow' });
        await bench.rest();
        expect([await bench.told(), await bench.counted('a')]).toEqual(['paused: a failed', 0]);
        bench.ask({ operation: 'resume' }, { instance: 'i1' });
        await bench.rest();
        expect([await bench.told(), await bench.counted('a')]).toEqual(['finished', 1]);
      });

      it('[S3] pausing a workflow pauses its instances, and one that begins meanwhile begins paused', async () => {
        await started('a > w, w > b', {
          activities: { w: { type: 'wait', for: '1h' } },
          definition: { overlap: 'allow' },
        });
        bench.ask({ operation: 'pauseWorkflow' });
        bench.ask({ operation: 'runNow', instance: instanceId('two'), input: {} });
        await bench.passTime(2 * hourMs);
        expect([await bench.told(), await bench.told('two')]).toEqual(['paused: w waiting', 'paused: a pending']);
        bench.ask({ operation: 'resumeWorkflow' });
        await bench.passTime(2 * hourMs);
        expect([await bench.told(), await bench.told('two')]).toEqual(['finished', 'finished']);
      });

      it('[I9] an unconditional stop of many is what an operator does to one', async () => {
        await started('a > w', { activities: { w: { type: 'wait', for: '1h' } } });
        bench.ask({ operation: 'kill', reason: 'it hangs' }, { instance: 'i1' });
        await bench.rest();
        expect([await bench.told(), await bench.runtime.store.nextDueAtMs()]).toEqual(['stopped', undefined]);
      });

      it('[I8] a restart stops the old instance and begins a new one', async () => {
        await started('a > w', { activities: { w: { type: 'wait', for: '1h' } } });
        bench.ask({ operation: 'restart', instance: instanceId('again'), version: 'newest' }, { instance: 'i1' });
        await bench.rest();
        expect([await bench.told(), await bench.told('again')]).toEqual(['stopped', 'running: w waiting']);
      });
    });

    describe('time', () => {
      it('[F14] a wait goes on when its time has come, in virtual time at once', async () => {
        await started('a > w, w > b', { activities: { w: { type: 'wait', for: '7d' } } });
        await bench.passTime(7 * 24 * hourMs - 1);
        expect(await bench.told()).toBe('running: w waiting');
        await bench.passTime(1);
        expect(await bench.told()).toBe('finished');
      });

      it('[T4] a retry happens after its delay', async () => {
        bench.publish('a', { activities: { a: { retry: { attempts: 3, delay: '1m' } } } }).breakNext('a', 2);
        bench.ask({ operation: 'startWorkflow' });
        await bench.passTime(90_000);
        expect(await bench.told()).toBe('running: a retrying');
        await bench.passTime(60_000);
        expect(await bench.told()).toBe('finished');
      });

      it('[T12] a task that takes long is warned of once, and the time of a pause does not count', async () => {
        await started('a > w', { activities: { w: { type: 'wait', for: '1d', maxDuration: '1h' } } });
        const warnings = async () => (await bench.trace()).filter((line) => line.includes('takes-long')).length;
        await bench.passTime(hourMs / 2);
        bench.ask({ operation: 'pause' }, { instance: 'i1' });
        await bench.passTime(5 * hourMs);
        bench.ask({ operation: 'resume' }, { instance: 'i1' });
        await bench.passTime(hourMs / 2 - 1);
        expect(await warnings()).toBe(0);
        await bench.passTime(1);
        expect(await warnings()).toBe(1);
        await bench.passTime(2 * hourMs);
        expect([await warnings(), await bench.told()]).toEqual([1, 'running: w waiting']);
      });

      it('[T13] a task that waits too long fails', async () => {
        await started('a > w, w:error > b', { activities: { w: { type: 'wait', for: '1d', timeout: '1h' } } });
        await bench.passTime(hourMs - 1);
        expect(await bench.told()).toBe('running: w waiting');
        await bench.passTime(1);
        expect([await bench.told(), await bench.counted('b')]).toEqual(['finished', 1]);
      });

      it('[T13] what a statement did that took too long is undone, and it is tried again', async () => {
        const retry = { attempts: 2, delay: '1m' };
        bench.publish('a', { activities: { a: { type: 'inStep', timeout: '1h', retry } } }).slowNext('a', hourMs + 1);
        bench.ask({ operation: 'startWorkflow' });
        await bench.rest();
        expect([await bench.told(), await bench.counted('a')]).toEqual(['running: a retrying', 0]);
        await bench.passTime(60_000);
        expect([await bench.told(), await bench.counted('a')]).toEqual(['finished', 1]);
      });

      it('[T13] a pause that waits for a task in flight does not stop its time', async () => {
        bench.publish('a', { activities: { a: { type: 'rounds', timeout: '1h' } } });
        bench.ask({ operation: 'startWorkflow' });
        await bench.turn(2);
        const inFlight = await bench.instance();
        bench.clock.advanceBy(hourMs);
        expect(inFlight.tasks).toMatchObject({ 'i1.t1': { status: 'running' } });
        await bench.rest();
        expect(await bench.told()).toBe('paused: a failed');
      });

      const hourly = (fields: object = {}) => ({
        activities: { c: { type: 'scheduler', cron: '0 * * * *', ...fields }, w: { type: 'wait', for: '90m' } },
      });

      it('[S6] a schedule begins an instance each time that it is due', async () => {
        await started('c > a', hourly());
        await bench.passTime(3 * hourMs);
        expect(await bench.counted('a')).toBe(3);
        expect(await bench.firings()).toEqual(['begun i1', 'begun i2', 'begun i3']);
      });

      it('[S11] a firing that would be one instance too many begins when another has ended', async () => {
        await started('c > w', { ...hourly({ overlap: 'allow' }), definition: { maxInstances: 1 } });
        await bench.passTime(2.25 * hourMs);
        expect(await bench.firings()).toEqual(['begun i1']);
        await bench.passTime(0.5 * hourMs);
        expect([await bench.told(), await bench.firings()]).toEqual(['finished', ['begun i1', 'begun i2']]);
      });

      it('[S10] a schedule with jitter begins its instances later than they are due', async () => {
        await started('c > a', hourly({ jitter: '50m' }));
        await bench.passTime(hourMs);
        expect([await bench.counted('a'), await bench.firings()]).toEqual([0, []]);
        await bench.passTime((50 / 60) * hourMs);
        expect(await bench.counted('a')).toBe(1);
        const { firing } = await bench.instance();
        expect([firing.dueAtMs, firing.startedAtMs > firing.dueAtMs]).toEqual([dawnMs + hourMs, true]);
      });

      it('[S7] a firing that finds an instance unfinished is skipped', async () => {
        await started('c > w, w > a', hourly());
        await bench.passTime(4 * hourMs);
        expect(await bench.firings()).toEqual([
          'begun i1',
          'skipped an instance of the workflow is unfinished',
          'begun i2',
          'skipped an instance of the workflow is unfinished',
        ]);
      });

      it('[S7] a queued firing begins when the instance has ended', async () => {
        await started('c > w, w > a', hourly({ overlap: 'queue' }));
        await bench.passTime(2.6 * hourMs);
        expect(await bench.firings()).toEqual(['begun i1', 'begun i2']);
        expect((await bench.instance('i2')).firing).toMatchObject({
          dueAtMs: dawnMs + 2 * hourMs,
          startedAtMs: dawnMs + 2.5 * hourMs,
        });
      });

      it('[S5] a version that is published while the workflow is started takes effect on its schedule', async () => {
        await started('c > a', hourly());
        bench.publish('c > b', { activities: { c: { type: 'scheduler', cron: '30 * * * *' } } });
        bench.signal('anything');
        await bench.passTime(hourMs);
        expect([await bench.counted('a'), await bench.counted('b')]).toEqual([0, 1]);
      });

      it('[S4] while the schedule is held nothing begins', async () => {
        await started('c > a', hourly());
        bench.ask({ operation: 'holdSchedule' });
        await bench.passTime(5 * hourMs);
        bench.ask({ operation: 'releaseSchedule' });
        await bench.passTime(hourMs);
        expect(await bench.counted('a')).toBe(1);
      });
    });

    describe('signals', () => {
      const listens = { activities: { s: { type: 'signal', name: 'paid' } } };

      it('[F15] a signal reaches the task that waits for it', async () => {
        await started('a > s, s > b', listens);
        bench.signal('paid', { vars: { amount: 3 } });
        await bench.rest();
        expect([await bench.told(), await bench.counted('b')]).toEqual(['finished', 1]);
      });

      it('[F16] one that comes before anybody waits is kept for seven days, and taken once', async () => {
        bench.signal('paid');
        await bench.rest();
        await bench.passTime(6 * 24 * hourMs);
        await started('a > s, s > b', listens);
        expect(await bench.told()).toBe('finished');
        bench.ask({ operation: 'runNow', instance: instanceId('two'), input: {} });
        await bench.rest();
        expect(await bench.told('two')).toBe('running: s waiting');
      });

      it('[F16] a task that goes on listening takes all that came before it', async () => {
        for (const n of [1, 2]) bench.signal('paid', { vars: { n } });
        await bench.rest();
        await started('a > s, s > b', { activities: { s: { type: 'signal', name: 'paid', complete: false } } });
        expect([await bench.told(), await bench.counted('b')]).toEqual(['running: s waiting', 2]);
      });

      it('[F16] after seven days it is too late', async () => {
        bench.signal('paid');
        await bench.rest();
        await bench.passTime(8 * 24 * hourMs);
        await started('a > s, s > b', listens);
        expect(await bench.told()).toBe('running: s waiting');
      });

      it('[F15] one that comes while the instance is paused is stored, and taken at the resume', async () => {
        await started('a > s, s > b', listens);
        bench.ask({ operation: 'pause' }, { instance: 'i1' });
        await bench.rest();
        bench.signal('paid');
        await bench.rest();
        expect(await bench.told()).toBe('paused: s waiting');
        bench.ask({ operation: 'resume' }, { instance: 'i1' });
        await bench.rest();
        expect(await bench.told()).toBe('finished');
      });

      it('[F15] one that comes while the whole workflow is paused is taken when that is resumed', async () => {
        await started('a > s, s > b', listens);
        bench.ask({ operation: 'pauseWorkflow' });
        await bench.rest();
        bench.signal('paid');
        await bench.rest();
        bench.ask({ operation: 'resumeWorkflow' });
        await bench.rest();
        expect(await bench.told()).toBe('finished');
      });

      it('[F15] where nobody waits it begins an instance of each workflow that it is an entry of', async () => {
        await started('s > b', listens);
        bench.signal('paid', { vars: { amount: 3 } });
        await bench.rest();
        expect(await bench.told()).toBe('finished');
        expect((await bench.instance()).firing).toMatchObject({ reason: 'signal', activity: 's' });
      });

      it('[F15] of two that wait for it a paused one gets it too, when it is resumed', async () => {
        await started('a > s, s > b', { ...listens, definition: { overlap: 'allow' } });
        bench.ask({ operation: 'runNow', instance: instanceId('two'), input: {} });
        await bench.rest();
        bench.ask({ operation: 'pause' }, { instance: 'two' });
        bench.signal('paid', { vars: { amount: 3 } });
        await bench.rest();
        expect([await bench.told(), await bench.told('two')]).toEqual(['finished', 'paused: s waiting']);
        bench.ask({ operation: 'resume' }, { instance: 'two' });
        await bench.rest();
        expect([await bench.told('two'), await bench.counted('b')]).toEqual(['finished', 2]);
      });

      it('[F15] a second one for a paused task that its first will end is kept for the next that waits', async () => {
        await started('a > s, s > b', { ...listens, definition: { overlap: 'allow' } });
        bench.ask({ operation: 'pause' }, { instance: 'i1' });
        for (const n of [1, 2]) bench.signal('paid', { vars: { n } });
        await bench.rest();
        bench.ask({ operation: 'runNow', instance: instanceId('two'), input: {} });
        await bench.rest();
        expect([await bench.told(), await bench.told('two')]).toEqual(['paused: s waiting', 'finished']);
      });

      it.each([
        ['holdSchedule', 'releaseSchedule'],
        ['pauseWorkflow', 'resumeWorkflow'],
        ['stopWorkflow', 'startWorkflow'],
      ] as const)('[S9] between %s and %s it begins nothing, and is kept for the entry', async (hold, release) => {
        await started('s > b', listens);
        bench.ask({ operation: hold });
        await bench.rest();
        for (const n of [1, 2]) bench.signal('paid', { vars: { n } });
        await bench.rest();
        expect(await bench.runtime.store.liveInstances(drawn)).toEqual([]);
        expect(await bench.counted('b')).toBe(0);
        bench.ask({ operation: release });
        await bench.rest();
        expect([await bench.told('i1'), await bench.told('i2'), await bench.counted('b')]).toEqual([
          'finished',
          'finished',
          2,
        ]);
        expect(await bench.runtime.store.undeliveredSignals('paid', 0)).toEqual([]);
      });

      it('[S9] a new version that listens to a signal takes what was kept', async () => {
        await started('s > b', { activities: { s: { type: 'signal', name: 'other' } } });
        bench.signal('paid');
        await bench.rest();
        bench.publish('s > b', listens);
        bench.signal('anything');
        await bench.rest();
        expect(await bench.told()).toBe('finished');
      });

      it('[F15] an entry that is held keeps the signal until it is released', async () => {
        await started('s > b', { activities: { s: { type: 'signal', name: 'paid', execution: 'hold' } } });
        bench.signal('paid');
        await bench.rest();
        expect(await bench.told()).toBe('running: s held');
        bench.ask({ operation: 'runPending' }, { instance: 'i1' });
        await bench.rest();
        expect(await bench.told()).toBe('finished');
      });

      it('[F15] the instance that a signal begins says who sent it', async () => {
        await started('s > b', listens);
        bench.signal('paid');
        await bench.rest();
        expect((await bench.history())[0]).toMatchObject({ type: 'began', by: 'ben' });
      });

      it('[S9] a technical workflow is begun by signals of those alone who may start it', async () => {
        await started('s > b', { ...listens, definition: { category: 'technical' } });
        bench.signal('paid', { vars: { n: 1 } });
        await bench.rest();
        expect(await bench.runtime.store.undeliveredSignals('paid', 0)).toEqual([1]);
        bench.signal('paid', { vars: { n: 2 }, startsTechnical: true });
        await bench.rest();
        expect([await bench.told(), await bench.counted('b')]).toEqual(['finished', 1]);
        bench.ask({ operation: 'stopWorkflow' });
        bench.ask({ operation: 'startWorkflow' });
        await bench.rest();
        expect(await bench.runtime.store.undeliveredSignals('paid', 0)).toEqual([1]);
      });

      it('[F15] a signal for one instance reaches no other', async () => {
        await started('a > s, s > b', { ...listens, definition: { overlap: 'allow' } });
        bench.ask({ operation: 'runNow', instance: instanceId('two'), input: {} });
        await bench.rest();
        bench.signal('paid', { instance: 'two' });
        await bench.rest();
        expect([await bench.told(), await bench.told('two')]).toEqual(['running: s waiting', 'finished']);
      });
    });

    describe('a worker that dies', () => {
      it('[D4] while a task is in flight: the next one executes it again', async () => {
        bench.publish('a > b', { activities: { a: 'rounds' } }).ask({ operation: 'startWorkflow' });
        await bench.turn(2);
        expect(await bench.told()).toBe('running: a running');
        await bench.restart();
        await bench.rest();
        expect(await bench.told()).toBe('finished');
        expect(await bench.trace()).toContain('a is lost (1)');
      });

      it('[I4] while its instance is pausing: the instance is paused, and the next worker comes to rest', async () => {
        bench.publish('a', { activities: { a: 'rounds' } }).ask({ operation: 'startWorkflow' });
        await bench.turn(2);
        bench.ask({ operation: 'pause' }, { instance: 'i1' });
        await bench.turn(1);
        await bench.restart();
        await bench.rest();
        expect(await bench.told()).toBe('paused: a pending');
      });

      it('[D7] a fault of the program fails its instance, and the next one runs', async () => {
        bench.publish('a > b').derailNext('a');
        for (const id of ['i1', 'i2']) bench.ask({ operation: 'runNow', instance: instanceId(id), input: {} });
        await bench.rest();
        expect(await bench.told()).toBe('failed');
        bench.ask({ operation: 'runNow', instance: instanceId('i3'), input: {} });
        await bench.rest();
        expect((await bench.runtime.store.instance(instanceId('i3')))?.status).toBe('finished');
      });

      it.each(['before the commit', 'after the commit'] as const)(
        '[D3] whenever the power is lost %s of a transaction, what happens in steps has happened once at the end',
        async (when) => {
          for (let at = 1; at <= 40; at += 1) {
            const lit = await create(clock);
            const dark = new RunnerBench({ ...lit, store: losePower(lit.store, at, when) }, clock);
            dark.publish('a > b, b > c', { activities: { a: 'inStep', b: 'rounds', c: 'inStep' } });
            dark.ask({ operation: 'runNow', instance: instanceId('i1'), input: {} });
            const lost = await dark.rest().then(
              () => false,
              (error: unknown) => error instanceof PowerLost,
            );
            if (lost) await (await dark.restart()).rest();
            expect(await dark.told()).toBe('finished');
            expect(await Promise.all(['a', 'b', 'c'].map(dark.counted))).toEqual([1, 4, 1]);
            const { seq } = await dark.instance();
            expect((await dark.history()).map((entry) => entry.seq)).toEqual(
              Array.from({ length: seq }, (_, index) => index + 1),
            );
            await dark.close();
            if (!lost) return;
          }
          expect.fail('the run ends before forty transactions');
        },
      );
    });
  });
}

function instanceId(id: string) {
  return instanceIdSchema.parse(id);
}
