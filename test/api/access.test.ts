import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../support/apiClient.ts';
import type { ApiClient } from '../support/apiClient.ts';
import { adminPassword } from '../support/server.ts';
import { until } from './support/until.ts';
import { startWeb } from './support/startWeb.ts';
import type { TestWeb } from './support/startWeb.ts';
import { twoSteps, waitThenEnd } from './support/workflows.ts';

const password = 'long enough';

describe('signing in', () => {
  let web: TestWeb;
  let admin: ApiClient;
  beforeAll(async () => {
    web = await startWeb({ worker: false });
    admin = await signIn(web.url);
  });
  afterAll(() => web.close());

  const enter = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${web.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });

  it('sets a cookie that no script reads and no strange page sends', async () => {
    const answer = await enter({ name: 'admin', password: adminPassword });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('set-cookie')).toMatch(/^signalbox_session=[\w-]{43}; .*HttpOnly; SameSite=Lax$/);
    expect(await answer.json()).toMatchObject({ operator: 'admin', role: 'admin' });
  });

  it('says the same of an unknown name and of a wrong password', async () => {
    const unknown = await (await enter({ name: 'nobody', password: 'x' })).json();
    const wrong = await (await enter({ name: 'admin', password: 'x' })).json();
    expect(unknown).toEqual(wrong);
    expect(wrong).toMatchObject({ status: 401, code: 'sign-in-failed' });
  });

  it('keeps no password and no secret in the database', async () => {
    const rows = JSON.stringify([
      await web.inbox('sb_operator'),
      await web.inbox('sb_session'),
      await web.inbox('sb_token'),
    ]);
    expect(rows).not.toContain(adminPassword);
    expect(rows).not.toContain(admin.cookie.split('=')[1]);
    expect(rows).toContain('$argon2id$');
  });

  it('notes each attempt', async () => {
    await enter({ name: 'careless', password: 'x' });
    const attempts: { succeeded: unknown }[] = await web.inbox('sb_login').where({ operator: 'careless' });
    expect(attempts.map(({ succeeded }) => Boolean(succeeded))).toEqual([false]);
  });

  it('refuses what a strange page makes a browser send', async () => {
    const strange = { origin: 'https://strange.example' };
    expect((await enter({ name: 'admin', password: adminPassword }, strange)).status).toBe(403);
    const answer = await admin.send('PUT', '/api/workflows/mine/draft', { definition: {} }, strange);
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(await admin.send('PUT', '/api/workflows/mine/draft', { definition: {} }, { origin: web.url })).toMatchObject(
      { status: 200 },
    );
  });

  it('ends a session for good when it is signed out', async () => {
    const leaving = await signIn(web.url);
    expect((await leaving.send('DELETE', '/api/session')).status).toBe(204);
    expect((await leaving.get('/api/session')).status).toBe(401);
  });

  it('ends a session that is over', async () => {
    const late = await signIn(web.url);
    await web.inbox('sb_session').update({ expires_at: '2020-01-01T00:00:00.000Z' }).whereNot({ operator: 'x' });
    expect((await late.get('/api/session')).status).toBe(401);
    admin = await signIn(web.url);
  });

  it('takes a token instead of a cookie, which is shown once and can be taken back', async () => {
    const made = await admin.post('/api/tokens', { label: 'nightly' });
    const { token, id } = made.body as { token: string; id: string };
    const asProgram = () => fetch(`${web.url}/api/session`, { headers: { authorization: `Bearer ${token}` } });
    expect(await (await asProgram()).json()).toMatchObject({ operator: 'admin' });
    expect(JSON.stringify((await admin.get('/api/tokens')).body)).not.toContain(token);
    expect((await admin.send('DELETE', `/api/tokens/${id}`)).status).toBe(204);
    expect((await asProgram()).status).toBe(401);
  });
});

