import { MemoryInbox } from '../../engine/memory/memoryInbox.ts';
import { requestPayloadSchema } from '../../server/contract/requestPayloads.ts';
import { createSqlInbox } from '../../server/stores/engine/sqlInbox.ts';
import { createInbox } from '../../server/stores/web/inbox.ts';
import { postgresForThisFile } from '../support/postgresTables.ts';
import { openSqliteFiles, type StoreTables } from '../support/sqliteFiles.ts';
import { describeInbox, type InboxBench } from './inbox.contract.ts';

describeInbox('in memory', async () => {
  const inbox = new MemoryInbox();
  return {
    inbox,
    addRequest: async (request) => void inbox.addRequest(request),
    addSignal: async (signal) => void inbox.addSignal(signal),
    close: async () => undefined,
  };
});

function benchOn(tables: StoreTables): InboxBench {
  const web = createInbox(tables.inbox);
  return {
    inbox: createSqlInbox(tables.inboxReader),
    addRequest: ({ id, by, workflow = null, instance = null, task = null, asked }) =>
      web.requests.add({
        id,
        by,
        workflow,
        instance,
        task,
        payload: requestPayloadSchema.parse(asked),
        requestedAt: '2026-01-31T04:00:00.000Z',
      }),
    addSignal: ({ receivedAtMs, key = null, instance = null, ...signal }) =>
      web.signals.add({ ...signal, key, instance, receivedAt: new Date(receivedAtMs).toISOString() }),
    close: tables.close,
  };
}

describeInbox('on SQLite, as web writes it and a worker reads it', async () => benchOn(await openSqliteFiles()));

const openPostgresTables = postgresForThisFile();

describeInbox('on PostgreSQL, as web writes it and a worker reads it', async () => benchOn(await openPostgresTables()));
