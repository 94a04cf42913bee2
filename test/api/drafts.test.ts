import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../support/apiClient.ts';
import type { ApiClient } from '../support/apiClient.ts';
import { startWeb } from './support/startWeb.ts';
import type { TestWeb } from './support/startWeb.ts';
import { twoSteps, waitThenEnd } from './support/workflows.ts';
import { until } from './support/until.ts';

describe('drafts and versions', () => {
  let web: TestWeb;
  let admin: ApiClient;
  beforeAll(async () => {
    web = await startWeb();
    admin = await signIn(web.url);
  });
  afterAll(() => web.close());

  const save = (name: string, definition: unknown, headers: Record<string, string> = {}, more: object = {}) =>
    admin.send('PUT', `/api/workflows/${name}/draft`, { definition, ...more }, headers);

  it('keep whatever is drawn, with its problems beside it', async () => {
    const drawn = { name: 'half', activities: { a: { type: 'nothing' } } };
    const saved = await save('half', drawn);
    expect(saved).toMatchObject({ status: 200, body: { definition: drawn, revision: 1 } });
    expect((saved.body as { problems: { code: string }[] }).problems.map(({ code }) => code)).toContain('kind-unknown');
    expect(await admin.get('/api/workflows/half/draft')).toMatchObject({ body: saved.body as object });
    expect(await admin.get('/api/workflows/half')).toMatchObject({
      body: { status: 'draft', version: 0, changed: true, definition: null },
    });
    expect(await save('half', 'not even an object', { 'if-match': '"1"' })).toMatchObject({
      status: 200,
      body: { revision: 2 },
    });
  });

  it('want the revision that was changed, and answer with the present one', async () => {
    await save('shared', twoSteps('shared'));
    expect(await save('shared', {})).toMatchObject({ status: 428, body: { code: 'precondition-required' } });
    const second = await save('shared', waitThenEnd('shared'), { 'if-match': '"1"' });
    expect(second.headers.get('etag')).toBe('"2"');
    expect(await save('shared', {}, { 'if-match': '"1"' })).toMatchObject({
      status: 412,
      body: { code: 'revision-conflict', current: { revision: 2, definition: waitThenEnd('shared') } },
    });
    expect(await save('shared', {}, { 'if-match': 'latest' })).toMatchObject({ status: 400 });
    expect((await admin.get('/api/workflows/shared/draft')).body).toMatchObject({ revision: 2 });
  });

  it('are published whole or not at all: all problems at once, nothing saved', async () => {
    const broken = {
      name: 'broken',
      activities: {
        a: { type: 'start' },
        b: { type: 'nothing' },
        c: { type: 'sqlCode', script: 'DELETE FROM shop WHERE' },
      },
      transitions: [{ from: 'a', to: 'nowhere' }],
    };
    await save('broken', broken);
    const refused = await admin.post('/api/workflows/broken/publish');
    expect(refused).toMatchObject({ status: 422, body: { code: 'invalid' } });
    const errors = (refused.body as { errors: { code: string; pointer: string; hint: string; activity?: string }[] })
      .errors;
    expect(errors.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['kind-unknown', 'transition-dangling', 'sql-invalid']),
    );
    expect(errors.find(({ code }) => code === 'sql-invalid')).toMatchObject({
      activity: 'c',
      pointer: '/activities/c/script',
    });
    for (const { hint } of errors) expect(hint).not.toBe('');
    expect(await admin.get('/api/workflows/broken/versions')).toMatchObject({ body: { total: 0 } });
    expect(await admin.post('/api/workflows', broken)).toMatchObject({ status: 422 });
  });

  it('know what the database says of SQL where the tables exist', async () => {
    await web.createTable('shop_order');
    const asking = (sql: string) => ({
      ...twoSteps('asking'),
      activities: { begin: { type: 'start' }, done: { type: 'query', sql } },
    });
    const problems = async (sql: string) =>
      (
        (await admin.post('/api/workflows/asking/validate', { definition: asking(sql) })).body as {
          problems: { code: string; message: string }[];
        }
      ).problems;
    expect(await problems('SELECT id FROM shop_order')).not.toContainEqual(
      expect.objectContaining({ code: 'sql-invalid' }),
    );
    expect(await problems('SELECT colour FROM shop_order')).toContainEqual(
      expect.objectContaining({ code: 'sql-invalid', message: expect.stringContaining('colour') }),
    );
    expect(await problems('SELECT colour FROM not_there_yet')).not.toContainEqual(
      expect.objectContaining({ code: 'sql-invalid' }),
    );
  });

  it('are refused under another name', async () => {
    await save('one', twoSteps('other'));
    expect(await admin.post('/api/workflows/one/publish')).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/name' }] },
    });
  });

  it('cannot be published while they stand on an older version', async () => {
    await admin.post('/api/workflows', twoSteps('raced'));
    await save('raced', waitThenEnd('raced'));
    expect(await admin.send('PUT', '/api/workflows/raced', twoSteps('raced', { folder: 'A' }))).toMatchObject({
      status: 428,
    });
    const replaced = await admin.send('PUT', '/api/workflows/raced', twoSteps('raced', { folder: 'A' }), {
      'if-match': '"1"',
    });
    expect(replaced).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await admin.send('PUT', '/api/workflows/raced', twoSteps('raced'), { 'if-match': '"1"' })).toMatchObject({
      status: 412,
      body: { current: { version: 2 } },
    });
    expect(await admin.post('/api/workflows/raced/publish')).toMatchObject({
      status: 412,
      body: { current: { version: 2 } },
    });
    await save('raced', waitThenEnd('raced'), { 'if-match': '"1"' }, { baseVersion: 2 });
    expect(await admin.post('/api/workflows/raced/publish')).toMatchObject({
      status: 201,
      body: { version: 3, draft: { revision: 3, baseVersion: 3 } },
    });
    expect(await admin.get('/api/workflows/raced/versions')).toMatchObject({
      body: { items: [{ version: 3 }, { version: 2 }, { version: 1 }] },
    });
    expect(await admin.get('/api/workflows/raced/versions/2')).toMatchObject({ body: { definition: { folder: 'A' } } });
  });

  it('lie in folders and show how they stand', async () => {
    await admin.post('/api/workflows', twoSteps('nested', { folder: 'Shop/Nightly', severity: 'critical' }));
    expect(await admin.get('/api/workflows?folder=Shop')).toMatchObject({
      body: { items: [{ name: 'nested', folder: 'Shop/Nightly' }] },
    });
    expect(await admin.get('/api/workflows?severity=critical&status=draft')).toMatchObject({ body: { total: 1 } });
  });

  it('go with their workflow, unless it is started or something of it lives', async () => {
    await admin.post('/api/workflows', waitThenEnd('going'));
    const { headers } = await admin.post('/api/workflows/going/instances');
    expect(await admin.send('DELETE', '/api/workflows/going')).toMatchObject({ status: 409, body: { state: 'live' } });
    const location = headers.get('location') ?? '';
    await admin.post(`${location}/stop`);
    await until(
      () => admin.get(location),
      ({ body }) => (body as { status: string }).status === 'stopped',
    );
    expect(await admin.send('DELETE', '/api/workflows/going')).toMatchObject({ status: 204 });
    expect(await admin.get('/api/workflows/going')).toMatchObject({ status: 404 });
    expect(await admin.get(location)).toMatchObject({ status: 200 });
  });

  it('deleted and made again, are executed as they are now and give no version number twice', async () => {
    await admin.post('/api/workflows', waitThenEnd('again'));
    await admin.send('DELETE', '/api/workflows/again');
    const created = await admin.post('/api/workflows', {
      ...waitThenEnd('again'),
      activities: { only: { type: 'start' } },
      transitions: [],
    });
    expect(created).toMatchObject({ status: 201, body: { version: 2 } });
    const { body } = await admin.post('/api/workflows/again/instances');
    expect(body).toMatchObject({ version: 2, status: 'finished' });
  });

  it('show the next firings of their schedulers', async () => {
    await admin.post('/api/workflows', {
      ...twoSteps('nightly'),
      activities: { begin: { type: 'scheduler', cron: '0 2 * * *' }, done: { type: 'end' } },
    });
    const { items } = (await admin.get('/api/workflows/nightly/firings?next=3')).body as { items: { dueAt: string }[] };
    expect(items).toHaveLength(3);
    expect(items[0]).toMatchObject({ activity: 'begin', status: 'coming', reason: 'not-started' });
    expect(items.every(({ dueAt }) => dueAt.endsWith('T02:00:00.000Z'))).toBe(true);
  });

  it('are compared with each other and with the draft', async () => {
    const first = twoSteps('compared');
    await save('compared', first);
    await admin.post('/api/workflows/compared/publish');
    const second = { ...first, severity: 'critical' };
    expect(await save('compared', second, { 'if-match': '"2"' })).toMatchObject({ status: 200 });
    const fields = [{ pointer: '/severity', after: 'critical' }];
    const none = { activities: [], transitions: [], reordered: false };
    const compare = (query: string) => admin.get(`/api/workflows/compared/diff?${query}`);
    expect(await compare('from=1&to=draft')).toMatchObject({
      status: 200,
      body: { from: 1, to: 'draft', fields, ...none },
    });
    await admin.post('/api/workflows/compared/publish');
    expect(await compare('from=1&to=2')).toMatchObject({
      body: { workflow: 'compared', from: 1, to: 2, fields, ...none },
    });
    expect(await compare('from=1&to=3')).toMatchObject({ status: 404 });
    expect(await compare('from=0&to=latest')).toMatchObject({ status: 422, body: { errors: [{}, {}] } });
  });
});
