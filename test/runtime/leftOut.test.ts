import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../engine/memory/virtualClock.ts';
import { activityIdSchema, instanceIdSchema, requestIdSchema, workflowNameSchema } from '../../engine/model/ids.ts';
import type { EngineReads, EngineStore } from '../../engine/ports/engineStore.ts';
import type { Details } from '../support/graphOf.ts';
import { PowerLost, RunnerBench, type RunnerStore } from '../support/runnerBench.ts';
import { onEveryStore, type CreateStore } from '../support/runnerStores.ts';
import { dawnMs } from '../support/shell.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;
/** More than are looked at in one go. */
const many = 60;

const idOf = (id: string) => instanceIdSchema.parse(id);

/** A store in which what is stored of one instance is damaged. */
function damaged({ store, ...rest }: RunnerStore, broken: string, isBroken: () => boolean): RunnerStore {
  const reading =
    (reads: Pick<EngineReads, 'instance'>): EngineReads['instance'] =>
    async (id) => {
      if (id === broken && isBroken()) throw new SyntaxError('Unexpected end of JSON input');
      return reads.instance(id);
    };
  const wrapped: EngineStore = {
    ...store,
    instance: reading(store),
    transaction: (work) => store.transaction((tx) => work({ ...tx, instance: reading(tx) })),
  };
  return { ...rest, store: wrapped };
}

/** A store whose database is away now and then: nothing can be committed. */
const reached = ({ store, ...rest }: RunnerStore, isAway: () => boolean): RunnerStore => ({
  ...rest,
  store: {
    ...store,
    transaction: async (work) => {
      if (isAway()) throw new PowerLost();
      return store.transaction(work);
    },
  },
});

