import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../support/apiClient.ts';
import type { ApiAnswer, ApiClient } from '../support/apiClient.ts';
import { startWeb } from './support/startWeb.ts';
import type { TestWeb } from './support/startWeb.ts';
import { twoSteps, waitThenEnd } from './support/workflows.ts';
import { until } from './support/until.ts';

interface Row {
  readonly activity: string | null;
  readonly dueAt: string;
  readonly status: string;
  readonly reason: string | null;
}
const rowsOf = (answer: ApiAnswer): readonly Row[] => (answer.body as { items: readonly Row[] }).items;

describe('what became of firings', () => {
  let web: TestWeb;
  let admin: ApiClient;
  beforeAll(async () => {
    web = await startWeb();
    admin = await signIn(web.url);
  });
  afterAll(() => web.close());

  it('shows where a workflow had not finished by when it was expected to', async () => {
    await admin.post('/api/workflows', waitThenEnd('late', { expectBy: { cron: '* * * * * *' } }));
    await admin.post('/api/workflows/late/start');
    const rows = await until(
      () => admin.get('/api/firings?status=unmet&workflow=late'),
      (answer) => rowsOf(answer).length > 0,
    );
    const reason = expect.stringContaining('no instance has finished since') as unknown;
    expect(rowsOf(rows).at(-1)).toMatchObject({ activity: null, status: 'unmet', reason });
    const ofWorkflow = rowsOf(await admin.get('/api/workflows/late/firings?next=5'));
    expect(ofWorkflow[0]).toMatchObject({ activity: null, status: 'unmet', reason });
    await admin.post('/api/workflows/late/stop');
  });

  it('shows those of a range of due times, its beginning among them and its end not, in any zone', async () => {
    const everySecond = { begin: { type: 'scheduler', cron: '* * * * * *', overlap: 'allow' }, done: { type: 'end' } };
    await admin.post('/api/workflows', twoSteps('often', { activities: everySecond }));
    await admin.post('/api/workflows/often/start');
    const all = await until(
      () => admin.get('/api/firings?workflow=often'),
      (answer) => rowsOf(answer).length > 3,
    );
    await admin.post('/api/workflows/often/stop');
    const dues = rowsOf(all).map(({ dueAt }) => dueAt);
    const [, latest = '', , earliest = ''] = dues;
    const within = async (range: string) =>
      rowsOf(await admin.get(`/api/firings?workflow=often&${range}`)).map(({ dueAt }) => dueAt);
    expect(await within(`from=${earliest}&to=${latest}`)).toEqual(dues.slice(2, 4));
    const inKathmandu = new Date(Date.parse(latest) + 345 * 60_000).toISOString().replace('Z', '%2B05:45');
    expect(await within(`from=${earliest}&to=${inKathmandu}`)).toEqual(dues.slice(2, 4));
    expect(await within(`to=${earliest}`)).not.toContain(earliest);
    expect((await within(`from=${latest}`)).at(-1)).toBe(latest);
    expect(await within(`from=${latest}&to=${earliest}`)).toEqual([]);
  });

  it('refuses a bound that is no instant', async () => {
    const answer = await admin.send('GET', '/api/firings?from=yesterday');
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '/query/from' }] } });
  });
});
