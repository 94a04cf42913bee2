import {
  ExecutorFailure,
  type Executor,
  type ExecutorRun,
  type ExecutorServices,
  type Executors,
  type Outcome,
} from '../../engine/activity/executor.ts';
import { MemoryDefinitions } from '../../engine/memory/memoryDefinitions.ts';
import { MemoryInbox } from '../../engine/memory/memoryInbox.ts';
import { RecordingPublisher } from '../../engine/memory/recordingPublisher.ts';
import { createSequentialIds } from '../../engine/memory/sequentialIds.ts';
import type { VirtualClock } from '../../engine/memory/virtualClock.ts';
import { invariant } from '../../engine/invariant.ts';
import type { Entry } from '../../engine/model/entry.ts';
import {
  instanceIdSchema,
  requestIdSchema,
  signalIdSchema,
  taskIdSchema,
  workflowNameSchema,
  type RequestId,
} from '../../engine/model/ids.ts';
import type { Instance } from '../../engine/model/instance.ts';
import type { Variables } from '../../engine/model/json.ts';
import type { Failure } from '../../engine/model/failure.ts';
import type { EngineStore } from '../../engine/ports/engineStore.ts';
import type { RequestedOperation } from '../../engine/ports/inbox.ts';
import type { DrainTimes } from '../../engine/runtime/draining.ts';
import { recover } from '../../engine/runtime/recovery.ts';
import { Runner, type RunnerOptions } from '../../engine/runtime/runner.ts';
import type { Runtime } from '../../engine/runtime/runtime.ts';
import { comeToRest } from './comeToRest.ts';
import { graphOf, type Details } from './graphOf.ts';
import { tellEntries } from './tellEntry.ts';

/** A store for a runner, and what a test reads in it by other means. */
export interface RunnerStore {
  readonly store: EngineStore;
  /** Counts one more of something that belongs to the services' transaction; answers nothing new. */
  count: (services: ExecutorServices, what: string) => Promise<void>;
  counted: (what: string) => Promise<number>;
  history: (instance: string) => Promise<readonly Entry[]>;
  firings: () => Promise<readonly string[]>;
  /** The titles of what people were told. */
  mails: () => Promise<readonly string[]>;
  close: () => Promise<void>;
}

/** What a signal may say besides its name. */
interface Sent {
  readonly id?: string;
  readonly key?: string;
  readonly instance?: string;
  readonly vars?: Variables;
  readonly startsTechnical?: boolean;
}

/** What is asked of what: of the workflow that is drawn, unless it says otherwise. */
interface Asked {
  readonly workflow?: string;
  readonly instance?: string;
  readonly task?: string;
  readonly id?: string;
}

const workflow = workflowNameSchema.parse('drawn');
const lostAfterMs = 1_000;

/** A runner on a store, with everything else in memory: what a worker process is, without the process. */
export class RunnerBench {
  readonly runtime: Runtime;
  readonly clock: VirtualClock;
  readonly publisher = new RecordingPublisher();
  readonly #store: RunnerStore;
  readonly #options: RunnerOptions;
  readonly #inbox = new MemoryInbox();
  readonly #definitions = new MemoryDefinitions();
  /** How the next attempts at an activity fail. */
  readonly #failures = new Map<string, Failure[]>();
  readonly #derailed = new Set<string>();
  readonly #overloaded = new Set<string>();
  readonly #slow = new Map<string, number>();
  readonly #hanging = new Map<string, 'heedful' | 'deaf'>();
  /** What hangs outside, and how a test lets it go on. */
  readonly #outside = new Set<{ readonly activity: string; readonly goOn: () => void }>();
  readonly #lookers: (() => void)[] = [];
  /** The idempotency keys of all attempts, in their order. */
  readonly keys: string[] = [];
  #runner: Runner;
  #requests = 0;

  constructor(store: RunnerStore, clock: VirtualClock, options: RunnerOptions = {}) {
    this.#store = store;
    this.#options = options;
    this.clock = clock;
    this.runtime = {
      store: store.store,
      inbox: this.#inbox,
      definitions: this.#definitions,
      executors: this.#executors(),
      clock,
      ids: createSequentialIds(),
      publisher: this.publisher,
    };
    this.#runner = new Runner(this.runtime, this.#options);
  }

