import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../support/apiClient.ts';
import type { ApiAnswer, ApiClient } from '../support/apiClient.ts';
import { startWeb } from './support/startWeb.ts';
import type { TestWeb } from './support/startWeb.ts';
import { twoSteps } from './support/workflows.ts';
import { until } from './support/until.ts';

const scheduled = (name: string, schedulers: Record<string, object>, more: object = {}) => ({
  name,
  timeZone: 'Europe/Paris',
  activities: {
    ...Object.fromEntries(Object.entries(schedulers).map(([id, fields]) => [id, { type: 'scheduler', ...fields }])),
    done: { type: 'end', result: 'firing.reason' },
  },
  transitions: Object.keys(schedulers).map((from) => ({ from, to: 'done' })),
  ...more,
});

describe('backfills', () => {
  let web: TestWeb;
  let admin: ApiClient;
  beforeAll(async () => {
    web = await startWeb();
    admin = await signIn(web.url);
    await admin.post('/api/workflows', scheduled('daily', { night: { cron: '30 2 * * *' } }));
  });
  afterAll(() => web.close());

  const backfill = (name: string, body: object) => admin.post(`/api/workflows/${name}/backfill`, body);
  const idOf = (answer: ApiAnswer): string => (answer.body as { id: string }).id;
  const ended = (id: string) =>
    until(
      () => admin.get(`/api/backfills/${id}`),
      (answer) => typeof (answer.body as { endedAt?: unknown }).endedAt === 'string',
    );

  it('tell in a dry run when they would begin: days are whole, and by the clocks of the schedule', async () => {
    // In the night of 30 March 2025 the clocks of Paris go from 2 to 3 o'clock.
    const planned = await backfill('daily', { from: '2025-03-29', to: '2025-03-31', dryRun: true });
    expect(planned).toMatchObject({
      status: 200,
      body: {
        activity: 'night',
        timeZone: 'Europe/Paris',
        from: '2025-03-28T23:00:00.000Z',
        to: '2025-03-31T22:00:00.000Z',
        total: 3,
        dueAt: ['2025-03-29T01:30:00.000Z', '2025-03-30T01:00:00.000Z', '2025-03-31T00:30:00.000Z'],
      },
    });
    expect(await admin.get('/api/workflows/daily/backfills')).toMatchObject({ body: { total: 0 } });
    expect(await admin.get('/api/firings?workflow=daily')).toMatchObject({ body: { total: 0 } });
  });

  it('begin instances whose firings are rows, and tell how far they have come', async () => {
    const asked = await backfill('daily', { from: '2025-03-29', to: '2025-03-31' });
    expect(asked).toMatchObject({ status: 202, body: { operation: 'backfill', workflow: 'daily' } });
    expect((await ended(idOf(asked))).body).toMatchObject({
      ...{ workflow: 'daily', activity: 'night', by: 'admin', status: 'finished' },
      ...{ total: 3, begun: 3, instances: { finished: 3 } },
    });
    expect(await admin.get('/api/workflows/daily/backfills')).toMatchObject({ body: { items: [{ id: idOf(asked) }] } });
    const rows = await admin.get(`/api/firings?backfill=${idOf(asked)}&status=begun`);
    const { items } = rows.body as { items: { instance: string; dueAt: string; reason: string }[] };
    expect(items.map(({ dueAt, reason }) => `${dueAt.slice(0, 10)} ${reason}`)).toEqual([
      '2025-03-31 backfill',
      '2025-03-30 backfill',
      '2025-03-29 backfill',
    ]);
    expect(await admin.get(`/api/instances/${items[0]!.instance}`)).toMatchObject({
      body: { result: 'backfill', state: { firing: { reason: 'backfill', dueAtMs: Date.parse(items[0]!.dueAt) } } },
    });
  });

  it('say all that is wrong with what is asked', async () => {
    const errors = async (name: string, body: object) =>
      ((await backfill(name, body)).body as { errors?: { pointer: string }[] }).errors?.map(({ pointer }) => pointer);
    expect(await errors('daily', { from: 'once', to: 'later' })).toEqual(['/from', '/to']);
    expect(await errors('daily', { from: '2025-03-31', to: '2025-03-01' })).toEqual(['/from']);
    expect(await errors('daily', { from: '2999-01-01', to: '2999-01-02' })).toEqual(['/from']);
    expect(await errors('daily', { from: '2025-01-01', to: '2025-01-02', activity: 'noon' })).toEqual(['/activity']);
    await admin.post('/api/workflows', scheduled('twice', { one: { cron: '* * * * *' }, two: { every: '1h' } }));
    expect(await errors('twice', { from: '2025-01-01', to: '2025-01-02' })).toEqual(['/activity']);
    expect(await errors('twice', { from: '2025-01-01', to: '2025-02-01', activity: 'one' })).toEqual(['/to']);
    await admin.post('/api/workflows', twoSteps('unscheduled'));
    expect(await errors('unscheduled', { from: '2025-01-01', to: '2025-01-02' })).toEqual(['/activity']);
  });

  it('can be stopped, once', async () => {
    const held = scheduled('stopped', { night: { cron: '0 2 * * *', execution: 'hold' } });
    await admin.post('/api/workflows', held);
    const id = idOf(await backfill('stopped', { from: '2025-01-01', to: '2025-01-31' }));
    await until(
      () => admin.get(`/api/backfills/${id}`),
      (answer) => (answer.body as { begun?: number }).begun === 1,
    );
    expect(await admin.post(`/api/backfills/${id}/stop`)).toMatchObject({ status: 202 });
    expect((await ended(id)).body).toMatchObject({ status: 'stopped', begun: 1, total: 31, instances: { running: 1 } });
    expect(await admin.post(`/api/backfills/${id}/stop`)).toMatchObject({ status: 409, body: { state: 'stopped' } });
    expect(await admin.post('/api/backfills/none/stop')).toMatchObject({ status: 404 });
  });

  it('need the right to run the workflow', async () => {
    const password = 'a password for tests';
    for (const role of ['operator', 'support']) await admin.post('/api/operators', { name: role, role, password });
    await admin.post(
      '/api/workflows',
      scheduled('nightly', { night: { cron: '0 2 * * *' } }, { category: 'technical' }),
    );
    const body = { from: '2025-01-01', to: '2025-01-02', dryRun: true };
    const support = await signIn(web.url, 'support', password);
    expect(await support.post('/api/workflows/daily/backfill', body)).toMatchObject({
      status: 403,
      body: { right: 'start' },
    });
    const operator = await signIn(web.url, 'operator', password);
    expect(await operator.post('/api/workflows/nightly/backfill', body)).toMatchObject({
      status: 403,
      body: { right: 'startTechnical' },
    });
  });
});
