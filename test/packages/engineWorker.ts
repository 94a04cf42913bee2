import { setImmediate as nextTurn } from 'node:timers/promises';
import { kinds } from '../../definitions/registry/kinds.generated.ts';
import type { Outside } from '../../engine/activity/outside.ts';
import type { Executors } from '../../engine/activity/executor.ts';
import { instanceIdSchema, requestIdSchema } from '../../engine/model/ids.ts';
import type { Clock } from '../../engine/ports/clock.ts';
import { recover } from '../../engine/runtime/recovery.ts';
import { Runner } from '../../engine/runtime/runner.ts';
import type { Runtime } from '../../engine/runtime/runtime.ts';
import { cubes, optionDefaults, tablePatterns } from '../../server/packages/manifests.ts';
import { dropLeftTables } from '../../server/stores/engine/leftTables.ts';
import { createSqlDefinitions } from '../../server/stores/engine/sqlDefinitions.ts';
import { createSqlEngineStore } from '../../server/stores/engine/sqlEngineStore.ts';
import { createSqlInbox } from '../../server/stores/engine/sqlInbox.ts';
import { createWorkflowFacts } from '../../server/stores/engine/workflowFacts.ts';
import { comeToRest } from '../support/comeToRest.ts';
import { keepNumbers } from '../support/handedOutNumbers.ts';
import { Power } from '../support/power.ts';
import { PowerLost } from '../support/runnerBench.ts';
import type { StoreTables } from '../support/sqliteFiles.ts';

/** What a worker stands on. */
export interface WorkerGround {
  readonly tables: StoreTables;
  readonly clock: Clock;
  readonly executors: Executors;
  readonly outside: Outside;
}

/** What a worker process is, without the process: when the power is lost another one takes over what it left. */
export class EngineWorker {
  readonly power: Power;
  readonly #ground: WorkerGround;
  readonly #made = { ids: 0 };
  #runtime: Runtime;
  #runner: Runner;

  constructor(ground: WorkerGround) {
    this.#ground = ground;
    this.power = new Power(async () => {
      const { ids } = this.#made;
      const forget = await keepNumbers(ground.tables.engine);
      return async () => {
        this.#made.ids = ids;
        await forget();
      };
    });
    this.#runtime = this.#createRuntime();
    this.#runner = new Runner(this.#runtime);
  }

  /** The inbox holds something new. */
  nudge(): void {
    this.#runner.nudge();
  }

  nextDueAtMs(): Promise<number | undefined> {
    return this.#runner.nextDueAtMs();
  }

  /** Works until there is nothing to do now. */
  async rest(): Promise<void> {
    try {
      await comeToRest(this.#runner);
    } catch (error) {
      if (!(error instanceof PowerLost)) throw error;
      await this.#startAgain();
      await this.rest();
    }
  }

  /** As a process that is started again does (server/worker.ts). */
  async #startAgain(): Promise<void> {
    // What was in flight comes to an end in the dark; its connection is given back.
    while (this.#runner.inFlight > 0) await nextTurn();
    const { tables, clock } = this.#ground;
    this.#runtime = this.#createRuntime();
    await recover(this.#runtime, true);
    this.#runner = new Runner(this.#runtime);
    await dropLeftTables(tables.engine, clock.nowMs());
  }

  #createRuntime(): Runtime {
    const { tables, clock, executors, outside } = this.#ground;
    const { engine: knex, inboxReader, definitionSql } = tables;
    const definitions = createSqlDefinitions({ reader: inboxReader, kinds, optionDefaults });
    const store = createSqlEngineStore({
      knex,
      inboxReader,
      facts: createWorkflowFacts(inboxReader, definitions),
      mayName: (table) => tablePatterns.some((pattern) => pattern.test(table)),
      nowMs: clock.nowMs,
      cubes,
      outside,
      ...(definitionSql && { definitionSql }),
    });
    const next = (prefix: string): string => `${prefix}${String((this.#made.ids += 1)).padStart(9, '0')}`;
    return {
      store: this.power.feed(store),
      inbox: createSqlInbox(inboxReader),
      definitions,
      executors,
      clock,
      ids: { instance: () => instanceIdSchema.parse(next('i')), request: () => requestIdSchema.parse(next('r')) },
      publisher: { changed: async () => undefined, progress: () => undefined, webCommands: () => undefined },
    };
  }
}
