import type { Expectation, Unmet } from '../core/expectation.ts';
import type { EngineReads, EngineTransaction } from '../ports/engineStore.ts';
import type { MemoryState } from './memoryState.ts';

/** What steps read of expectations. */
export const expectationReads = (state: () => MemoryState): Pick<EngineReads, 'expectation' | 'finishedWithin'> => ({
  expectation: async (workflow) => state().expectations.get(workflow),
  finishedWithin: async ({ workflow, sinceMs, dueAtMs }: Expectation) =>
    [...state().instances.values()].some(
      ({ endedAtMs = 0, ...one }) =>
        one.workflow === workflow &&
        one.status === 'finished' &&
        one.firing.reason !== 'backfill' &&
        !one.parent &&
        endedAtMs >= sinceMs &&
        endedAtMs <= dueAtMs,
    ),
});

/** What steps write of them. */
export const expectationWrites = (state: MemoryState): Pick<EngineTransaction, 'saveExpectation' | 'saveUnmet'> => ({
  saveExpectation: async (workflow, next) => {
    state.expectations.delete(workflow);
    if (next) state.expectations.set(workflow, next);
  },
  saveUnmet: async ({ title, message }: Unmet) => void state.mails.push({ title, message }),
});