describe('attempts to guess a password', () => {
  it('are answered 429 after too many failures', async () => {
    const web = await startWeb({ worker: false, signInAttempts: 3 });
    const attempt = async () => {
      const answer = await fetch(`${web.url}/api/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"name":"admin","password":"guess"}',
      });
      return [answer.status, answer.headers.has('retry-after')];
    };
    expect([await attempt(), await attempt(), await attempt(), await attempt()]).toEqual([
      [401, false],
      [401, false],
      [401, false],
      [429, true],
    ]);
    await web.close();
  });
});

describe('rights', () => {
  let web: TestWeb;
  let admin: ApiClient;
  let operator: ApiClient;
  let support: ApiClient;

  beforeAll(async () => {
    web = await startWeb();
    admin = await signIn(web.url);
    for (const role of ['operator', 'support']) await admin.post('/api/operators', { name: role, role, password });
    operator = await signIn(web.url, 'operator', password);
    support = await signIn(web.url, 'support', password);
    await admin.post('/api/workflows', twoSteps('technical', { category: 'technical' }));
    await admin.post('/api/workflows', waitThenEnd('plain'));
  });
  afterAll(() => web.close());

  const lacks = (right: string) => ({
    status: 403,
    body: { code: 'forbidden', right, detail: expect.stringContaining(right) },
  });

  it('name what is missing when an operator starts or saves a technical workflow', async () => {
    expect(await operator.post('/api/workflows/technical/start')).toMatchObject(lacks('startTechnical'));
    expect(await operator.post('/api/workflows/technical/instances')).toMatchObject(lacks('startTechnical'));
    expect(await operator.send('PUT', '/api/workflows/technical/draft', { definition: {} })).toMatchObject(
      lacks('modify'),
    );
    expect(await operator.post('/api/workflows/technical/publish')).toMatchObject(lacks('publish'));
    expect(await operator.post('/api/workflows/technical/pause')).toMatchObject(lacks('pauseTechnical'));
    expect(await operator.send('DELETE', '/api/workflows/technical')).toMatchObject(lacks('modify'));
  });

  it('let an operator start, pause and stop instances of what is not technical, but not end them unconditionally', async () => {
    const begun = await operator.post('/api/workflows/plain/instances');
    expect(begun.status).toBe(201);
    const location = begun.headers.get('location') ?? '';
    expect(await operator.post(`${location}/kill`)).toMatchObject(lacks('kill'));
    expect(await operator.post(`${location}/pause`)).toMatchObject({ status: 202 });
    expect(await operator.post(`${location}/stop`)).toMatchObject({ status: 202 });
  });

  it('let support see and resume, and not start', async () => {
    expect((await support.get('/api/workflows')).status).toBe(200);
    expect(await support.post('/api/workflows/plain/start')).toMatchObject(lacks('start'));
    expect(await support.post('/api/signals/go')).toMatchObject(lacks('signal'));
    const location = (await admin.post('/api/workflows/plain/instances')).headers.get('location') ?? '';
    await admin.post(`${location}/pause`);
    await until(
      () => admin.get(location),
      ({ body }) => (body as { status: string }).status === 'paused',
    );
    expect(await support.post(`${location}/resume`)).toMatchObject({ status: 202 });
    expect(await support.post(`${location}/stop`)).toMatchObject(lacks('controlInstance'));
  });

  it('are told with the session, so that a page shows no button in vain', async () => {
    const session = (await operator.get('/api/session')).body as { rights: string[] };
    expect(session.rights).toContain('start');
    expect(session.rights).not.toContain('startTechnical');
  });

  it('let only an administrator manage operators, of whom one administrator stays', async () => {
    expect(await operator.get('/api/operators')).toMatchObject(lacks('manageOperators'));
    expect(await admin.post('/api/operators', { name: 'operator', role: 'admin', password })).toMatchObject({
      status: 409,
    });
    expect(await admin.send('PATCH', '/api/operators/admin', { role: 'support' })).toMatchObject({
      status: 409,
      body: { state: 'last-admin' },
    });
  });

  it('go when an operator is disabled', async () => {
    await admin.post('/api/operators', { name: 'leaving', role: 'support', password });
    const leaving = await signIn(web.url, 'leaving', password);
    expect(await admin.send('PATCH', '/api/operators/leaving', { disabled: true })).toMatchObject({
      body: { disabled: true },
    });
    expect((await leaving.get('/api/session')).status).toBe(401);
    expect((await signIn(web.url, 'leaving', password)).cookie).toBe('');
  });

  it('leave a line in the audit trail for what was done', async () => {
    const { items } = (await admin.get('/api/audit?subject=operator/leaving')).body as { items: unknown[] };
    expect(items).toMatchObject([
      {
        by: 'admin',
        action: 'changeOperator',
        before: expect.stringContaining('support'),
        after: expect.stringContaining('disabled'),
      },
      { by: 'leaving', action: 'signIn' },
      { by: 'admin', action: 'createOperator' },
    ]);
  });
});