function describeLeftOut(name: string, create: CreateStore): void {
  describe(`what cannot be used ${name}`, () => {
    let clock: VirtualClock;
    let store: RunnerStore;
    let bench: RunnerBench;
    let said: string[];
    const benchOn = (on: RunnerStore): RunnerBench =>
      new RunnerBench(on, clock, {
        onFault: (error) => said.push(`fault: ${error.message}`),
        onLeftOut: (what) => said.push(Object.values(what).join()),
      });
    beforeEach(async () => {
      clock = new VirtualClock(dawnMs);
      said = [];
      store = await create(clock);
      bench = benchOn(store);
    });
    afterEach(() => bench.close());

    const waiting = (fields: object = { for: '1h' }): Details => ({
      activities: { w: { type: 'wait', ...fields } },
      definition: { overlap: 'allow' },
    });
    const runNow = (instance: string, workflow = 'drawn') =>
      bench.ask({ operation: 'runNow', instance: idOf(instance), input: {} }, { workflow, id: `run-${instance}` });
    const other = async (drawing = 'a > b', details: Details = {}): Promise<void> => {
      bench.publish(drawing, { ...details, definition: { ...details.definition, name: 'other' } });
      runNow('healthy', 'other');
      await bench.rest();
    };
    const upgraded = async (): Promise<void> => {
      bench.setUsable(true);
      await (await bench.restart()).rest();
    };
    const notes = async (id: string) =>
      (await bench.history(id)).flatMap((entry) =>
        entry.type === 'journal' ? [`${entry.level} ${entry.code ?? ''}`] : [],
      );
    const outcome = (id: string) => bench.runtime.store.requestOutcome(requestIdSchema.parse(id));

    it('[D23] a task whose definition cannot be used is left where it is, and the others are performed', async () => {
      bench.publish('a > b');
      runNow('i1');
      await bench.turn(1);
      bench.setUsable(false);
      await other();
      expect([await bench.told('i1'), await bench.told('healthy')]).toEqual(['running: a pending', 'finished']);
      await upgraded();
      expect([await bench.told('i1'), await bench.counted('b')]).toEqual(['finished', 2]);
    });

    it('[D23] it is said once, in the log and in the journal', async () => {
      bench.publish('start > f, f:x > a, f:y > b');
      runNow('i1');
      await bench.turn(1);
      bench.setUsable(false);
      await bench.rest();
      await other();
      await bench.passTime(hourMs);
      expect([said, await notes('i1')]).toEqual([['i1'], ['error left-out']]);
    });

    it('[D23] it is said in each journal, also where the database is away in between', async () => {
      const state = { away: false };
      bench = benchOn(reached(store, () => state.away));
      bench.publish('start > w, w > a', waiting());
      for (const id of ['i1', 'i2']) runNow(id);
      await bench.rest();
      bench.setUsable(false);
      clock.advanceBy(hourMs);
      while (said.length === 0) await bench.turn();
      state.away = true;
      await expect(bench.turn()).rejects.toThrow(PowerLost);
      state.away = false;
      await bench.rest();
      expect([await notes('i1'), await notes('i2')]).toEqual([['error left-out'], ['error left-out']]);
    });

    it('[D23] one in flight that cannot be read holds up nobody after a commit that failed', async () => {
      const state = { broken: false, away: false };
      const unreadable = damaged(store, 'i1', () => state.broken);
      bench = benchOn(reached(unreadable, () => state.away));
      bench.publish('start > a').hang('a');
      runNow('i1');
      await bench.rest();
      Object.assign(state, { broken: true, away: true });
      bench.signal('nudge');
      await expect(bench.turn()).rejects.toThrow(PowerLost);
      state.away = false;
      await other('b > c');
      expect([await bench.told('healthy'), bench.outside, said]).toEqual(['finished', ['a'], ['i1']]);
    });

    it('[D23] brief work of one that cannot be used does not take back that of others', async () => {
      bench.publish('a', { activities: { a: 'brief' } });
      runNow('i1');
      await bench.turn(1);
      bench.setUsable(false);
      await other('a > b', { activities: { a: 'brief', b: 'brief' } });
      expect([await bench.told('healthy'), said]).toEqual(['finished', ['i1']]);
    });

    it('[D23] however many timers are due of what cannot be used, those of others go off', async () => {
      bench.publish('start > w, w > a', waiting());
      for (let count = 1; count <= many; count += 1) runNow(`i${String(count)}`);
      await bench.rest();
      bench.publish('start > w, w > a', { ...waiting({ for: '90m' }), definition: { name: 'other' } });
      runNow('healthy', 'other');
      await bench.rest();
      bench.setUsable(false);
      await bench.passTime(2 * hourMs);
      expect(await bench.told('healthy')).toBe('finished');
      expect([await bench.told('i1'), said.length]).toEqual(['running: w waiting', many]);
      await upgraded();
      expect([await bench.told('i1'), await bench.told(`i${String(many)}`)]).toEqual(['finished', 'finished']);
    });

    it('[D23] a pause that is over waits until its definition can be used', async () => {
      bench.publish('start > w, w > a', waiting());
      runNow('i1');
      await bench.rest();
      bench.ask({ operation: 'pause', untilMs: dawnMs + minuteMs }, { instance: 'i1' });
      await bench.rest();
      bench.setUsable(false);
      await bench.passTime(2 * minuteMs);
      await other();
      expect([await bench.told('i1'), await bench.told('healthy')]).toEqual(['paused: w waiting', 'finished']);
      await upgraded();
      expect(await bench.told('i1')).toBe('running: w waiting');
    });

    it('[D23] a worker begins where the definition of what was in flight cannot be used', async () => {
      bench.publish('a > b', { activities: { a: 'rounds' } });
      runNow('i1');
      await bench.turn(2);
      bench.setUsable(false);
      await (await bench.restart()).rest();
      await other();
      expect([await bench.told('i1'), await bench.told('healthy')]).toEqual(['running: a running', 'finished']);
      await upgraded();
      expect([await bench.told('i1'), await bench.counted('b')]).toEqual(['finished', 2]);
    });

    it('[D23] its parent is paused and resumed, and the child hears of it when it can be used', async () => {
      bench.publish('start > w', { ...waiting(), definition: { name: 'kid' } });
      bench.publish('s', { activities: { s: { type: 'subWorkflow', workflow: 'kid' } } });
      runNow('parent');
      await bench.rest();
      bench.setUsable(false, { name: 'kid' });
      bench.ask({ operation: 'pause' }, { instance: 'parent' });
      await bench.rest();
      await other();
      expect(await bench.told('healthy')).toBe('finished');
      expect([await bench.told('parent'), await bench.told('i1')]).toEqual(['paused: s waiting', 'paused: w waiting']);
      bench.ask({ operation: 'resume' }, { instance: 'parent' });
      await bench.rest();
      expect([await bench.told('parent'), await bench.told('i1')]).toEqual(['running: s waiting', 'paused: w waiting']);
      bench.setUsable(true, { name: 'kid' });
      await (await bench.restart()).rest();
      expect(await bench.told('i1')).toBe('running: w waiting');
    });

    it('[D23] what its child gave waits until its definition can be used', async () => {
      bench.publish('start > w', { ...waiting(), definition: { name: 'kid' } });
      bench.publish('s > a', { activities: { s: { type: 'subWorkflow', workflow: 'kid' } } });
      runNow('parent');
      await bench.rest();
      bench.setUsable(false);
      await bench.passTime(hourMs);
      expect([await bench.told('i1'), await bench.told('parent')]).toEqual(['finished', 'running: s waiting']);
      await upgraded();
      expect(await bench.told('parent')).toBe('finished');
    });

    it('[D23] a child whose workflow cannot be used is a fault of what begins it', async () => {
      bench.publish('start > w', { ...waiting(), definition: { name: 'kid' } }).setUsable(false, { name: 'kid' });
      bench.publish('s', { activities: { s: { type: 'subWorkflow', workflow: 'kid' } } });
      runNow('parent');
      await bench.rest();
      expect(await bench.told('parent')).toBe('paused: s failed');
    });

    it('[D23] it is stopped unconditionally; what needs the definition is refused with the reason', async () => {
      bench.publish('start > f, f:x > a, f:y > w', waiting()).hang('a');
      runNow('i1');
      await bench.rest();
      bench.setUsable(false);
      bench.ask({ operation: 'runPending' }, { instance: 'i1', id: 'pending' });
      runNow('i2');
      await bench.rest();
      const refused = {
        status: 'refused',
        code: 'definition-unusable',
        reason: expect.stringContaining('Version 1 of "drawn"'),
      };
      expect([await outcome('pending'), await outcome('run-i2')]).toMatchObject([refused, refused]);
      expect(bench.outside).toEqual(['a']);
      bench.ask({ operation: 'kill', reason: 'it is of no use' }, { instance: 'i1', id: 'kill' });
      await bench.rest();
      expect([await bench.told('i1'), bench.outside]).toEqual(['stopped', []]);
      expect(await bench.runtime.store.nextDueAtMs()).toBeUndefined();
      await upgraded();
      expect(await bench.told('i1')).toBe('stopped');
    });

    it('[D23] it is stopped, and what is in flight is cancelled', async () => {
      bench.publish('start > f, f:x > a, f:y > w', waiting()).hang('a');
      runNow('i1');
      await bench.rest();
      bench.setUsable(false);
      bench.ask({ operation: 'stop' }, { instance: 'i1' });
      await bench.rest();
      expect([await bench.told('i1'), bench.outside]).toEqual(['stopped', []]);
    });

    /** `i1` waits on a version that cannot be used, beside a newest one that can. */
    const startedBefore = async (): Promise<void> => {
      bench.publish('start > w, w > a', waiting()).ask({ operation: 'startWorkflow' });
      await bench.rest();
      bench.publish('start > w', waiting()).setUsable(false);
    };

    it('[D23] a pause of its workflow holds it, and the end of that pause does when it can be used', async () => {
      await startedBefore();
      bench.ask({ operation: 'pauseWorkflow' });
      await bench.passTime(2 * hourMs);
      await upgraded();
      expect(await bench.told('i1')).toBe('paused: w waiting');
      bench.setUsable(false).ask({ operation: 'resumeWorkflow' });
      await bench.rest();
      expect(await bench.told('i1')).toBe('paused: w waiting');
      await upgraded();
      expect(await bench.told('i1')).toBe('finished');
    });

    it('[D23] what the end of a pause of its workflow does not concern is not held by it', async () => {
      await startedBefore();
      bench.ask({ operation: 'pauseWorkflow' });
      bench.ask({ operation: 'pause' }, { instance: 'i1' });
      runNow('i2');
      await bench.rest();
      bench.ask({ operation: 'resumeWorkflow' });
      await bench.rest();
      expect((await bench.instance()).pauseCauses).toMatchObject([{ kind: 'own', by: 'anna' }]);
      await upgraded();
      expect([await bench.told('i1'), await bench.told('i2')]).toEqual(['paused: w waiting', 'running: w waiting']);
    });

    it('[D23] a stop of its workflow ends it', async () => {
      await startedBefore();
      bench.ask({ operation: 'stopWorkflow' });
      await bench.rest();
      expect(await bench.told('i1')).toBe('stopped');
      await upgraded();
      expect(await bench.counted('a')).toBe(0);
    });

    it('[D23] a newest version that cannot be used keeps no other from being armed, and a mended one takes its place', async () => {
      const everyHour: Details = { activities: { c: { type: 'scheduler', cron: '0 * * * *' } } };
      bench.publish('c > a', everyHour).ask({ operation: 'startWorkflow' });
      bench.publish('c > b', { ...everyHour, definition: { name: 'other' } });
      bench.ask({ operation: 'startWorkflow' }, { workflow: 'other' });
      await bench.rest();
      bench.publish('c > a', everyHour).setUsable(false, { version: 2 });
      bench.publish('c > d', { ...everyHour, definition: { name: 'other' } });
      bench.signal('nudge');
      await bench.passTime(2 * hourMs);
      expect(await Promise.all(['a', 'b', 'd'].map(bench.counted))).toEqual([0, 0, 2]);
      expect(said).toEqual(['drawn']);
      bench.publish('c > e2', everyHour);
      bench.signal('nudge');
      await bench.passTime(hourMs);
      expect(await bench.counted('a')).toBe(0);
      expect((await bench.firings()).filter((line) => line.startsWith('begun')).length).toBeGreaterThan(3);
    });

    it('[D23] its backfills and expectations wait, and those of others do not', async () => {
      const made = { activities: { c: { type: 'scheduler', cron: '0 * * * *' }, w: { type: 'wait', for: '10m' } } };
      const expectBy = { expectBy: { cron: '0 6 * * *' }, supervisors: 'night' };
      const fill = {
        operation: 'backfill',
        activity: activityIdSchema.parse('c'),
        fromMs: dawnMs - 3 * hourMs,
      } as const;
      for (const called of ['drawn', 'other']) {
        bench.publish('c > w, w > a', { ...made, definition: { name: called, ...expectBy } });
        bench.ask({ operation: 'startWorkflow' }, { workflow: called });
        bench.ask({ operation: 'holdSchedule' }, { workflow: called });
        bench.ask({ ...fill, untilMs: dawnMs }, { workflow: called, id: `fill-${called}` });
      }
      await bench.rest();
      bench.setUsable(false);
      await bench.passTime(3 * hourMs);
      const filled = (which: string) => bench.runtime.store.backfill(requestIdSchema.parse(`fill-${which}`));
      expect([(await filled('drawn'))?.status, (await filled('other'))?.status]).toEqual(['running', 'finished']);
      await upgraded();
      await bench.passTime(hourMs);
      expect((await filled('drawn'))?.status).toBe('finished');
      expect(await bench.runtime.store.liveInstances(workflowNameSchema.parse('drawn'))).toEqual([]);
    });

    it('[D23] a signal that one of those that wait cannot take reaches the others', async () => {
      const listens: Details = { activities: { s: { type: 'signal', name: 'paid' } } };
      bench.publish('s > a', listens);
      runNow('i1');
      bench.publish('s > b', { ...listens, definition: { name: 'other' } });
      runNow('healthy', 'other');
      await bench.rest();
      bench.setUsable(false);
      bench.signal('paid');
      await bench.rest();
      expect([await bench.told('i1'), await bench.told('healthy')]).toEqual(['running: s waiting', 'finished']);
    });

    it('[D23] a signal that came meanwhile is taken when the definition can be used, once', async () => {
      bench.publish('s > a', { activities: { s: { type: 'signal', name: 'paid' } } });
      runNow('i1');
      await bench.rest();
      bench.setUsable(false).signal('paid');
      await bench.rest();
      await upgraded();
      await (await bench.restart()).rest();
      expect([await bench.told('i1'), await bench.counted('a')]).toEqual(['finished', 1]);
      expect(await bench.runtime.store.undeliveredSignals('paid', 0)).toEqual([]);
    });

    it('[D23] each of the signals that came meanwhile ends one wait', async () => {
      const signalled = { type: 'signal', name: 'paid' };
      bench.publish('s > t, t > a', { activities: { s: signalled, t: signalled } });
      runNow('i1');
      await bench.rest();
      bench.setUsable(false).signal('paid', { key: 'first' });
      bench.signal('paid', { key: 'second' });
      bench.signal('paid', { key: 'third' });
      await bench.rest();
      await upgraded();
      expect([await bench.told('i1'), await bench.counted('a')]).toEqual(['finished', 1]);
      expect(await bench.runtime.store.undeliveredSignals('paid', 0)).toEqual([3]);
    });

    it('[D23] a signal that begins instances begins one when the definition can be used', async () => {
      bench.publish('s > a', { activities: { s: { type: 'signal', name: 'paid' } } });
      bench.ask({ operation: 'startWorkflow' });
      await bench.rest();
      bench.setUsable(false).signal('paid');
      await bench.rest();
      await upgraded();
      await (await bench.restart()).rest();
      expect([await bench.told('i1'), await bench.counted('a')]).toEqual(['finished', 1]);
    });

    it('[D23] a signal that nobody can take grows no younger by being offered', async () => {
      const dayMs = 24 * hourMs;
      bench.publish('s > a', { activities: { s: { type: 'signal', name: 'paid' } } });
      runNow('i1');
      await bench.rest();
      bench.setUsable(false).signal('paid');
      await bench.passTime(4 * dayMs);
      await (await bench.restart()).passTime(4 * dayMs);
      await upgraded();
      expect(await bench.told('i1')).toBe('running: s waiting');
    });

    it('[D23] an instance that cannot be read is left out as well', async () => {
      const state = { broken: false };
      bench = benchOn(damaged(store, 'i1', () => state.broken));
      bench.publish('start > w, w > a', waiting()).ask({ operation: 'startWorkflow' });
      await bench.rest();
      state.broken = true;
      bench.ask({ operation: 'pauseWorkflow' }, { id: 'pause' });
      await bench.passTime(hourMs);
      expect(await outcome('pause')).toMatchObject({ status: 'applied', reason: expect.stringContaining('i1') });
      await other();
      expect([await bench.told('healthy'), said]).toEqual(['finished', ['i1']]);
      state.broken = false;
      await (await bench.restart()).rest();
      expect(await bench.told('i1')).toBe('finished');
    });
  });
}

onEveryStore(describeLeftOut);
