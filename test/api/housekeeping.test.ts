import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngineReader } from '../../server/stores/web/engineReader.ts';
import { createInbox } from '../../server/stores/web/inbox.ts';
import { tidy } from '../../server/operations/housekeeping.ts';
import { openWebTables, type WebTables } from '../support/webTables.ts';

const nowMs = Date.UTC(2026, 0, 31, 4);
const daysAgo = (days: number): string => new Date(nowMs - days * 86_400_000).toISOString();

describe('housekeeping', () => {
  let tables: WebTables;
  beforeAll(async () => {
    tables = await openWebTables();
    const inbox = createInbox(tables.inbox);
    const request = {
      workflow: 'w',
      instance: null,
      task: null,
      payload: { operation: 'startWorkflow' as const },
      by: 'anna',
    };
    const signal = { name: 'go', key: null, instance: null, vars: {}, by: 'anna', startsTechnical: false };
    const answer = { operator: 'anna', methodPath: 'POST /', bodyHash: 'x', status: 202, answer: null };
    // The last of each has not been taken over by a worker, however old it is.
    for (const [id, days] of [
      ['old', 31],
      ['young', 29],
      ['waits', 40],
    ] as const) {
      await inbox.requests.add({ ...request, id, requestedAt: daysAgo(days) });
      await inbox.signals.add({ ...signal, id, receivedAt: daysAgo(days) });
    }
    for (const [key, days] of [
      ['old', 8],
      ['young', 6],
    ] as const) {
      await inbox.idempotency.put({ ...answer, key, createdAt: daysAgo(days) });
      await tables.inbox('sb_worker_kill').insert({ worker: key, reason: 'hung', at: daysAgo(days) });
    }
    await tables.engine('sb_inbox_position').insert([
      { source: 'requests', position: 2 },
      { source: 'signals', position: 2 },
    ]);
  });
  afterAll(() => tables.close());

  it('takes away what is over, and nothing that a worker has not seen', async () => {
    const inbox = createInbox(tables.inbox);
    await tidy({ inbox, engine: createEngineReader(tables.engineReader), clock: { nowMs: () => nowMs } });
    const left = (table: string, column: string) => tables.inbox(table).orderBy(column).pluck(column);
    expect(await left('sb_request', 'id')).toEqual(['waits', 'young']);
    expect(await left('sb_signal', 'id')).toEqual(['waits', 'young']);
    expect(await left('sb_idempotency', 'key')).toEqual(['young']);
    expect(await left('sb_worker_kill', 'worker')).toEqual(['young']);
  });
});
