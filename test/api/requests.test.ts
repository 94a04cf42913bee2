import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../support/apiClient.ts';
import type { ApiAnswer, ApiClient } from '../support/apiClient.ts';
import { startWeb } from './support/startWeb.ts';
import type { TestWeb } from './support/startWeb.ts';
import { waitThenEnd } from './support/workflows.ts';
import { until } from './support/until.ts';

const has = (field: string, value: unknown) => (answer: ApiAnswer) =>
  (answer.body as Record<string, unknown>)[field] === value;

describe('requests', () => {
  let web: TestWeb;
  let admin: ApiClient;
  beforeAll(async () => {
    web = await startWeb();
    admin = await signIn(web.url);
    await admin.post('/api/workflows', waitThenEnd('waiting'));
  });
  afterAll(() => web.close());

  const begin = async (): Promise<string> =>
    (await admin.post('/api/workflows/waiting/instances')).headers.get('location') ?? '';
  const settled = async (asked: ApiAnswer): Promise<ApiAnswer> => {
    expect(asked.status).toBe(202);
    return until(
      () => admin.get(asked.headers.get('location') ?? ''),
      (answer) => !has('status', 'requested')(answer),
    );
  };

  it('pause and resume an instance, with reasons', async () => {
    const instance = await begin();
    expect((await settled(await admin.post(`${instance}/pause`, { reason: 'lunch' }))).body).toMatchObject({
      status: 'applied',
      by: 'admin',
    });
    const paused = await until(() => admin.get(instance), has('status', 'paused'));
    expect(paused.body).toMatchObject({ pauseCauses: [{ kind: 'own', by: 'admin', reason: 'lunch' }] });
    await settled(await admin.post(`${instance}/resume`));
    await until(() => admin.get(instance), has('status', 'running'));
    expect(await admin.post(`${instance}/resume`)).toMatchObject({
      status: 409,
      body: { code: 'state-conflict', state: 'running' },
    });
  });

  it('stop and end unconditionally, which web enforces where the worker cannot', async () => {
    const [one, two] = [await begin(), await begin()];
    await settled(await admin.post(`${one}/stop`));
    await settled(await admin.post(`${two}/kill`, { reason: 'stuck' }));
    expect((await until(() => admin.get(one), has('status', 'stopped'))).body).toMatchObject({ status: 'stopped' });
    expect((await until(() => admin.get(two), has('status', 'stopped'))).body).toMatchObject({ status: 'stopped' });
    const names = [one, two].map((location) => location.split('/').at(-1));
    expect(web.link.enforced).toEqual(expect.arrayContaining(names));
    expect(await admin.post(`${one}/pause`)).toMatchObject({ status: 409, body: { state: 'stopped' } });
  });

  it('restart what has ended as a new instance', async () => {
    const instance = await begin();
    const asked = await settled(await admin.post(`${instance}/restart`, { version: 'newest' }));
    expect(asked.body).toMatchObject({ operation: 'restart', status: 'applied' });
    expect((await until(() => admin.get(instance), has('status', 'stopped'))).body).toMatchObject({
      status: 'stopped',
    });
  });

  it('skip a waiting task with a result and a reason', async () => {
    const instance = await begin();
    const tasks = await until(() => admin.get(`${instance}/tasks?activity=go&status=waiting`), has('total', 1));
    const task = (tasks.body as { items: { id: string }[] }).items[0]!.id;
    expect(await admin.post(`/api/tasks/${task}/skip`, { result: {} })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/reason' }] },
    });
    await settled(
      await admin.post(`/api/tasks/${task}/skip`, { result: { by: 'hand' }, reason: 'no signal will come' }),
    );
    await until(() => admin.get(instance), has('status', 'finished'));
    expect(await admin.post(`/api/tasks/${task}/run`)).toMatchObject({ status: 409, body: { state: 'skipped' } });
    expect(await admin.post('/api/tasks/none/run')).toMatchObject({ status: 404 });
  });

  it('change variables of an instance while it is paused', async () => {
    const instance = await begin();
    await settled(await admin.post(`${instance}/pause`));
    await until(() => admin.get(instance), has('status', 'paused'));
    expect(
      (await settled(await admin.send('PATCH', `${instance}/variables`, { vars: { limit: 7 } }))).body,
    ).toMatchObject({ status: 'applied' });
    expect(await admin.get(`${instance}/variables`)).toMatchObject({ body: { vars: { limit: 7 } } });
  });

  it('say what is wrong with an activity that the version does not have', async () => {
    const instance = await begin();
    expect(await admin.post(`${instance}/hold`, { activity: 'nothing' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/activity' }] },
    });
    // Every object has a constructor, and no workflow has this activity.
    expect(await admin.post('/api/workflows/waiting/instances', { from: 'constructor' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/from' }] },
    });
    expect(await admin.post('/api/workflows/waiting/instances', { from: 'nothing' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/from' }] },
    });
    await settled(await admin.post(`${instance}/hold`, { activity: 'done' }));
  });

  it('say all that is wrong with an input that the definition describes otherwise', async () => {
    const inputs = {
      type: 'object',
      properties: { shop: { type: 'string' }, days: { type: 'integer' } },
      required: ['shop'],
    };
    await admin.post('/api/workflows', { ...waitThenEnd('described'), inputs });
    const refused = await admin.post('/api/workflows/described/instances', { input: { days: 'many' } });
    expect(refused).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/input/shop' }, { pointer: '/input/days' }] },
    });
    expect(await admin.post('/api/workflows/described/instances', { input: { shop: 'main' } })).toMatchObject({
      status: 201,
    });
  });

  it('do once what is asked again under the same key, and refuse the key for another call', async () => {
    const asked = () => admin.send('POST', '/api/workflows/waiting/instances', {}, { 'idempotency-key': 'once' });
    const [first, second] = [await asked(), await asked()];
    expect(first).toMatchObject({ status: 201 });
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('location')).toBe(first.headers.get('location'));
    expect(
      await web
        .inbox('sb_request')
        .where({ operation: 'runNow' })
        .where('instance', (first.body as { id: string }).id),
    ).toHaveLength(1);
    const other = await admin.send('POST', '/api/workflows/waiting/start', {}, { 'idempotency-key': 'once' });
    expect(other).toMatchObject({ status: 422, body: { errors: [{ pointer: '/headers/Idempotency-Key' }] } });
  });

  it('do once what a server was doing when it died', async () => {
    const asked = () => admin.send('POST', '/api/workflows/waiting/instances', {}, { 'idempotency-key': 'died' });
    const first = await asked();
    // As it is when the answer was never written.
    await web.inbox('sb_idempotency').where({ key: 'died' }).update({ status: 0 });
    expect((await asked()).body).toMatchObject({ id: (first.body as { id: string }).id });
    expect(await web.inbox('sb_request').where('instance', (first.body as { id: string }).id)).toHaveLength(1);
  });

  it('are audited in the same breath', async () => {
    const instance = await begin();
    await admin.post(`${instance}/pause`, { reason: 'audit' });
    const subject = `instance/${instance.split('/').at(-1) ?? ''}`;
    expect(await admin.get(`/api/audit?subject=${subject}`)).toMatchObject({
      body: {
        items: [{ action: 'pause', by: 'admin', after: expect.stringContaining('audit') }, { action: 'runNow' }],
      },
    });
  });
});

describe('requests without a worker', () => {
  it('are kept, answered 202, and may name an instance that has not begun', async () => {
    const web = await startWeb({ worker: false });
    const admin = await signIn(web.url);
    await admin.post('/api/workflows', waitThenEnd('waiting'));
    const asked = await admin.post('/api/workflows/waiting/instances');
    expect(asked).toMatchObject({ status: 202, body: { operation: 'runNow', status: 'requested' } });
    const { instance } = asked.body as { instance: string };
    expect(await admin.post(`/api/instances/${instance}/pause`)).toMatchObject({ status: 202 });
    expect(await admin.post(`/api/instances/${instance}/resume`)).toMatchObject({ status: 202 });
    await web.engine('sb_request_outcome').insert({
      id: (asked.body as { id: string }).id,
      status: 'refused',
      code: 'instance-refuses',
      reason: 'not today',
      settled_at_ms: 1_000,
    });
    expect(await admin.get(asked.headers.get('location') ?? '')).toMatchObject({
      body: { status: 'refused', code: 'instance-refuses', reason: 'not today', settledAt: '1970-01-01T00:00:01.000Z' },
    });
    await web.close();
  });
});
