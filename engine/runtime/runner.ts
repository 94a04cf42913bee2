import type { InstanceId } from '../model/ids.ts';
import { DefinitionUnusable } from '../ports/definitions.ts';
import type { ReadyTask } from '../ports/engineStore.ts';
import { Briefness } from './briefness.ts';
import { concernedBy, takeChild } from './children.ts';
import { drain, type DrainTimes } from './draining.ts';
import { failInstance, sayLeftOut } from './faults.ts';
import { isProgramFault } from './programFault.ts';
import { Flights } from './flights.ts';
import { LeftOut, LeftOutMeanwhile, type OnLeftOut } from './leftOut.ts';
import { briefTask, performGroup, stepsAtMost } from './grouping.ts';
import { takeDue, takePackageRows, takePublished, takeRequests, takeSignals } from './intake.ts';
import { performTask } from './performing.ts';
import { cancelUnwanted } from './reconciling.ts';
import type { Runtime } from './runtime.ts';
import type { FaultPlace, OnFault, Shop } from './together.ts';
import { inUnit } from './unit.ts';

const placesByDefault = 10;
const childrenBatch = 50;

/** How long a busy runner may put off looking for what is due. */
const dueCheckMs = 20;

/** How a runner works. */
export interface RunnerOptions {
  /** Hears of faults of the program itself, after which the runner goes on with everything else. */
  readonly onFault?: OnFault;
  /** Hears of what cannot go on in this worker, and is left out. */
  readonly onLeftOut?: OnLeftOut;
  /** How many tasks may be performed outside at the same time. */
  readonly concurrency?: number;
}

type Guarded = FaultPlace & { readonly instance: InstanceId };

/**
 * Runs instances on: first what people and programs asked, then what came of tasks that are performed outside, then what
 * is due, then one ready task a turn, or those that are ready together and brief, so that a request never waits for more
 * than the statement that is being executed.
 */
export class Runner {
  readonly #runtime: Runtime;
  #nudged = true;
  #lookAtDueMs = 0;
  #lookedAtMs = 0;
  /** Whether a busy runner has put off looking for what is due since it last did. */
  #isPutOff = false;
  /** Whether the last turn failed. */
  #isUnsure = false;
  /** Whether the turn before took news alone. */
  #newsBefore = false;

  readonly #onFault: OnFault;
  readonly #flights: Flights;
  readonly #shop: Shop;
  readonly #briefness = new Briefness();
  readonly #leftOut: LeftOut;
  #wake: () => void = () => undefined;

