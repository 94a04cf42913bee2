import type { Knex } from 'knex';
import { lockWithin } from '../../database/databaseLocks.ts';
import type { Inbox, InboxStores } from '../../operations/ports/inbox.ts';
import { createPackageRowStore, createRequestStore, createSignalStore } from './arrivalStores.ts';
import { createAuditStore } from './auditStore.ts';
import {
  createDefinitionParser,
  createDraftStore,
  createVersionStore,
  createWorkflowStore,
} from './definitionStores.ts';
import { createGroupStore } from './groupStore.ts';
import { createLoginStore, createOperatorStore, createSessionStore, createTokenStore } from './peopleStores.ts';
import { createIdempotencyStore, createWebCommandStore, createWorkerKillStore } from './recordStores.ts';
import { createSelectionStore } from './selectionStore.ts';
import { createWaitingReads } from './waitingReads.ts';

/**
 * The inbox in what only web writes: `inbox.db`, or its tables on PostgreSQL. Changes happen one after another on both:
 * a worker reads on from the last position that it has seen, so none may be committed before a smaller one.
 */
export function createInbox(knex: Knex): Inbox {
  const parse = createDefinitionParser();
  const storesOn = (connection: Knex): InboxStores => ({
    operators: createOperatorStore(connection),
    groups: createGroupStore(connection),
    sessions: createSessionStore(connection),
    tokens: createTokenStore(connection),
    logins: createLoginStore(connection),
    workflows: createWorkflowStore(connection),
    drafts: createDraftStore(connection),
    versions: createVersionStore(connection, parse),
    requests: createRequestStore(connection),
    signals: createSignalStore(connection),
    packageRows: createPackageRowStore(connection),
    waiting: createWaitingReads(connection),
    selections: createSelectionStore(connection),
    audit: createAuditStore(connection),
    idempotency: createIdempotencyStore(connection),
    webCommands: createWebCommandStore(connection),
    workerKills: createWorkerKillStore(connection),
  });
  return {
    ...storesOn(knex),
    change: (work) =>
      knex.transaction(async (transaction) => {
        await lockWithin(transaction, 'inbox');
        return work(storesOn(transaction));
      }),
  };
}
