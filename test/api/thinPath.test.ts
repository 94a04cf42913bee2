import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../support/apiClient.ts';
import type { ApiClient } from '../support/apiClient.ts';
import { startWeb } from './support/startWeb.ts';
import type { TestWeb } from './support/startWeb.ts';
import { waitThenEnd, twoSteps } from './support/workflows.ts';
import { until } from './support/until.ts';

describe('the path of one workflow through the API', () => {
  let web: TestWeb;
  let admin: ApiClient;

  beforeAll(async () => {
    web = await startWeb();
    admin = await signIn(web.url);
  });
  afterAll(() => web.close());

  it('draws, publishes, begins and reads an instance to its end', async () => {
    const drawn = await admin.send('PUT', '/api/workflows/twoSteps/draft', { definition: twoSteps('twoSteps') });
    expect(drawn).toMatchObject({ status: 200, body: { revision: 1, baseVersion: 0, problems: [] } });
    expect(drawn.headers.get('etag')).toBe('"1"');
    const published = await admin.post('/api/workflows/twoSteps/publish', { note: 'the first' });
    expect(published).toMatchObject({
      status: 201,
      body: { version: 1, note: 'the first', draft: { baseVersion: 1 } },
    });
    const begun = await admin.post('/api/workflows/twoSteps/instances', { input: { shop: 'main' } });
    expect(begun).toMatchObject({ status: 201, body: { workflow: 'twoSteps', version: 1, startedBy: 'admin' } });
    const location = begun.headers.get('location') ?? '';
    const ended = await until(
      () => admin.get(location),
      ({ body }) => (body as { status: string }).status === 'finished',
    );
    expect(ended.body).toMatchObject({ state: { inputs: { shop: 'main' } }, failure: null });
    expect(await admin.get(`${location}/tasks`)).toMatchObject({
      body: { total: 2, items: [{ activity: 'begin' }, { activity: 'done' }] },
    });
    const history = (await admin.get(`${location}/history`)).body as { items: { seq: number }[]; total: number };
    expect(history.items.map(({ seq }) => seq)).toEqual(
      Array.from({ length: history.total }, (_each, index) => index + 1),
    );
    expect((await admin.get(`${location}/journal`)).status).toBe(200);
    expect(await admin.get('/api/workflows/twoSteps')).toMatchObject({
      body: { version: 1, changed: false, lastInstances: [{ status: 'finished' }] },
    });
    expect(await admin.get('/api/workflows?q=TWO')).toMatchObject({
      body: { total: 1, items: [{ name: 'twoSteps' }] },
    });
  });

  it('starts a workflow and shows how the request came out', async () => {
    await admin.post('/api/workflows', waitThenEnd('waiting'));
    const started = await admin.post('/api/workflows/waiting/start');
    expect(started).toMatchObject({ status: 202, body: { operation: 'startWorkflow', status: 'requested' } });
    const request = started.headers.get('location') ?? '';
    await until(
      () => admin.get(request),
      ({ body }) => (body as { status: string }).status === 'applied',
    );
    expect(await admin.get('/api/workflows/waiting')).toMatchObject({ body: { status: 'started' } });
    expect(await admin.post('/api/workflows/waiting/start')).toMatchObject({ status: 409, body: { state: 'started' } });
  });
});
