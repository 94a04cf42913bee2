import type { Logger } from 'pino';
import type { Runner } from '../../engine/runtime/runner.ts';
import type { Runtime } from '../../engine/runtime/runtime.ts';
import { StepConflict, StepTakenBack } from '../../engine/ports/engineStore.ts';

/** What the loop is given. */
export interface LoopOptions {
  readonly runner: Runner;
  readonly runtime: Runtime;
  readonly log: Logger;
  /** Lets messages of the other process in between two turns. */
  readonly betweenTurns: () => Promise<unknown>;
  /** Whether web still has something to do for us. */
  readonly webCommandsWaiting: () => Promise<boolean>;
  readonly longestSleepMs?: number;
}

const firstBackOffMs = 100;
const longestBackOffMs = 5_000;
/** No sleep is longer: a clock that was put forward, or a machine that stood still, makes due what a timer slept for. */
const longestSleepMs = 60_000;
/** Together shorter than the supervisor waits for a worker that it ends. */
const drainTimes = { patienceMs: 3_500, graceMs: 750 };

/** Turns the runner until it is told to drain; sleeps until a nudge or the next due time when there is nothing to do. */
export class WorkerLoop {
  readonly #options: LoopOptions;
  #draining = false;
  #wake: () => void = () => undefined;
  #backOffMs = firstBackOffMs;
  /** Whether the last turn was taken back. */
  #isAgain = false;

  constructor(options: LoopOptions) {
    this.#options = options;
    options.runner.onWork(() => {
      this.#wake();
    });
  }

  nudge(): void {
    this.#options.runner.nudge();
    this.#wake();
  }

  drain(): void {
    this.#draining = true;
    this.#wake();
  }

  async run(): Promise<void> {
    while (!this.#draining) {
      await this.#options.betweenTurns();
      await this.#turn();
    }
    await this.#land();
  }

  /** What is performed outside comes to its end, or is executed again by the next worker. */
  async #land(): Promise<void> {
    try {
      await this.#options.runner.drain(drainTimes);
    } catch (error) {
      this.#options.log.error({ err: error }, 'what came of tasks in flight cannot be saved; they are executed again');
    }
  }

  /** An error of the database is waited out: nothing is lost, the work is still in its queue. */
  async #turn(): Promise<void> {
    try {
      if (!(await this.#options.runner.turn())) await this.#rest();
      this.#backOffMs = firstBackOffMs;
      this.#isAgain = false;
    } catch (error) {
      const isTakenBack = error instanceof StepConflict || error instanceof StepTakenBack;
      // At once, but once: a database that is away takes each step back.
      if (isTakenBack && !this.#isAgain) this.#isAgain = true;
      else await this.#backOff(error);
    }
  }

  async #rest(): Promise<void> {
    if (await this.#options.webCommandsWaiting()) this.#options.runtime.publisher.webCommands();
    await this.#sleep();
  }

  async #backOff(error: unknown): Promise<void> {
    this.#options.log.error({ err: error, backOffMs: this.#backOffMs }, 'a turn failed; it is tried again');
    await this.#pause(this.#backOffMs);
    this.#backOffMs = Math.min(longestBackOffMs, this.#backOffMs * 2);
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
  }

  async #sleep(): Promise<void> {
    const { runner, runtime } = this.#options;
    const { clock } = runtime;
    const dueAtMs = await runner.nextDueAtMs();
    await new Promise<void>((resolve) => {
      const timer = { cancel: (): void => undefined };
      const wake = (): void => {
        timer.cancel();
        clearTimeout(atLast);
        resolve();
      };
      // It keeps the worker alive, too, while nothing is due: web's messages end the sleep.
      const atLast = setTimeout(wake, this.#options.longestSleepMs ?? longestSleepMs);
      if (dueAtMs !== undefined) timer.cancel = clock.at(dueAtMs, wake);
      this.#wake = wake;
      // What came while we looked at what is due is not slept over.
      if (this.#draining || runner.hasNews) wake();
    });
    this.#wake = () => undefined;
  }
}
