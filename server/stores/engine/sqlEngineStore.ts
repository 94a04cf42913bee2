import type { Knex } from 'knex';
import type { Cubes } from '../../../engine/activity/cube.ts';
import type { ExecutorServices, SqlSession } from '../../../engine/activity/executor.ts';
import { nothingOutside } from '../../../engine/activity/nothingOutside.ts';
import type { Outside } from '../../../engine/activity/outside.ts';
import type { Backfill } from '../../../engine/core/backfill.ts';
import type { Firing } from '../../../engine/core/workflowState.ts';
import { invariant } from '../../../engine/invariant.ts';
import {
  StepTakenBack,
  type EngineStore,
  type EngineTransaction,
  type ServiceScope,
} from '../../../engine/ports/engineStore.ts';
import type { KeptMail } from '../../../engine/ports/inbox.ts';
import { dialectOf } from '../../database/dialect.ts';
import { onConnection, withStatements } from '../../database/statements.ts';
import { isConnectionLoss, onClient, type KeptClient } from '../../database/postgresClient.ts';
import { saveBackfill } from './backfillRows.ts';
import { createChildRecords, dueChildren } from './childRows.ts';
import { putMail } from './mailRows.ts';
import { takePackageRow } from './packageRows.ts';
import { createEngineRecords } from './engineRecords.ts';
import { EngineCache } from './engineCache.ts';
import { createReads, outcomeOf } from './engineReads.ts';
import { withOutsideClient } from './outsideClient.ts';
import { createOutbox } from './outbox.ts';
import { allPreceded, preceded } from './preceded.ts';
import { createPostgresSession, type DefinitionSql } from './postgresSession.ts';
import { createQueueReads } from './queueReads.ts';
import { expectationWrites } from './expectationRows.ts';
import { remind } from './reminderRows.ts';
import { createSettling, saveFiring, saveWorkflow } from './saveWorkflow.ts';
import { saveSecrets } from './secretRows.ts';
import { StepTransaction } from './stepTransaction.ts';
import { storableText } from './storableText.ts';
import { createSqliteSession } from './sqliteSession.ts';
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
  /** How many rows an instance may keep in work tables at a time; absent or 0: as many as there are. */
  readonly workRows?: number;
  /** The cubes of the installed packages; none where it is left out. */
  readonly cubes?: Cubes;
  /** What lies outside of the database; nothing where it is left out. */
  readonly outside?: Outside;
}

/** The engine's state on SQLite or PostgreSQL. */
export function createSqlEngineStore(options: EngineStoreOptions): EngineStore {
  const { knex } = options;
  const cache = new EngineCache();
  const reads = createReads(knex);
  return {
    ...reads,
    instance: async (id) => cache.instance(id) ?? reads.instance(id),
    ...createQueueReads(knex),
    dueChildren: (limit) => dueChildren(knex, limit),
    transaction: (work) => inTransaction(options, cache, work),
    outside: (scope, work) => {
      const { definitionSql } = options;
      if (!definitionSql) return work(createServices(options, knex, scope));
      const { signal } = scope;
      return withOutsideClient({ knex, definitionSql, signal }, (outside) =>
        work(createServices(options, knex, { ...scope, outside })),
      );
    },
  };
}

async function inTransaction<Result>(
  options: EngineStoreOptions,
  cache: EngineCache,
  work: (transaction: EngineTransaction) => Promise<Result>,
): Promise<Result> {
  const { knex } = options;
  const opened: { steps?: StepTransaction } = {};
  try {
    const result = await knex.transaction((trx) =>
      withStatements(trx, async (on) => {
        const steps = new StepTransaction({ trx, on, reads: createReads(trx), cache });
        opened.steps = steps;
        const answer = await work(createTransaction(options, trx, steps));
        await steps.flush();
        return answer;
      }),
    );
    opened.steps?.committed();
    return result;
  } catch (error) {
    opened.steps?.takenBack();
    const lost = dialectOf(knex) === 'postgres' && !(error instanceof StepTakenBack) && isConnectionLoss(error);
    throw lost ? new StepTakenBack('The connection was lost.', { cause: error }) : error;
  }
}

