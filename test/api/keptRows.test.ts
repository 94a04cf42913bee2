import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { signIn } from '../support/apiClient.ts';
import type { ApiClient } from '../support/apiClient.ts';
import { startWeb } from './support/startWeb.ts';
import type { TestWeb } from './support/startWeb.ts';
import { waitThenEnd } from './support/workflows.ts';
import { until } from './support/until.ts';

const numbers =
  'WITH RECURSIVE counted (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM counted WHERE i < 120) SELECT i FROM counted ORDER BY i';
const counting = {
  ...waitThenEnd('counting'),
  activities: {
    begin: { type: 'start' },
    rows: { type: 'query', sql: numbers },
    go: { type: 'signal' },
    done: { type: 'end' },
  },
  transitions: [
    { from: 'begin', to: 'rows' },
    { from: 'rows', to: 'go' },
    { from: 'go', to: 'done' },
  ],
};

const historySchema = z.object({
  items: z.array(z.object({ event: z.object({ id: z.string(), from: z.string() }).optional() })),
});
const rowsSchema = z.object({
  columns: z.array(z.string()),
  total: z.number(),
  items: z.array(z.object({ i: z.number() })),
});

describe('the rows of an event', () => {
  let web: TestWeb;
  let admin: ApiClient;
  beforeAll(async () => {
    web = await startWeb();
    admin = await signIn(web.url);
    await admin.post('/api/workflows', counting);
  });
  afterAll(() => web.close());

  it('[V3] are all there while the instance lives, and the first 50 stay with the history', async () => {
    const begun = (await admin.post('/api/workflows/counting/instances')).headers.get('location') ?? '';
    const history = await until(
      async () => historySchema.parse((await admin.get(`${begun}/history`)).body),
      ({ items }) => items.some(({ event }) => event?.from === 'rows'),
    );
    const event = history.items.find((entry) => entry.event?.from === 'rows')?.event?.id ?? '';
    const read = async (query: string) =>
      rowsSchema.parse((await admin.get(`${begun}/events/${event}/rows?${query}`)).body);
    expect((await read('page=3&size=50')).items).toHaveLength(20);

    await admin.post('/api/signals/go', {});
    await until(
      async () => z.object({ status: z.string() }).parse((await admin.get(begun)).body).status,
      (status) => status === 'finished',
    );
    const kept = await read('page=1&size=100');
    expect(kept).toMatchObject({ columns: ['i'], total: 50 });
    expect(kept.items.map(({ i }) => i)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    expect((await read('page=2&size=40')).items.map(({ i }) => i)).toEqual([41, 42, 43, 44, 45, 46, 47, 48, 49, 50]);
    expect(await web.engine('sb_work_table').pluck('name')).toEqual([]);
  });
});
