import type { WorkflowName } from '../model/ids.ts';
import type { Instance } from '../model/instance.ts';
import type { EngineReads } from '../ports/engineStore.ts';
import { expectationReads } from './memoryExpectations.ts';
import type { MemoryState } from './memoryState.ts';

const live = ({ instances }: MemoryState, workflow: WorkflowName): readonly Instance[] =>
  [...instances.values()]
    .filter((instance) => instance.workflow === workflow && instance.endedAtMs === undefined)
    .sort((one, other) => one.startedAtMs - other.startedAtMs);

/** The reads that steps and the runner share; `state` answers what they see at the moment of asking. */
export function createMemoryReads(state: () => MemoryState): EngineReads {
  return {
    instance: async (id) => state().instances.get(id),
    workflow: async (name) => state().workflows.get(name),
    liveInstances: async (workflow) => live(state(), workflow).map(({ id }) => id),
    ...overlapReads(state),
    ...expectationReads(state),
    options: async () => state().options,
    secrets: async (instance) => state().secrets.get(instance) ?? {},
    createdTask: async (instance, { activity, task }) =>
      (state().histories.get(instance) ?? [])
        .filter((entry) => entry.type === 'taskCreated')
        .findLast((entry) => entry.task.activity === activity && (task === undefined || entry.task.id === task)),
    inboxPosition: async (source) => state().positions.get(source) ?? 0,
    requestOutcome: async (id) => state().requestOutcomes.get(id),
    subscribers: async ({ name, key, instance, anyKey = false }) =>
      [...state().subscriptions].flatMap(([task, row]) => {
        const fits = row.signal === name && (anyKey || row.key === undefined || row.key === key);
        if (!fits || (instance !== undefined && row.instance !== instance)) return [];
        return [{ task, instance: row.instance }];
      }),
    signalEntries: async (signal) =>
      state()
        .signalEntries.filter((entry) => entry.signal === signal)
        .map(({ workflow, activity }) => ({ workflow, activity })),
    undeliveredSignals: async (name, sinceMs) =>
      [...state().signalOutcomes.values()]
        .filter((signal) => signal.name === name && signal.status === 'undelivered' && signal.settledAtMs >= sinceMs)
        .map(({ position }) => position)
        .sort((one, other) => one - other),
  };
}

type OverlapReads = Pick<EngineReads, 'overlappedInstances' | 'backfill' | 'runningBackfills'>;

/** What a firing must not meet, and what makes up for firings. */
function overlapReads(state: () => MemoryState): OverlapReads {
  return {
    overlappedInstances: async (workflow) =>
      live(state(), workflow)
        .filter(({ firing, parent }) => firing.reason !== 'backfill' && !parent)
        .map(({ id }) => id),
    backfill: async (id) => state().backfills.get(id),
    runningBackfills: async (workflow) =>
      [...state().backfills.values()].filter((one) => one.workflow === workflow && one.status === 'running'),
  };
}
