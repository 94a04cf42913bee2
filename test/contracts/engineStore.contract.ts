import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WorkflowState } from '../../engine/core/workflowState.ts';
import {
  activityIdSchema,
  instanceIdSchema,
  requestIdSchema,
  workflowNameSchema,
  type TaskId,
} from '../../engine/model/ids.ts';
import { StepConflict, type EngineStore, type EngineTransaction } from '../../engine/ports/engineStore.ts';
import { VirtualClock } from '../../engine/memory/virtualClock.ts';
import { ends, fails, gets, pauses, resumes, starts, type Act, works } from '../support/givenInstance.ts';
import { graphOf, type Details } from '../support/graphOf.ts';
import { dawnMs, Shell } from '../support/shell.ts';

/** A store to be tried, and what a test must do to it by other means. */
export interface StoreBench {
  readonly store: EngineStore;
  /** Adds to something that belongs to the transaction of these services, and answers how much there is. */
  count: (services: ReturnType<EngineTransaction['services']>) => Promise<number>;
  setOption: (name: string, value: number) => Promise<void>;
  /** The firings that were saved: `skipped busy`, `begun i1`. */
  firings: () => Promise<readonly string[]>;
  close: () => Promise<void>;
}

const drawn = workflowNameSchema.parse('drawn');
const broken = new RangeError('given up');

/** Saves every accepted turn of an instance that the store has not had yet. */
class Play {
  readonly shell: Shell;
  readonly #store: EngineStore;
  #saved = 0;

  constructor(
    store: EngineStore,
    drawing: string,
    details: Details & { readonly id?: string; readonly nowMs?: number } = {},
  ) {
    this.#store = store;
    this.shell = new Shell(graphOf(drawing, details));
    this.shell.nowMs = details.nowMs ?? dawnMs;
    this.shell.begin({ instance: instanceIdSchema.parse(details.id ?? 'i1') });
  }

