import { afterEach, beforeEach, describe } from 'vitest';
import type { WorkflowState } from '../../../engine/core/workflowState.ts';
import { VirtualClock } from '../../../engine/memory/virtualClock.ts';
import { instanceIdSchema, workflowNameSchema } from '../../../engine/model/ids.ts';
import type { EngineStore, EngineTransaction } from '../../../engine/ports/engineStore.ts';
import type { Act } from '../../support/givenInstance.ts';
import { graphOf, type Details } from '../../support/graphOf.ts';
import { dawnMs, Shell } from '../../support/shell.ts';

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

/** The workflow of drawings. */
export const drawn = workflowNameSchema.parse('drawn');
/** What a test throws to have a transaction taken back. */
export const broken = new RangeError('given up');

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

/** The state of that workflow, with what a test says of it. */
export const savedWorkflow = (rest: Partial<WorkflowState> = {}): WorkflowState => ({
  workflow: drawn,
  status: 'started',
  version: 1,
  scheduleHeld: false,
  consecutiveFailures: 0,
  vars: { mark: 41 },
  schedules: [],
  ...rest,
});

/** What a test of a store is given: another one for each. */
export interface StoreGiven {
  readonly clock: VirtualClock;
  readonly bench: StoreBench;
  readonly store: EngineStore;
  readonly play: (drawing: string, details?: ConstructorParameters<typeof Play>[2]) => Play;
  readonly save: (...states: readonly WorkflowState[]) => Promise<void>;
}

/** Describes a store of the engine: each theme gets what its tests are given. */
export function describeStoreOn(
  name: string,
  create: (clock: VirtualClock) => Promise<StoreBench>,
  themes: readonly ((given: StoreGiven) => void)[],
): void {
  describe(`the engine's store ${name}`, () => {
    const clock = new VirtualClock(dawnMs);
    let bench: StoreBench;
    beforeEach(async () => {
      bench = await create(clock);
    });
    afterEach(() => bench.close());
    const given: StoreGiven = {
      clock,
      get bench() {
        return bench;
      },
      get store() {
        return bench.store;
      },
      play: (drawing, details) => new Play(bench.store, drawing, details),
      save: (...states) =>
        bench.store.transaction(async (tx) => {
          for (const state of states) await tx.saveWorkflow(state);
        }),
    };
    for (const theme of themes) theme(given);
  });
}
