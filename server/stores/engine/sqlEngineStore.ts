import type { Knex } from 'knex';
import type { ExecutorServices, SqlSession } from '../../../engine/activity/executor.ts';
import { invariant } from '../../../engine/invariant.ts';
import type { InstanceId } from '../../../engine/model/ids.ts';
import {
  StepTakenBack,
  type EngineStore,
  type EngineTransaction,
  type ServiceScope,
} from '../../../engine/ports/engineStore.ts';
import { dialectOf } from '../../database/dialect.ts';
import { isConnectionLoss, onClient } from '../../database/postgresClient.ts';
import { createEngineRecords } from './engineRecords.ts';
import { createReads, type InstanceCache } from './engineReads.ts';
import { createPostgresSession, type DefinitionSql } from './postgresSession.ts';
import { createQueueReads } from './queueReads.ts';
import { createSettling, saveFiring, saveWorkflow } from './saveWorkflow.ts';
import { saveStep } from './saveStep.ts';
import { createSqliteSession, rawConnection } from './sqliteSession.ts';
import type { WorkflowFacts } from './workflowFacts.ts';

/** What the store is given. */
export interface EngineStoreOptions {
  /** The worker's own file, or the database. */
  readonly knex: Knex;
  /** Web's file, read-only, or the same database. */
  readonly inboxReader: Knex;
  /** On PostgreSQL: how SQL of definitions is executed. */
  readonly definitionSql?: DefinitionSql;
  readonly facts: WorkflowFacts;
  /** Tables that definition SQL may name through `tables`, by the patterns of the packages' manifests. */
  readonly mayName: (table: string) => boolean;
  readonly nowMs: () => number;
}

/** How many folded instances are kept: more live ones only cost a parse a step. */
const cachedInstances = 2_000;

/** The engine's state on SQLite or PostgreSQL, through knex. */
export function createSqlEngineStore(options: EngineStoreOptions): EngineStore {
  const { knex } = options;
  const cache: InstanceCache = new Map();
  return {
    ...createReads(knex, cache),
    ...createQueueReads(knex),
    transaction: async (work) => {
      const touched = new Set<InstanceId>();
      try {
        return await knex.transaction((trx) => work(createTransaction(options, trx, { cache, touched })));
      } catch (error) {
        // What the cache learned in it was never committed.
        for (const id of touched) cache.delete(id);
        const lost = dialectOf(knex) === 'postgres' && !(error instanceof StepTakenBack) && isConnectionLoss(error);
        throw lost ? new StepTakenBack('The connection was lost.', { cause: error }) : error;
      }
    },
    outsideServices: (scope) => createServices(options, knex, scope),
  };
}

interface Caching {
  readonly cache: InstanceCache;
  readonly touched: Set<InstanceId>;
}

function createTransaction(options: EngineStoreOptions, trx: Knex, { cache, touched }: Caching): EngineTransaction {
  return {
    ...createReads(trx, cache),
    ...createSettling(trx, options.nowMs),
    saveStep: async (before, step) => {
      await saveStep(trx, before, step);
      const { id, endedAtMs } = step.instance;
      touched.add(id);
      cache.delete(id);
      if (endedAtMs === undefined) cache.set(id, step.instance);
      const oldest = cache.size > cachedInstances ? cache.keys().next() : undefined;
      if (oldest && !oldest.done) cache.delete(oldest.value);
    },
    saveWorkflow: (state) => saveWorkflow(trx, state),
    saveFiring: (firing) => saveFiring(trx, firing),
    services: (scope) => createServices(options, trx, scope),
    isOpen: () => isOpen(trx),
  };
}

async function isOpen(trx: Knex): Promise<boolean> {
  if (dialectOf(trx) === 'sqlite') return (await rawConnection(trx)).inTransaction;
  return onClient(trx, (client) => Promise.resolve(client.getTransactionStatus() === 'T'));
}

function createSession({ mayName, definitionSql }: EngineStoreOptions, knex: Knex, scope: ServiceScope): SqlSession {
  if (dialectOf(knex) === 'sqlite') return createSqliteSession(knex, { scope, mayName });
  invariant(definitionSql, 'a store on PostgreSQL is told how SQL of definitions is executed');
  return createPostgresSession({ knex, scope, mayName, definitionSql });
}

function createServices(options: EngineStoreOptions, knex: Knex, scope: ServiceScope): ExecutorServices {
  const { inboxReader, facts } = options;
  return {
    sql: createSession(options, knex, scope),
    records: createEngineRecords({ trx: knex, inboxReader, facts, scope }),
    outbox: {
      put: async ({ to, group, title, message }) => {
        const { instance, task, nowMs } = scope;
        const text = { to: JSON.stringify(to), group_name: group ?? null, title, message };
        await knex('sb_mail').insert({ instance: instance.id, task, ...text, status: 'kept', created_at_ms: nowMs });
      },
    },
  };
}