  publish(drawing: string, details: Details = {}): this {
    this.#definitions.publish(graphOf(drawing, details));
    return this;
  }

  /** From now on a version can be used, or not: the release has changed. */
  setUsable(usable: boolean, { name = 'drawn', version = 1 } = {}): this {
    this.#definitions.setUsable(workflowNameSchema.parse(name), version, usable);
    return this;
  }

  /** Asks as a web process does: durable first, then a nudge. */
  ask(asked: RequestedOperation, about: Asked = {}): RequestId {
    const id = requestIdSchema.parse(about.id ?? `ask${String((this.#requests += 1))}`);
    this.#inbox.addRequest({
      id,
      by: 'anna',
      asked,
      workflow: about.workflow === undefined ? workflow : workflowNameSchema.parse(about.workflow),
      ...(about.instance !== undefined && { instance: instanceIdSchema.parse(about.instance) }),
      ...(about.task !== undefined && { task: taskIdSchema.parse(about.task) }),
    });
    this.#runner.nudge();
    return id;
  }

  signal(name: string, rest: Sent = {}): void {
    const { id = `g${String((this.#requests += 1))}`, key, instance, vars = {}, startsTechnical = false } = rest;
    this.#inbox.addSignal({
      id: signalIdSchema.parse(id),
      name,
      vars,
      by: 'ben',
      startsTechnical,
      receivedAtMs: this.clock.nowMs(),
      ...(key !== undefined && { key }),
      ...(instance !== undefined && { instance: instanceIdSchema.parse(instance) }),
    });
    this.#runner.nudge();
  }

  /** The next so many attempts at an activity fail, after they have done their work. */
  breakNext(activity: string, times = 1): void {
    this.#failures.set(
      activity,
      Array.from({ length: times }, () => ({ cause: 'data', message: 'it broke' })),
    );
  }

  /** The next attempt at an activity answers with what no executor may answer. */
  derailNext(activity: string): void {
    this.#derailed.add(activity);
  }

  /** Turns until there is nothing to do now. */
  async rest(): Promise<this> {
    await comeToRest(this.#runner, {
      size: () => this.#outside.size,
      more: () => new Promise((resolve) => this.#lookers.push(resolve)),
    });
    return this;
  }

  /** So many turns and no more. */
  async turn(times = 1): Promise<this> {
    for (let turns = 0; turns < times; turns += 1) await this.#runner.turn();
    return this;
  }

  /** Rests, and lets the time pass to whatever is due until so much has passed. */
  async passTime(durationMs: number): Promise<this> {
    const untilMs = this.clock.nowMs() + durationMs;
    await this.rest();
    for (let dueAtMs = await this.#due(); dueAtMs <= untilMs; dueAtMs = await this.#due()) {
      this.clock.advanceTo(Math.max(dueAtMs, this.clock.nowMs() + 1));
      await this.rest();
    }
    this.clock.advanceTo(untilMs);
    return this.rest();
  }

  async #due(): Promise<number> {
    return (await this.#runner.nextDueAtMs()) ?? Number.POSITIVE_INFINITY;
  }

  /** The worker died and another one starts; by our own hand it does not count. */
  async restart(counts = true): Promise<this> {
    this.clock.advanceBy(lostAfterMs);
    this.#runner = new Runner(this.runtime, this.#options);
    await recover(this.runtime, counts);
    return this;
  }

  async instance(id = 'i1'): Promise<Instance> {
    const instance = await this.#store.store.instance(instanceIdSchema.parse(id));
    invariant(instance, `the instance ${id} is there`);
    return instance;
  }

  /** `'running: a waiting, b pending'` */
  async told(id = 'i1'): Promise<string> {
    const { status, tasks } = await this.instance(id);
    return [
      status,
      Object.values(tasks)
        .map((task) => `${task.activity} ${task.status}`)
        .join(', '),
    ]
      .filter(Boolean)
      .join(': ');
  }

  /** The next outcome of an activity is more than an event may carry. */
  overloadNext(activity: string): this {
    this.#overloaded.add(activity);
    return this;
  }

  /** Each attempt at an activity hangs until `goOn`; a deaf one does so also when it is cancelled. */
  hang(activity: string, how: 'heedful' | 'deaf' = 'heedful'): this {
    this.#hanging.set(activity, how);
    return this;
  }

  /** What hangs at an activity goes on, and what comes does not hang. */
  async goOn(activity: string): Promise<void> {
    this.#hanging.delete(activity);
    for (const one of this.#outside) if (one.activity === activity) one.goOn();
    await this.#runner.landing();
  }

  /** The first that hangs at an activity goes on; the others, and what comes, hang on. */
  async letOneGoOn(activity: string): Promise<void> {
    [...this.#outside].find((one) => one.activity === activity)?.goOn();
    await this.#runner.landing();
  }

  /** What hangs outside at the moment. */
  get outside(): readonly string[] {
    return [...this.#outside].map(({ activity }) => activity);
  }

  /** The worker ends: it takes nothing new. */
  async drain(times: DrainTimes): Promise<void> {
    await this.#runner.drain(times);
  }

  /** The next attempt at an activity takes so long. */
  slowNext(activity: string, durationMs: number): this {
    this.#slow.set(activity, durationMs);
    return this;
  }

  async trace(id = 'i1'): Promise<readonly string[]> {
    return tellEntries(await this.#store.history(id));
  }

  history = (id = 'i1'): Promise<readonly Entry[]> => this.#store.history(id);
  counted = (what: string): Promise<number> => this.#store.counted(what);
  firings = (): Promise<readonly string[]> => this.#store.firings();
  mails = (): Promise<readonly string[]> => this.#store.mails();
  close = (): Promise<void> => {
    for (const { goOn } of this.#outside) goOn();
    return this.#store.close();
  };

  #stayOutside({ activity, signal, idempotencyKey }: ExecutorRun<unknown>): Promise<void> {
    this.keys.push(idempotencyKey);
    const how = this.#hanging.get(activity);
    if (how === undefined) return Promise.resolve();
    const hanging = { activity, goOn: (): void => undefined };
    const end = new Promise<void>((resolve, reject) => {
      hanging.goOn = resolve;
      if (how === 'heedful')
        signal.addEventListener('abort', () => {
          reject(new ExecutorFailure({ cause: 'unexpected', message: String(signal.reason) }));
        });
    });
    this.#outside.add(hanging);
    for (const look of this.#lookers.splice(0)) look();
    return end.finally(() => this.#outside.delete(hanging));
  }

  #executors(): Executors {
    const executor = (kind: string, roundRows: (round: number) => number | undefined): Executor => ({
      kind,
      execute: async (run) => {
        const { activity, round, services } = run;
        await this.#store.count(services, activity);
        await this.#stayOutside(run);
        this.clock.advanceBy(this.#slow.get(activity) ?? 0);
        this.#slow.delete(activity);
        const failure = this.#failures.get(activity)?.shift();
        if (failure) throw new ExecutorFailure(failure);
        if (this.#derailed.delete(activity)) return unreadable();
        if (this.#overloaded.delete(activity)) return { vars: { all: 'x'.repeat(1_000_000) } };
        const rows = roundRows(round);
        return rows === undefined ? { recordCount: 1 } : { roundRows: rows, total: 300, recordCount: round };
      },
    });
    const threeRounds = (round: number): number => (round < 3 ? 100 : 0);
    const all = [
      executor('work', () => undefined),
      executor('inStep', () => undefined),
      executor('brief', () => undefined),
      executor('rounds', threeRounds),
    ];
    return new Map(all.map((one) => [one.kind, one]));
  }
}

/** Thrown where the power is lost: nothing after it happens. */
export class PowerLost extends Error {
  override readonly name = 'PowerLost';
  readonly code = 'POWER_LOST';
}

/** An outcome whose journal nobody can read: whatever the core does with it throws. */
function unreadable(): Outcome {
  return Object.defineProperty({}, 'journal', {
    enumerable: true,
    get: () => {
      throw new TypeError('the program is at fault');
    },
  });
}

/** A store whose power is lost at its n-th transaction: before it is committed, or just after. */
export function losePower(store: EngineStore, at: number, when: 'before the commit' | 'after the commit'): EngineStore {
  const transactions = { begun: 0 };
  return {
    ...store,
    transaction: async (work) => {
      const isLast = (transactions.begun += 1) === at;
      const result = await store.transaction(async (tx) => {
        const answer = await work(tx);
        if (isLast && when === 'before the commit') throw new PowerLost();
        return answer;
      });
      if (isLast) throw new PowerLost();
      return result;
    },
  };
}