  constructor(
    runtime: Runtime,
    { onFault = () => undefined, onLeftOut = () => undefined, concurrency = placesByDefault }: RunnerOptions = {},
  ) {
    this.#leftOut = new LeftOut(onLeftOut);
    this.#onFault = (error, place) => {
      // It is said once, of what is left out for it.
      if (!(error instanceof DefinitionUnusable || error instanceof LeftOutMeanwhile)) onFault(error, place);
    };
    this.#flights = new Flights(concurrency, () => {
      this.#wake();
    });
    this.#runtime = {
      ...runtime,
      leftOut: this.#leftOut,
      briefness: this.#briefness,
      cancel: (task, isOver) => {
        this.#flights.cancel(task, isOver);
      },
    };
    this.#shop = { runtime: this.#runtime, onFault: this.#onFault };
  }

  /** Whoever turns the runner hears when there is something to do again. */
  onWork(wake: () => void): void {
    this.#wake = wake;
  }

  /** Whether there is something new: in the inbox, or of what is performed outside. */
  get hasNews(): boolean {
    return this.#nudged || this.#flights.landings().length > 0;
  }

  /** How many tasks are performed outside at the moment. */
  get inFlight(): number {
    return this.#flights.size;
  }

  /** The inbox holds something new. */
  nudge(): void {
    this.#nudged = true;
  }

  /** Does the next piece of work; false when there is none but what is performed outside. */
  async turn(): Promise<boolean> {
    if (this.#isUnsure) await cancelUnwanted(this.#runtime, this.#flights);
    // Until the end of the turn: a commit that failed may have taken place.
    this.#isUnsure = true;
    const worked = await this.#turn();
    this.#isUnsure = false;
    return worked;
  }

  async #turn(): Promise<boolean> {
    await sayLeftOut(this.#runtime, this.#leftOut);
    const news = await this.#takeNews();
    // A stream of news must not keep the tasks that are ready from being performed.
    this.#newsBefore = news && !this.#newsBefore;
    if (this.#newsBefore) return true;
    const ready = await this.#ready();
    const [first] = ready;
    if (first) await this.#guard(first, () => this.#perform(first, ready));
    if (news || first || (await this.#takePutOff())) return true;
    // What a task asked of other instances: nobody nudges for it.
    return takeRequests(this.#shop, 'inner');
  }

  async #ready(): Promise<readonly ReadyTask[]> {
    const { hasPlace } = this.#flights;
    const inFlight = this.#flights.tasks();
    const read = (limit: number) => this.#runtime.store.readyTasks(limit, inFlight);
    const ready = await this.#leftOut.beside(stepsAtMost, read, ({ instance }) => instance);
    if (ready.length === 0 && hasPlace) this.#flights.nobodyAwaits();
    return ready;
  }

  /** What comes from outside, and what is due. */
  async #takeNews(): Promise<boolean> {
    // Each in every turn: however much there is of one, the others do not wait for it.
    const took = [this.#nudged && (await this.#takeInbox()), await this.#takeLandings(), await this.#takeDue()];
    return took.includes(true);
  }

  /** The first in the queue goes first: alone, or with what else is brief. */
  async #perform(first: ReadyTask, ready: readonly ReadyTask[]): Promise<void> {
    const brief = await briefTask(this.#runtime, this.#runtime.store, first);
    try {
      if (brief) return await performGroup(this.#shop, ready);
    } catch (error) {
      this.#briefness.forget();
      // What took back all of them is found by performing one alone.
      if (!isProgramFault(error)) throw error;
      this.#onFault(error);
    }
    await performTask(this.#runtime, first, this.#flights);
  }

  /** The next instant at which something is due; what is left out was due already, and is not waited for. */
  nextDueAtMs(): Promise<number | undefined> {
    return this.#runtime.store.nextDueAtMs(this.#leftOut.isEmpty ? undefined : this.#lookedAtMs);
  }

  /** Resolves when something that is performed outside has come to an end, or nothing is. */
  landing(): Promise<void> {
    return this.#flights.landing();
  }

  /** Takes nothing new, and waits within bounds for what is performed outside. */
  drain(times: DrainTimes): Promise<void> {
    return drain(this.#flights, this.#runtime.clock, times, () => this.#takeLandings());
  }

  /** A fault of the program is not tried again for ever: what it happened to is given up. */
  async #guard({ instance, task }: Guarded, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!isProgramFault(error)) throw error;
      this.#onFault(error, { instance, ...(task && { task }) });
      await failInstance(this.#runtime, instance, error);
    }
  }

  /** What came of tasks that are performed outside; a result that cannot be saved now is saved later. */
  async #takeLandings(): Promise<boolean> {
    const landings = this.#flights.landings();
    for (const landing of landings) {
      const { instance, input, error } = landing;
      await this.#guard(landing, async () => {
        if (input) await inUnit(this.#runtime, (unit) => unit.advanceById(instance, input));
        this.#flights.forget(landing);
        if (error !== undefined) throw error;
      });
      this.#flights.forget(landing);
    }
    return landings.length > 0;
  }

  async #takeInbox(): Promise<boolean> {
    this.#nudged = false;
    try {
      return await this.#takeAll();
    } catch (error) {
      // What could not be read now is looked at again.
      this.#nudged = true;
      throw error;
    }
  }

  async #takeAll(): Promise<boolean> {
    const took = [
      await takePublished(this.#shop),
      await takeRequests(this.#shop, 'requests'),
      await takeSignals(this.#shop),
      await takePackageRows(this.#shop),
      await takeRequests(this.#shop, 'inner'),
    ];
    const any = took.includes(true);
    // What was taken may have asked for more, and a batch may not have been all.
    this.#nudged ||= any;
    return any;
  }

  /** Whoever has nothing else to do looks at what is due, where that was put off: however long ago that may be by now. */
  async #takePutOff(): Promise<boolean> {
    if (!this.#isPutOff) return false;
    this.#lookAtDueMs = 0;
    return this.#takeDue();
  }

  async #takeDue(): Promise<boolean> {
    const nowMs = this.#runtime.clock.nowMs();
    // A clock that was put back shows less than when we last looked: then it is time to look again.
    this.#isPutOff = nowMs < this.#lookAtDueMs && nowMs >= this.#lookAtDueMs - dueCheckMs;
    if (this.#isPutOff) return false;
    this.#lookAtDueMs = nowMs + dueCheckMs;
    this.#lookedAtMs = nowMs;
    if (!(await this.#runtime.store.mayBeDue(nowMs))) return false;
    const took = [await takeDue(this.#shop, nowMs), await this.#takeChildren()];
    return took.includes(true);
  }

  /** Children begin, end, and hear of their parents, each in a transaction of its own. */
  async #takeChildren(): Promise<boolean> {
    const children = await this.#leftOut.beside(childrenBatch, this.#runtime.store.dueChildren, concernedBy);
    for (const due of children) await this.#guard({ instance: concernedBy(due) }, () => takeChild(this.#runtime, due));
    return children.length > 0;
  }
}