/** What a transaction writes beside its steps. */
const createWrites = ({ nowMs }: EngineStoreOptions, trx: Knex) => ({
  ...createSettling(trx, nowMs),
  saveBackfill: (backfill: Backfill) => saveBackfill(trx, backfill),
  saveFiring: (firing: Firing) => saveFiring(trx, firing),
  ...expectationWrites(trx),
  remind: remind(trx),
  takePackageRow: takePackageRow(trx),
  keepMail: ({ to, title, message, status }: KeptMail, atMs: number) =>
    putMail(trx, { to, title, message, status, group: undefined }, atMs),
});

function createTransaction(options: EngineStoreOptions, trx: Knex, steps: StepTransaction): EngineTransaction {
  const flush = (): Promise<void> => steps.flush();
  const afterAll = () => flush;
  const reads = createReads(trx);
  const settling = createWrites(options, trx);
  return {
    ...preceded({ ...reads, ...settling }, afterAll),
    requestOutcome: async (id) => {
      const kept = steps.keptOutcome(id);
      return kept ? outcomeOf(kept) : reads.requestOutcome(id);
    },
    instance: (id) => steps.instance(id),
    workflow: (name) => steps.workflow(name),
    saveStep: (before, step) => steps.save(before, step),
    saveWorkflow: async (state) => {
      await flush();
      steps.writesWorkflow(state.workflow);
      await saveWorkflow(trx, state);
    },
    saveSecrets: async (instance, secrets) => {
      if (Object.keys(secrets).length === 0) return;
      await flush();
      await saveSecrets(trx, instance, secrets);
    },
    settleRequest: ({ id, status, code = null, reason, instance = null }) => {
      const said = reason === undefined ? null : storableText(reason);
      steps.keep({ outcome: { id, status, code, reason: said, instance, settled_at_ms: options.nowMs() } });
      return Promise.resolve();
    },
    saveInboxPosition: (source, position) => {
      steps.keep({ position: { source, position } });
      return Promise.resolve();
    },
    part: (work) => steps.part(work),
    children: preceded(createChildRecords(trx), afterAll),
    services: (scope) =>
      allPreceded(createServices(options, trx, scope), { anything: flush, ownSql: () => steps.beforeOwnSql() }),
    isOpen: () => isOpen(trx),
  };
}

async function isOpen(trx: Knex): Promise<boolean> {
  if (dialectOf(trx) === 'sqlite') return onConnection(trx, ({ inTransaction }) => inTransaction);
  return onClient(trx, (client) => Promise.resolve(client.getTransactionStatus() === 'T'));
}

/** Where services are lent; outside of steps on PostgreSQL with the task's own connection. */
interface Lending extends ServiceScope {
  readonly outside?: KeptClient;
}

function createSession(options: EngineStoreOptions, knex: Knex, scope: Lending): SqlSession {
  const { mayName, definitionSql, workRows } = options;
  if (dialectOf(knex) === 'sqlite') return createSqliteSession(knex, { scope, mayName, workRows });
  invariant(definitionSql, 'a store on PostgreSQL is told how SQL of definitions is executed');
  return createPostgresSession({ knex, scope, mayName, workRows, definitionSql, outside: scope.outside });
}

function createServices(options: EngineStoreOptions, knex: Knex, scope: Lending): ExecutorServices {
  const { inboxReader, facts } = options;
  return {
    sql: createSession(options, knex, scope),
    records: createEngineRecords({ trx: knex, inboxReader, facts, scope }),
    outbox: createOutbox(knex, scope),
    cubes: options.cubes ?? new Map(),
    outside: options.outside ?? nothingOutside,
  };
}
