import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../support/apiClient.ts';
import type { ApiAnswer, ApiClient } from '../support/apiClient.ts';
import { startWeb } from './support/startWeb.ts';
import type { TestWeb } from './support/startWeb.ts';
import { waitThenEnd } from './support/workflows.ts';
import { until } from './support/until.ts';

/** Finds three rows, waits for `go`, and stores what it found. */
const findAndStore = {
  name: 'finding',
  overlap: 'allow',
  activities: {
    begin: { type: 'start' },
    found: { type: 'query', sql: 'SELECT 1 AS id UNION SELECT 2 UNION SELECT 3' },
    go: { type: 'signal' },
    store: { type: 'sqlCode', script: 'INSERT INTO kept_rows (id) SELECT id FROM {in.found}' },
    done: { type: 'end' },
  },
  transitions: [
    { from: 'begin', to: 'found' },
    { from: 'found', to: 'go' },
    { from: 'go', to: 'store' },
    { from: 'store', to: 'done' },
  ],
};

describe('restart', () => {
  let web: TestWeb;
  let admin: ApiClient;
  beforeAll(async () => {
    web = await startWeb();
    admin = await signIn(web.url);
    await web.createTable('kept_rows');
    await admin.post('/api/workflows', findAndStore);
  });
  afterAll(() => web.close());

  const begin = async (name: string, body: object = {}): Promise<string> =>
    (await admin.post(`/api/workflows/${name}/instances`, body)).headers.get('location') ?? '';
  const outcomeOf = async (asked: ApiAnswer): Promise<unknown> => {
    expect(asked.status).toBe(202);
    const requested = (answer: ApiAnswer) => (answer.body as { status: string }).status === 'requested';
    const settled = await until(
      () => admin.get(asked.headers.get('location') ?? ''),
      (answer) => !requested(answer),
    );
    return settled.body;
  };
  const reaches = (instance: string, status: string) =>
    until(
      () => admin.get(instance),
      (answer) => (answer.body as { status: string }).status === status,
    );
  const waitsAtGo = (instance: string) =>
    until(
      () => admin.get(`${instance}/tasks?activity=go&status=waiting`),
      (answer) => (answer.body as { total: number }).total === 1,
    );
  const release = (instance: string) =>
    admin.post('/api/signals/go', { instance: instance.split('/').at(-1), vars: {} });
  const newInstance = (asked: unknown): string => `/api/instances/${(asked as { newInstance: string }).newInstance}`;

  it('from an activity begins there with a copy of the rows that had reached it', async () => {
    const old = await begin('finding');
    await waitsAtGo(old);
    const asked = await admin.post(`${old}/restart`, { from: 'go' });
    expect(asked.body).toMatchObject({ operation: 'restart', newInstance: expect.any(String) });
    expect(await outcomeOf(asked)).toMatchObject({ status: 'applied' });
    const again = newInstance(asked.body);
    await waitsAtGo(again);
    // The old one ends, and its rows go with it: those of the new one stay.
    await release(old);
    expect((await reaches(old, 'finished')).body).toMatchObject({ status: 'finished' });
    await release(again);
    expect((await reaches(again, 'finished')).body).toMatchObject({
      status: 'finished',
      state: { firing: { activity: 'go', origin: { instance: old.split('/').at(-1) } } },
    });
    const refused = await outcomeOf(await admin.post(`${old}/restart`, { from: 'store' }));
    expect(refused).toMatchObject({ status: 'refused', code: 'rows-gone', reason: expect.stringContaining('found') });
    expect(await outcomeOf(await admin.post(`${old}/restart`, { from: 'done' }))).toMatchObject({ code: 'rows-gone' });
  });

  it('names the activity that there is not, and the task that says nothing by itself', async () => {
    const instance = await begin('finding');
    for (const version of ['same', 'newest'])
      expect(await admin.post(`${instance}/restart`, { version, from: 'nothing' })).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: '/from', hint: expect.stringContaining('found') }] },
      });
    expect(await admin.post(`${instance}/restart`, { task: 'some.t1' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/task' }] },
    });
  });

  it('tells all that the newest version describes otherwise in the input', async () => {
    const inputs = (properties: object) => ({ inputs: { type: 'object', properties } });
    await admin.post('/api/workflows', waitThenEnd('typed', inputs({ shop: { type: 'string' } })));
    const instance = await begin('typed', { input: { shop: 'main', days: 'many' } });
    const described = inputs({ shop: { type: 'integer' }, days: { type: 'integer' } });
    await admin.send('PUT', '/api/workflows/typed', waitThenEnd('typed', described), { 'if-match': '"1"' });
    expect(await admin.post(`${instance}/restart`, { version: 'newest' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/input/shop' }, { pointer: '/input/days' }] },
    });
    expect(await outcomeOf(await admin.post(`${instance}/restart`))).toMatchObject({ status: 'applied' });
  });

  it('[V1] on the newest version is not refused for the mask of a secret, which need not fit', async () => {
    const secret = { type: 'string', 'x-secret': true };
    const inputs = (properties: object) => ({ inputs: { type: 'object', properties } });
    const sealed = inputs({ pin: { ...secret, pattern: '^[0-9]{4}$' }, shop: { type: 'string' } });
    await admin.post('/api/workflows', waitThenEnd('sealed', sealed));
    const instance = await begin('sealed', { input: { pin: '4711', shop: 'main' } });
    const newest = inputs({ pin: { ...secret, pattern: '^[0-9]+$' }, shop: { type: 'string' } });
    await admin.send('PUT', '/api/workflows/sealed', waitThenEnd('sealed', newest), { 'if-match': '"1"' });
    const asked = await admin.post(`${instance}/restart`, { version: 'newest' });
    expect(await outcomeOf(asked)).toMatchObject({ status: 'applied' });
    const otherwise = inputs({ pin: { ...secret, pattern: '^[0-9]+$' }, shop: { type: 'integer' } });
    await admin.send('PUT', '/api/workflows/sealed', waitThenEnd('sealed', otherwise), { 'if-match': '"2"' });
    expect(await admin.post(`${newInstance(asked.body)}/restart`, { version: 'newest' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/input/shop' }] },
    });
  });

  it('of an instance begins with the defaults that its input leaves out, at any depth', async () => {
    const period = { type: 'object', properties: { days: { type: 'integer', default: 7 } }, default: {} };
    const inputs = { type: 'object', properties: { shop: { type: 'string', default: 'main' }, period } };
    await admin.post('/api/workflows', waitThenEnd('defaulted', { inputs }));
    const instance = await begin('defaulted', { input: { period: {} } });
    expect(await admin.get(`${instance}/variables`)).toMatchObject({
      body: { inputs: { shop: 'main', period: { days: 7 } } },
    });
  });
});
