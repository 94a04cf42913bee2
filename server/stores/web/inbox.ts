import type { Knex } from 'knex';
import type { Inbox, InboxStores } from '../../operations/ports/inbox.ts';
import { createRequestStore, createSignalStore } from './arrivalStores.ts';
import {
  createDefinitionParser,
  createDraftStore,
  createVersionStore,
  createWorkflowStore,
} from './definitionStores.ts';
import { createLoginStore, createOperatorStore, createSessionStore, createTokenStore } from './peopleStores.ts';
import { createAuditStore, createIdempotencyStore, createWebCommandStore } from './recordStores.ts';

/** The inbox in `inbox.db`, the file that only web writes. */
export function createInbox(knex: Knex): Inbox {
  const parse = createDefinitionParser();
  const storesOn = (connection: Knex): InboxStores => ({
    operators: createOperatorStore(connection),
    sessions: createSessionStore(connection),
    tokens: createTokenStore(connection),
    logins: createLoginStore(connection),
    workflows: createWorkflowStore(connection),
    drafts: createDraftStore(connection),
    versions: createVersionStore(connection, parse),
    requests: createRequestStore(connection),
    signals: createSignalStore(connection),
    audit: createAuditStore(connection),
    idempotency: createIdempotencyStore(connection),
    webCommands: createWebCommandStore(connection),
  });
  return { ...storesOn(knex), change: (work) => knex.transaction((transaction) => work(storesOn(transaction))) };
}
