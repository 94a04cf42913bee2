import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { signIn, type ApiClient } from '../support/apiClient.ts';
import { startWeb, type TestWeb } from './support/startWeb.ts';
import { until } from './support/until.ts';
import { waitThenEnd } from './support/workflows.ts';

const numbers = (count: number): string =>
  `WITH RECURSIVE counted (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM counted WHERE i < ${count}) SELECT i FROM counted`;
/** Two activities that keep rows, one after the other. */
const keeping = (first: number, second: number, name = 'keeping') => ({
  ...waitThenEnd(name),
  activities: {
    begin: { type: 'start' },
    first: { type: 'query', sql: numbers(first) },
    second: { type: 'query', sql: numbers(second) },
    done: { type: 'end' },
  },
  transitions: [
    { from: 'begin', to: 'first' },
    { from: 'first', to: 'second' },
    { from: 'second', to: 'done' },
  ],
});
const statusSchema = z.object({ status: z.string(), pauseCauses: z.array(z.object({ kind: z.string() })).optional() });
const journalSchema = z.object({ items: z.array(z.object({ code: z.string().nullable(), text: z.string() })) });

describe.each(['sqlite', 'postgres'] as const)('the quota of rows on %s', (database) => {
  let web: TestWeb;
  let admin: ApiClient;
  beforeAll(async () => {
    web = await startWeb({ database, workRows: 100 });
    admin = await signIn(web.url);
    await admin.post('/api/workflows', keeping(60, 41));
    await admin.post('/api/workflows', keeping(60, 40, 'beside'));
  }, 120_000);
  afterAll(() => web.close());

  const owned = async (): Promise<number[]> =>
    z.array(z.coerce.number()).parse(await web.engine('sb_work_table').pluck('record_count'));
  const quotaLines = async (instance: string): Promise<string[]> =>
    journalSchema
      .parse((await admin.get(`${instance}/journal`)).body)
      .items.flatMap(({ code, text }) => (code === 'quota' ? [text] : []));
  const comesTo = (instance: string, status: string) =>
    until(
      async () => statusSchema.parse((await admin.get(instance)).body),
      (now) => now.status === status,
    );

  it(`[V6] pauses an instance that would keep more, which goes on when there is room (${database})`, async () => {
    const begun = (await admin.post('/api/workflows/keeping/instances')).headers.get('location') ?? '';
    await comesTo(begun, 'paused');
    expect(await owned()).toEqual([60]);
    const [line] = await quotaLines(begun);
    expect(line).toMatch(/100 rows .* keeps 60, .* more than 40.* SIGNALBOX_WORK_ROWS/);

    // Each has its own: what the first one keeps is no other's.
    const other = (await admin.post('/api/workflows/beside/instances')).headers.get('location') ?? '';
    await comesTo(other, 'finished');

    await admin.post(`${begun}/resume`, {});
    await until(
      () => quotaLines(begun),
      (lines) => lines.length === 2,
    );
    await comesTo(begun, 'paused');
    expect(await owned()).toEqual([60]);

    expect(await admin.send('PUT', '/api/workflows/keeping', keeping(60, 40), { 'if-match': '"1"' })).toMatchObject({
      status: 200,
    });
    await admin.post(`${begun}/resume`, { version: 2 });
    await comesTo(begun, 'finished');
    expect(await owned()).toEqual([]);
  });
});
