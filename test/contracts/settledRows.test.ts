import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { purgeSettled } from '../../server/stores/engine/settledRows.ts';
import { openWebTables, type WebTables } from '../support/webTables.ts';

const dayMs = 86_400_000;
const nowMs = 100 * dayMs;

describe.each(['sqlite', 'postgres'] as const)('what became of requests and signals, on %s', (database) => {
  let tables: WebTables;
  beforeAll(async () => {
    tables = await openWebTables(database);
  }, 60_000);
  afterAll(() => tables.close());

  it(`[V5] goes after 31 days and not before (${database})`, async () => {
    const { engine } = tables;
    for (const days of [30, 32]) {
      const settled_at_ms = nowMs - days * dayMs;
      await engine('sb_request_outcome').insert({ id: `r${days}`, status: 'applied', settled_at_ms });
      await engine('sb_signal_outcome').insert({
        position: days,
        name: 'go',
        status: 'undelivered',
        delivered_to: '[]',
        settled_at_ms,
      });
    }
    await purgeSettled(engine, nowMs);
    expect(await engine('sb_request_outcome').pluck('id')).toEqual(['r30']);
    expect(await engine('sb_signal_outcome').pluck('position')).toEqual([30]);
  });
});
