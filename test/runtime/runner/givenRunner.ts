import { afterEach, beforeEach, describe } from 'vitest';
import { VirtualClock } from '../../../engine/memory/virtualClock.ts';
import { instanceIdSchema, requestIdSchema, type InstanceId } from '../../../engine/model/ids.ts';
import type { RequestOutcome } from '../../../engine/ports/engineStore.ts';
import { RunnerBench, type RunnerStore } from '../../support/runnerBench.ts';
import { dawnMs } from '../../support/shell.ts';

/** What a test of the runner is given: another bench for each. */
export interface RunnerGiven {
  readonly clock: VirtualClock;
  readonly bench: RunnerBench;
  readonly create: (clock: VirtualClock) => Promise<RunnerStore>;
  /** Publishes a drawing, starts it and lets it come to rest. */
  readonly started: (drawing: string, details?: Parameters<RunnerBench['publish']>[1]) => Promise<void>;
  readonly outcome: (id: string) => Promise<RequestOutcome | undefined>;
}

/** The id of an instance that a test names. */
export const instanceId = (id: string): InstanceId => instanceIdSchema.parse(id);

interface Opened {
  readonly clock: VirtualClock;
  readonly bench: RunnerBench;
}

/** Describes the runner on a store: each theme gets what its tests are given. */
export function describeRunnerOn(
  name: string,
  create: RunnerGiven['create'],
  themes: readonly ((given: RunnerGiven) => void)[],
): void {
  describe(`the runner ${name}`, () => {
    let opened: Opened;
    beforeEach(async () => {
      const clock = new VirtualClock(dawnMs);
      opened = { clock, bench: new RunnerBench(await create(clock), clock) };
    });
    afterEach(() => opened.bench.close());
    const given: RunnerGiven = {
      create,
      get clock() {
        return opened.clock;
      },
      get bench() {
        return opened.bench;
      },
      started: async (drawing, details = {}) => {
        opened.bench.publish(drawing, details).ask({ operation: 'startWorkflow' });
        await opened.bench.rest();
      },
      outcome: (id) => opened.bench.runtime.store.requestOutcome(requestIdSchema.parse(id)),
    };
    for (const theme of themes) theme(given);
  });
}