  /** What has happened since is committed, a transaction a step. */
  async commit(...acts: readonly Act[]): Promise<this> {
    for (const act of acts) act(this.shell);
    for (const { before, advance } of this.shell.turns.slice(this.#saved)) {
      if (advance.status === 'advanced') await this.#store.transaction((tx) => tx.saveStep(before, advance));
    }
    this.#saved = this.shell.turns.length;
    return this;
  }

  get lastStep() {
    const turn = this.shell.turns.at(-1);
    if (turn?.advance.status !== 'advanced') throw broken;
    return { before: turn.before, step: turn.advance };
  }
}

const workflow = (rest: Partial<WorkflowState> = {}): WorkflowState => ({
  workflow: drawn,
  status: 'started',
  version: 1,
  scheduleHeld: false,
  consecutiveFailures: 0,
  vars: { mark: 41 },
  schedules: [],
  ...rest,
});

/** What every store of the engine must do, whatever it is made of. */
export function describeEngineStore(name: string, create: (clock: VirtualClock) => Promise<StoreBench>): void {
  describe(`the engine's store ${name}`, () => {
    const clock = new VirtualClock(dawnMs);
    let bench: StoreBench;
    let store: EngineStore;
    const play = (drawing: string, details?: ConstructorParameters<typeof Play>[2]) =>
      new Play(store, drawing, details);
    const save = (...states: readonly WorkflowState[]) =>
      store.transaction(async (tx) => {
        for (const state of states) await tx.saveWorkflow(state);
      });

    beforeEach(async () => {
      bench = await create(clock);
      ({ store } = bench);
    });
    afterEach(async () => {
      await bench.close();
    });

    describe('steps', () => {
      it('[D2] gives back the instance that was saved', async () => {
        const { shell } = await play('a > b, b > j, c > j').commit(works('a'), starts('c'));
        expect(await store.instance(shell.instance.id)).toEqual(shell.instance);
        expect(await store.instance(instanceIdSchema.parse('i9'))).toBeUndefined();
      });

      it('[D2] refuses a step that was computed from an older instance, and keeps nothing of it', async () => {
        const played = await play('a, b').commit(starts('a'));
        const { before, step } = played.lastStep;
        await expect(store.transaction((tx) => tx.saveStep(before, step))).rejects.toThrow(StepConflict);
        expect(await store.instance(played.shell.instance.id)).toEqual(played.shell.instance);
      });

      it('[D2] refuses to begin an instance twice', async () => {
        const { lastStep } = await play('a').commit();
        await expect(store.transaction((tx) => tx.saveStep(undefined, lastStep.step))).rejects.toThrow();
      });

      it('[D2] a transaction sees its own writes, and takes all of them back when it fails', async () => {
        const { shell, lastStep } = play('a');
        const failing = store.transaction(async (tx) => {
          await tx.saveStep(undefined, lastStep.step);
          await tx.saveWorkflow(workflow());
          await tx.saveInboxPosition('requests', 7);
          expect(await tx.instance(shell.instance.id)).toEqual(shell.instance);
          expect(await tx.liveInstances(drawn)).toEqual([shell.instance.id]);
          throw broken;
        });
        await expect(failing).rejects.toThrow(broken);
        expect(await store.instance(shell.instance.id)).toBeUndefined();
        expect(await store.workflow(drawn)).toBeUndefined();
        expect(await store.inboxPosition('requests')).toBe(0);
        expect(await store.nextReady(clock.nowMs(), new Set())).toBeUndefined();
      });

      it('[D3] what an executor does belongs to the transaction: it is kept or taken back with it', async () => {
        const { shell } = await play('a').commit(starts('a'));
        const scope = { instance: shell.instance, task: shell.task('a').id, nowMs: clock.nowMs() };
        const failing = store.transaction(async (tx) => {
          expect(await bench.count(tx.services(scope))).toBe(1);
          throw broken;
        });
        await expect(failing).rejects.toThrow(broken);
        expect(await store.transaction((tx) => bench.count(tx.services(scope)))).toBe(1);
        expect(await store.transaction((tx) => bench.count(tx.services(scope)))).toBe(2);
      });

      it('[D2] a part of a transaction is taken back alone', async () => {
        const first = play('a', { id: 'i1' });
        const second = play('a', { id: 'i2', nowMs: dawnMs + 1 });
        const third = play('a', { id: 'i3', nowMs: dawnMs + 2 });
        await store.transaction(async (tx) => {
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
        expect(await store.liveInstances(drawn)).toEqual(['i1', 'i3']);
        expect(await store.instance(second.shell.instance.id)).toBeUndefined();
        expect(await store.inboxPosition('requests')).toBe(0);
        expect(await store.readyTasks(9, new Set())).toEqual([
          { task: 'i1.t1', instance: 'i1' },
          { task: 'i3.t1', instance: 'i3' },
        ]);
      });

      it('[D3] what an executor does in a part of a transaction is taken back with it', async () => {
        const { shell } = await play('a').commit(starts('a'));
        const scope = { instance: shell.instance, task: shell.task('a').id, nowMs: clock.nowMs() };
        const counted = store.transaction(async (tx) => {
          await tx.part(() => bench.count(tx.services(scope)));
          const failing = tx.part(async () => {
            await bench.count(tx.services(scope));
            throw broken;
          });
          await expect(failing).rejects.toThrow(broken);
          return tx.part(() => bench.count(tx.services(scope)));
        });
        expect(await counted).toBe(2);
        expect(await store.transaction((tx) => bench.count(tx.services(scope)))).toBe(3);
      });

      it('[D2] lists the instances of a workflow that have not ended', async () => {
        await play('a', { id: 'i1' }).commit();
        await play('a', { id: 'i2', nowMs: dawnMs + 1 }).commit(works('a'));
        await play('a', { id: 'i3', nowMs: dawnMs + 2 }).commit(pauses());
        expect(await store.liveInstances(drawn)).toEqual(['i1', 'i3']);
      });

      it('[D2] a transaction knows that it is open', async () => {
        expect(await store.transaction((tx) => tx.isOpen())).toBe(true);
      });
    });

    describe('the run queue', () => {
      const next = async () => (await store.nextReady(clock.nowMs(), new Set()))?.task;

      it('[T10] gives the oldest task first, and again until its result is saved', async () => {
        const played = await play('a, b').commit();
        const [a, b] = played.shell.live();
        expect(await next()).toBe(a?.id);
        await played.commit(starts('a'));
        expect(await next()).toBe(a?.id);
        expect(await store.nextReady(clock.nowMs(), new Set([a!.id]))).toEqual({ task: b?.id, instance: 'i1' });
        await played.commit(ends('a'));
        expect(await next()).toBe(b?.id);
      });

      it('[T10] a task of a higher severity goes first, but starves none', async () => {
        const since = (id: string, seconds: number, severity: 'normal' | 'production' | 'critical') =>
          play('a', { id, nowMs: dawnMs + seconds * 1_000, definition: { severity } }).commit();
        await since('normal', 0, 'normal');
        await since('critical', 1, 'critical');
        await since('production', 1, 'production');
        await since('muchLater', 3_600, 'critical');
        const taken = new Set<TaskId>();
        for (let ready = await store.nextReady(0, taken); ready; ready = await store.nextReady(0, taken))
          taken.add(ready.task);
        expect([...taken]).toEqual(['critical.t1', 'production.t1', 'normal.t1', 'muchLater.t1']);
      });

      it('[T10] gives as many of them as are asked for, in that order', async () => {
        const played = await play('a, b, c').commit();
        const [a, b, c] = played.shell.live().map(({ id }) => id);
        const tasks = async (limit: number, except: ReadonlySet<TaskId>) =>
          (await store.readyTasks(limit, except)).map(({ task }) => task);
        expect(await tasks(2, new Set())).toEqual([a, b]);
        expect(await tasks(9, new Set([b!]))).toEqual([a, c]);
      });

      it('[I4] a pausing instance has no pending task in it, a resumed one has', async () => {
        const played = await play('a').commit(pauses());
        expect(await next()).toBeUndefined();
        await played.commit(resumes);
        expect(await next()).toBe('i1.t1');
      });

      it('[D4] knows what was in flight', async () => {
        await play('a, b').commit(starts('a'));
        expect(await store.tasksInFlight()).toEqual([{ task: 'i1.t1', instance: 'i1' }]);
      });

      it('[I9] an instance that has ended leaves nothing in it', async () => {
        await play('a, b').commit(starts('a'), (shell) => shell.send({ type: 'kill' }));
        expect(await next()).toBeUndefined();
        expect(await store.tasksInFlight()).toEqual([]);
      });
    });

    describe('time', () => {
      const waiting = { activities: { w: { type: 'wait', for: '1h' } } };
      const hour = dawnMs + 3_600_000;

      it('[F14] gives the timers of running instances that are due', async () => {
        const played = await play('a > w', waiting).commit(works('a'));
        const timer = { task: played.shell.task('w').id, instance: 'i1', name: 'due' };
        expect(await store.nextDueAtMs()).toBe(hour);
        expect(await store.dueTimers(hour - 1, 10)).toEqual([]);
        expect(await store.dueTimers(hour, 10)).toEqual([timer]);
        expect(await store.dueTimers(hour, 0)).toEqual([]);
        await played.commit(pauses());
        expect(await store.dueTimers(hour, 10)).toEqual([]);
        expect(await store.nextDueAtMs()).toBeUndefined();
        await played.commit(resumes, (shell) => shell.passTime(3_600_000));
        expect(await store.dueTimers(hour, 10)).toEqual([]);
      });

      it('[T13] gives the timers of tasks that take too long while their instance pauses, not while it is paused', async () => {
        const limits = { maxDuration: '1h', timeout: '1h' };
        const retry = { attempts: 2, delay: '30m' };
        const played = await play('a, b', { activities: { a: limits, b: { ...limits, retry } } }).commit(
          starts('a'),
          starts('b'),
          fails('b'),
          pauses(),
        );
        const due = async () => (await store.dueTimers(hour, 10)).map(({ task, name }) => `${task} ${name}`).sort();
        expect(await due()).toEqual(['i1.t1 maxDuration', 'i1.t1 timeout', 'i1.t2 maxDuration', 'i1.t2 timeout']);
        expect(await store.nextDueAtMs()).toBe(hour);
        await played.commit(ends('a'));
        expect([await due(), await store.nextDueAtMs()]).toEqual([[], undefined]);
      });

      it('[T12] takes back one timer of a task and leaves its others', async () => {
        const limited = { type: 'either', signal: 'go', within: '30m', patient: true, maxDuration: '1h' };
        const played = await play('w', { activities: { w: limited } }).commit();
        expect(await store.nextDueAtMs()).toBe(dawnMs + 1_800_000);
        await played.commit((shell) => shell.passTime(1_800_000));
        expect(await store.nextDueAtMs()).toBe(hour);
      });

      it('[I4] gives the pauses that were asked to end by themselves', async () => {
        await play('a').commit((shell) => shell.send({ type: 'pause', cause: 'own', untilMs: hour, by: 'anna' }));
        expect(await store.duePauses(hour - 1, 10)).toEqual([]);
        expect(await store.duePauses(hour, 10)).toEqual(['i1']);
        expect(await store.nextDueAtMs()).toBe(hour);
      });

      it('[S6] gives the started workflows with a schedule that is due and waits for nothing', async () => {
        const activity = activityIdSchema.parse('c');
        const states = [
          workflow({ schedules: [{ activity, runs: 0, dueAtMs: hour }] }),
          workflow({
            workflow: workflowNameSchema.parse('held'),
            status: 'paused',
            schedules: [{ activity, runs: 0, dueAtMs: hour }],
          }),
          workflow({
            workflow: workflowNameSchema.parse('queued'),
            version: 3,
            schedules: [{ activity, runs: 2, dueAtMs: hour, lastDueAtMs: dawnMs, waiting: true }],
          }),
        ];
        await save(...states);
        expect(await store.dueWorkflows(hour - 1)).toEqual([]);
        expect(await store.dueWorkflows(hour)).toEqual(['drawn']);
        expect(await store.nextDueAtMs()).toBe(hour);
        expect(await store.workflow(states[2]!.workflow)).toEqual(states[2]);
        const armed = await store.armedWorkflows();
        expect(armed.map(({ workflow: one, version }) => `${one} ${version}`).sort()).toEqual(['drawn 1', 'queued 3']);
      });

      it('[S10] gives a workflow when its firing begins, not when it is due', async () => {
        const activity = activityIdSchema.parse('c');
        const state = workflow({ schedules: [{ activity, runs: 0, dueAtMs: hour, beginsAtMs: hour + 5 }] });
        await save(state);
        expect([await store.dueWorkflows(hour + 4), await store.dueWorkflows(hour + 5)]).toEqual([[], ['drawn']]);
        expect(await store.nextDueAtMs()).toBe(hour + 5);
        expect([await store.nextDueAtMs(hour), await store.nextDueAtMs(hour + 5)]).toEqual([hour + 5, undefined]);
        expect(await store.workflow(state.workflow)).toEqual(state);
      });

      it('[S7] a firing that waited may begin when an instance of its workflow ends', async () => {
        const activity = activityIdSchema.parse('c');
        await save(workflow({ schedules: [{ activity, runs: 0, dueAtMs: hour, waiting: true }] }));
        const played = await play('a').commit(starts('a'));
        expect(await store.dueWorkflows(hour)).toEqual([]);
        await played.commit(ends('a'));
        expect(await store.dueWorkflows(hour)).toEqual(['drawn']);
      });
    });

    describe('workflows', () => {
      it('[S2] keeps the state of a workflow, the last one saved', async () => {
        await save(workflow({ scheduleHeld: true }));
        await save(workflow({ status: 'stopped', vars: { mark: 42 } }));
        expect(await store.workflow(drawn)).toEqual(workflow({ status: 'stopped', vars: { mark: 42 } }));
      });

      it('[T7] counts ignored failures, until an instance finishes without any', async () => {
        const ignoring = { definition: { onError: 'ignore' } } as const;
        await save(workflow());
        await play('a, b', { ...ignoring, id: 'i1' }).commit(starts('a'), fails('a'), works('b'));
        expect((await store.workflow(drawn))?.consecutiveFailures).toBe(1);
        await play('a', { ...ignoring, id: 'i2' }).commit(works('a'));
        expect((await store.workflow(drawn))?.consecutiveFailures).toBe(0);
      });

      it('[T7] counts them for a workflow that was never started', async () => {
        const ignoring = { definition: { onError: 'ignore' } } as const;
        await play('a, b', { ...ignoring, id: 'i1' }).commit(starts('a'), fails('a'), starts('b'), fails('b'));
        expect(await store.workflow(drawn)).toEqual(
          workflow({ status: 'draft', version: 0, consecutiveFailures: 2, vars: {} }),
        );
        await play('a', { ...ignoring, id: 'i2' }).commit(works('a'));
        expect((await store.workflow(drawn))?.consecutiveFailures).toBe(0);
      });

      it('[T7] does not count a failure that the error outlet caught', async () => {
        await save(workflow({ consecutiveFailures: 1 }));
        await play('a:error > b').commit(starts('a'), fails('a'), works('b'));
        expect((await store.workflow(drawn))?.consecutiveFailures).toBe(0);
      });

      it('[S2] gives the entry signals of a workflow, the last ones saved', async () => {
        const entries = ['s', 't'].map((name) => ({ activity: activityIdSchema.parse(name), signal: 'paid' }));
        await store.transaction((tx) => tx.saveSignalEntries(drawn, entries));
        await store.transaction((tx) => tx.saveSignalEntries(drawn, entries.slice(1)));
        expect(await store.signalEntries('paid')).toEqual([{ workflow: 'drawn', activity: 't' }]);
        expect(await store.signalEntries('other')).toEqual([]);
      });

      it('[S7] keeps a firing with its reason', async () => {
        const firing = { workflow: drawn, activity: activityIdSchema.parse('c'), dueAtMs: dawnMs } as const;
        await store.transaction(async (tx) => {
          await tx.saveFiring({ ...firing, status: 'skipped', reason: 'busy' });
          await tx.saveFiring({ ...firing, status: 'begun', instance: instanceIdSchema.parse('i1') });
        });
        expect(await bench.firings()).toEqual(['skipped busy', 'begun i1']);
      });

      it('[D2] gives the changed values of options', async () => {
        await bench.setOption('NmsCleanup_RejectsPurgeDelay', 60);
        expect(await store.options()).toEqual(new Map([['NmsCleanup_RejectsPurgeDelay', 60]]));
      });
    });

    describe('signals and requests', () => {
      const listening = (fields: object = {}) => ({ activities: { s: { type: 'signal', name: 'paid', ...fields } } });

      it('[F15] finds the waiting tasks that a signal fits, by name, key and instance', async () => {
        await play('a > s', { ...listening(), id: 'i1' }).commit(works('a'));
        await play('a > s', { ...listening({ correlate: 'vars.order' }), id: 'i2' }).commit(
          works('a', { vars: { order: '7' } }),
        );
        await play('a > s', { ...listening(), id: 'i3' }).commit(works('a'), pauses());
        const found = async (signal: Parameters<EngineStore['subscribers']>[0]) =>
          (await store.subscribers(signal)).map(({ instance }) => instance).sort();
        expect(await found({ name: 'paid' })).toEqual(['i1', 'i3']);
        expect(await found({ name: 'paid', key: '7' })).toEqual(['i1', 'i2', 'i3']);
        expect(await found({ name: 'paid', key: '8' })).toEqual(['i1', 'i3']);
        expect(await found({ name: 'paid', instance: instanceIdSchema.parse('i3') })).toEqual(['i3']);
        expect(await found({ name: 'other' })).toEqual([]);
      });

      it('[F15] a task that has got its signal is not found again', async () => {
        const played = await play('a > s, s > b', listening()).commit(works('a'));
        await played.commit(gets('s', 'paid'));
        expect(await store.subscribers({ name: 'paid' })).toEqual([]);
      });

      it('[F16] remembers the signals that nobody took, until somebody does or they are too old', async () => {
        const settle = (position: number, status: 'delivered' | 'undelivered') =>
          store.transaction((tx) => tx.settleSignal({ position, name: 'paid', status, deliveredTo: [] }));
        for (const position of [1, 2, 3]) await settle(position, 'undelivered');
        await settle(2, 'delivered');
        expect(await store.undeliveredSignals('paid', clock.nowMs())).toEqual([1, 3]);
        expect(await store.undeliveredSignals('paid', clock.nowMs() + 1)).toEqual([]);
        expect(await store.undeliveredSignals('other', 0)).toEqual([]);
      });

      it('[D6] remembers what became of a request, and how far the inbox was taken over', async () => {
        const outcome = {
          id: requestIdSchema.parse('r1'),
          status: 'refused',
          code: 'task-refuses',
          reason: 'no',
        } as const;
        await store.transaction(async (tx) => {
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
        expect(await store.requestOutcome(outcome.id)).toEqual(outcome);
        expect(await store.requestOutcome(requestIdSchema.parse('r2'))).toEqual({
          id: 'r2',
          status: 'applied',
          instance: 'i1',
        });
        expect(await store.requestOutcome(requestIdSchema.parse('r3'))).toBeUndefined();
        expect([await store.inboxPosition('requests'), await store.inboxPosition('inner')]).toEqual([6, 1]);
      });

      it('[D6] gives what kinds asked of other instances, in its order', async () => {
        const { shell } = await play('a').commit(starts('a'));
        const scope = { instance: shell.instance, task: shell.task('a').id, nowMs: clock.nowMs() };
        const targets = ['i7', 'i8'].map((id) => instanceIdSchema.parse(id));
        await store.transaction((tx) => tx.services(scope).records.requestKill(targets, 'it was paused for too long'));
        const asked = await store.innerRequestsAfter(0, 10);
        const kills = asked.filter(({ asked: { operation } }) => operation === 'kill');
        expect(kills.map(({ instance }) => instance)).toEqual(['i7', 'i8']);
        expect(kills[0]?.asked).toEqual({ operation: 'kill', reason: 'it was paused for too long' });
        expect(await store.innerRequestsAfter(asked.at(-1)!.position, 10)).toEqual([]);
        expect(await store.innerRequestsAfter(0, 1)).toEqual(asked.slice(0, 1));
      });
    });
  });
}
