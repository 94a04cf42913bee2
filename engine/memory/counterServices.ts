import { ExecutorFailure, type EngineRecords, type ExecutorServices, type SqlSession } from '../activity/executor.ts';
import { requestIdSchema } from '../model/ids.ts';
import { nothingOutside } from '../activity/nothingOutside.ts';
import type { Variables } from '../model/json.ts';
import type { ServiceScope } from '../ports/engineStore.ts';
import type { MemoryState } from './memoryState.ts';

/**
 * The simplest services that can be told apart from none: a "database" of counters. `run('name', { by })` adds to a
 * counter and answers what it added; `all('name')` gives a row with its value. All of it is the transaction's.
 */
export function lendCounters(scope: ServiceScope, state: MemoryState): ExecutorServices {
  return {
    sql: counterSession(state),
    records: countedRecords(scope, state),
    outbox: {
      mailed: async () => undefined,
      note: async () => undefined,
      put: async ({ title, message }) => void state.mails.push({ instance: scope.instance.id, title, message }),
    },
    cubes: new Map(),
    outside: nothingOutside,
  };
}

const countOf = (state: MemoryState, name: string): number => Number(state.data.get(name) ?? 0);

/** @throws ExecutorFailure for the counter `broken`, as a renamed table would. */
function add(state: MemoryState, name: string, params: Variables): number {
  if (name === 'broken') throw new ExecutorFailure({ cause: 'data', message: 'There is no counter "broken".' });
  const by = Number(params['by'] ?? 1);
  state.data.set(name, countOf(state, name) + by);
  return by;
}

function counterSession(state: MemoryState): SqlSession {
  return {
    dialect: 'sqlite',
    run: async (name, params) => add(state, name, params),
    all: async (name) => [{ count: countOf(state, name) }],
    createWorkTable: async (name) => ({ name: `wkf_${name}`, recordCount: countOf(state, name) }),
    tables: async () => [...state.data.keys()],
    dropTable: async (name) => void state.data.delete(name),
    quote: (name) => `"${name}"`,
    mayName: () => true,
  };
}

function countedRecords({ instance, task }: ServiceScope, state: MemoryState): EngineRecords {
  return {
    purge: async () => 0,
    pausedInstances: async () => [],
    runs: async () => undefined,
    recordNotice: async () => undefined,
    requestKill: async (instances, reason) => {
      for (const target of instances) {
        const position = state.innerRequests.length + 1;
        const id = requestIdSchema.parse(`${task}.${String(position)}`);
        state.innerRequests.push({
          position,
          id,
          by: instance.id,
          instance: target,
          asked: { operation: 'kill', reason },
        });
      }
    },
    requestBegin: async () => ({ refusal: 'nothing is published here.' }),
    requestStop: async () => [],
    standings: async (instances) => instances.map((target) => ({ instance: target, status: 'unknown' })),
    workTables: async () => [],
  };
}
