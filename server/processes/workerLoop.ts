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
}

const firstBackOffMs = 100;
const longestBackOffMs = 5_000;

/** Turns the runner until it is told to drain; sleeps until a nudge or the next due time when there is nothing to do. */
export class WorkerLoop {
  readonly #options: LoopOptions;
  #draining = false;
  #wake: () => void = () => undefined;
  #backOffMs = firstBackOffMs;

  constructor(options: LoopOptions) {
    this.#options = options;
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
      if (await this.#turn()) continue;
      if (await this.#options.webCommandsWaiting()) this.#options.runtime.publisher.webCommands();
      await this.#sleep();
    }
  }

  /** An error of the database is waited out: nothing is lost, the work is still in its queue. */
  async #turn(): Promise<boolean> {
    try {
      const worked = await this.#options.runner.turn();
      this.#backOffMs = firstBackOffMs;
      return worked;
    } catch (error) {
      if (error instanceof StepConflict || error instanceof StepTakenBack) return true;
      this.#options.log.error({ err: error, backOffMs: this.#backOffMs }, 'a turn failed; it is tried again');
      await this.#pause(this.#backOffMs);
      this.#backOffMs = Math.min(longestBackOffMs, this.#backOffMs * 2);
      return true;
    }
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
  }

  async #sleep(): Promise<void> {
    const { store, clock } = this.#options.runtime;
    const dueAtMs = await store.nextDueAtMs();
    await new Promise<void>((resolve) => {
      const timer = { cancel: (): void => undefined };
      // Kept alive although nothing is due: web's messages end the sleep.
      const alive = setInterval(() => undefined, 60_000);
      const wake = (): void => {
        timer.cancel();
        clearInterval(alive);
        resolve();
      };
      if (dueAtMs !== undefined) timer.cancel = clock.at(dueAtMs, wake);
      this.#wake = wake;
      // A nudge that came while we looked at what is due is not slept over.
      if (this.#draining || this.#options.runner.nudged) wake();
    });
    this.#wake = () => undefined;
  }
}
