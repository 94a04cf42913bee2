import type { ExecutorServices } from '../../engine/activity/executor.ts';
import type { EngineStore } from '../../engine/ports/engineStore.ts';
import { PowerLost } from './runnerBench.ts';

/** Before what is done there lasts, or just after it, when nobody has heard of it yet. */
export type When = 'before' | 'after';

/** Something that forgets what a transaction did that was taken back. */
export type Remember = () => Promise<() => Promise<void>>;

/** What one worker hangs on; once it is cut it stays so, whatever that worker still does. */
interface Line {
  cut: boolean;
}

/** The power of an engine: it counts what lasts when the power goes, and goes itself where a test wants it to. */
export class Power {
  /** What was done: transactions, and statements outside of them. */
  steps = 0;
  /** Whether statements outside of transactions are steps, too. */
  countsOutside = true;
  #loss: { readonly at: number; readonly when: When } | undefined;
  readonly #remember: Remember;

  /** @param remember what a database forgets of a transaction that is taken back, where this one does not. */
  constructor(remember: Remember) {
    this.#remember = remember;
  }

  /** It is lost once, so many steps from now on. */
  loseAt(step: number, when: When): void {
    this.#loss = { at: this.steps + step, when };
  }

  /** Whether it is still to be lost. */
  get holds(): boolean {
    return this.#loss !== undefined;
  }

  /** A store as a worker has it that begins now. */
  feed(store: EngineStore): EngineStore {
    const line: Line = { cut: false };
    return {
      ...store,
      transaction: async (work) => {
        const when = this.#next(line);
        const forget = when === 'before' ? await this.#remember() : undefined;
        try {
          const result = await store.transaction(async (tx) => {
            const answer = await work(tx);
            if (when === 'before') line.cut = true;
            return lit(line, answer);
          });
          line.cut ||= when === 'after';
          return lit(line, result);
        } finally {
          await forget?.();
        }
      },
      outside: (scope, work) => store.outside(scope, (services) => work(this.#wired(services, line))),
    };
  }

  /** When the power goes in the step that begins now, if it does. */
  #next(line: Line): When | undefined {
    lit(line, undefined);
    this.steps += 1;
    if (this.#loss?.at !== this.steps) return undefined;
    const { when } = this.#loss;
    this.#loss = undefined;
    return when;
  }

  /** Each statement outside of transactions lasts by itself. */
  #wired(services: ExecutorServices, line: Line): ExecutorServices {
    const step =
      <Args extends readonly unknown[], Answer>(work: (...args: Args) => Promise<Answer>) =>
      async (...args: Args): Promise<Answer> => {
        const when = this.countsOutside ? this.#next(line) : undefined;
        line.cut ||= when === 'before';
        const answer = await work(...lit(line, args));
        line.cut ||= when === 'after';
        return lit(line, answer);
      };
    const { sql, outbox } = services;
    return {
      ...services,
      sql: {
        ...sql,
        run: step(sql.run),
        all: step(sql.all),
        createWorkTable: step(sql.createWorkTable),
        dropTable: step(sql.dropTable),
      },
      outbox: { put: step(outbox.put), mailed: step(outbox.mailed), note: step(outbox.note) },
    };
  }
}

/** @throws PowerLost */
function lit<Value>(line: Line, value: Value): Value {
  if (line.cut) throw new PowerLost();
  return value;
}
