import type { Input } from '../core/input.ts';
import type { InstanceId, TaskId } from '../model/ids.ts';

/** Why what is done outside is given up; a task that the worker itself gave up is executed again, and is not blamed. */
export class GivenUp extends Error {
  override readonly name = 'GivenUp';
  readonly why: 'cancelled' | 'the worker ends';
  constructor(why: GivenUp['why']) {
    super(`It is given up: ${why}.`);
    this.why = why;
  }
}

/** A task that is performed beside the steps. */
interface Flight {
  readonly instance: InstanceId;
  readonly task: TaskId;
  readonly abort: AbortController;
}

/** What came of a flight: what its instance is told, or what kept it from an end. */
export interface Landing {
  readonly instance: InstanceId;
  readonly task: TaskId;
  readonly input?: Input;
  readonly error?: Error;
}

/** What is performed beside the steps, each in a place of its own; what came of it waits until somebody takes it over. */
export class Flights {
  readonly places: number;
  readonly #inAir = new Map<TaskId, Flight>();
  readonly #landed = new Map<TaskId, Landing>();
  readonly #awaiting = new Set<TaskId>();
  readonly #onLanded: () => void;
  #waiters: (() => void)[] = [];

  /** @param onLanded hears whenever there is something to take over. */
  constructor(places: number, onLanded: () => void) {
    this.places = places;
    this.#onLanded = onLanded;
  }

  get hasPlace(): boolean {
    return this.#inAir.size < this.places;
  }

  /** How many are on their way. */
  get size(): number {
    return this.#inAir.size;
  }

  /** What is on its way. */
  inAir(): readonly Pick<Flight, 'instance' | 'task'>[] {
    return [...this.#inAir.values()];
  }

  /** Tasks that nobody may take now: their results are still to come or to be saved, or they wait for a place. */
  tasks(): ReadonlySet<TaskId> {
    const waiting = this.hasPlace ? [] : this.#awaiting;
    return new Set([...this.#inAir.keys(), ...this.#landed.keys(), ...waiting]);
  }

  /** A task waits until there is a place; true where that is news. */
  await(task: TaskId): boolean {
    const isNews = !this.#awaiting.has(task);
    this.#awaiting.add(task);
    return isNews;
  }

  /** There was a place, and no task that wanted it: those that are still remembered were taken back while they waited. */
  nobodyAwaits(): void {
    this.#awaiting.clear();
  }

  begin(
    { instance, task }: Pick<Flight, 'instance' | 'task'>,
    perform: (signal: AbortSignal) => Promise<Input | undefined>,
  ): void {
    const flight: Flight = { instance, task, abort: new AbortController() };
    this.#inAir.set(task, flight);
    this.#awaiting.delete(task);
    void perform(flight.abort.signal).then(
      (input) => {
        this.#land(flight, input ? { instance, task, input } : { instance, task });
      },
      (error: unknown) => {
        this.#land(flight, { instance, task, error: error instanceof Error ? error : new TypeError(String(error)) });
      },
    );
  }

  /** What has landed and is not taken over. */
  landings(): readonly Landing[] {
    return [...this.#landed.values()];
  }

  /** It is taken over. */
  forget({ task }: Landing): void {
    this.#landed.delete(task);
  }

  /**
   * Cancels a task at its source.
   * @param isOver nobody waits for its end: its place is free, and what comes of it is discarded.
   */
  cancel(task: TaskId, isOver: boolean): void {
    const flight = this.#inAir.get(task);
    if (isOver) {
      this.#inAir.delete(task);
      this.#landed.delete(task);
      this.#awaiting.delete(task);
    }
    flight?.abort.abort(new GivenUp('cancelled'));
    if (isOver && flight) this.#tell();
  }

  /** Gives up all that is on its way, because the worker ends. */
  giveUp(): void {
    for (const { abort } of this.#inAir.values()) abort.abort(new GivenUp('the worker ends'));
  }

  /** Resolves at the next landing; at once where there is something to take over or nothing on its way. */
  landing(): Promise<void> {
    if (this.#landed.size > 0 || this.#inAir.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  #land(flight: Flight, landing: Landing): void {
    // Cancelled, and its task went on without it.
    if (this.#inAir.get(flight.task) !== flight) return;
    this.#inAir.delete(flight.task);
    this.#landed.set(flight.task, landing);
    this.#tell();
  }

  #tell(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const wake of waiters) wake();
    this.#onLanded();
  }
}
