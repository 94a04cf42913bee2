import type { EngineReads } from '../ports/engineStore.ts';
import type { MemoryState } from './memoryState.ts';

/** The reads that steps and the runner share; `state` answers what they see at the moment of asking. */
export function createMemoryReads(state: () => MemoryState): EngineReads {
  return {
    instance: async (id) => state().instances.get(id),
    workflow: async (name) => state().workflows.get(name),
    liveInstances: async (workflow) =>
      [...state().instances.values()]
        .filter((instance) => instance.workflow === workflow && instance.endedAtMs === undefined)
        .sort((one, other) => one.startedAtMs - other.startedAtMs)
        .map(({ id }) => id),
    options: async () => state().options,
    inboxPosition: async (source) => state().positions.get(source) ?? 0,
    requestOutcome: async (id) => state().requestOutcomes.get(id),
    subscribers: async ({ name, key, instance }) =>
      [...state().subscriptions].flatMap(([task, row]) => {
        const fits = row.signal === name && (row.key === undefined || row.key === key);
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
