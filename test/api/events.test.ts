import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { packages } from '../../definitions/registry/packages.generated.ts';
import { eventsAnswerSchema } from '../../server/contract/events.ts';
import { problemDetailsSchema } from '../../server/contract/problemDetails.ts';
import { signIn, type ApiClient } from '../support/apiClient.ts';
import { until } from '../support/until.ts';
import { startWeb, type TestWeb } from './support/startWeb.ts';

const order = (key: string, more: object = {}) => ({
  key,
  type: 'orderConfirmation',
  email: 'ann@example.com',
  ...more,
});

const rowSchema = z.object({
  type: z.string(),
  wished_channel: z.number(),
  status: z.string(),
  email: z.string(),
  mobile_phone: z.string().nullable(),
  language: z.string().nullable(),
  context: z.string().nullable(),
  scheduled_at: z.union([z.string(), z.date()]).nullable(),
});

describe('events of other programs', () => {
  let web: TestWeb;
  let admin: ApiClient;

  const send = (events: readonly object[], more: object = {}) => admin.post('/api/events', { events, ...more });
  const statuses = async (events: readonly object[], more: object = {}) =>
    eventsAnswerSchema.parse((await send(events, more)).body).items.map(({ status }) => status);
  const find = async (table: string, key: string) => {
    const rows: unknown[] = await web.engine(table).where({ external_id: key });
    return rows.map((row) => rowSchema.parse(row));
  };
  const arrived = (table: string, key: string) => until(`the event ${key}`, async () => (await find(table, key))[0]);

  beforeAll(async () => {
    web = await startWeb({ packages });
    admin = await signIn(web.url);
    await web.changePackage({ what: 'install', name: 'delivery', demo: false });
  }, 120_000);
  afterAll(() => web.close());

  it('[E1] need the package that processes them', async () => {
    const refused = await send([order('early')]);
    expect(refused.status).toBe(409);
    expect(problemDetailsSchema.parse(refused.body)).toMatchObject({ state: 'not-installed' });
    await web.changePackage({ what: 'install', name: 'message-center-execution', demo: false });
  });

  it('[E1] are stored before they are answered, and wait in their queue as they were sent', async () => {
    const answer = await send([
      order('a', { context: { order: 7, name: 'Å' }, language: 'sv', scheduledAt: '2027-01-31T05:00:00+01:00' }),
      { key: 'b', type: 'shipping', channel: 'sms', mobilePhone: '+33 6 12 34 56 78' },
    ]);
    expect(answer.status).toBe(202);
    expect(answer.body).toEqual({
      items: [
        { key: 'a', status: 'received' },
        { key: 'b', status: 'received' },
      ],
    });
    expect(await arrived('nms_rt_event', 'b')).toEqual({
      type: 'shipping',
      wished_channel: 1,
      status: 'pending',
      email: '',
      mobile_phone: '+33 6 12 34 56 78',
      language: null,
      context: '{}',
      scheduled_at: null,
    });
    const { scheduled_at: scheduledAt, ...mail } = await arrived('nms_rt_event', 'a');
    expect(mail).toMatchObject({ wished_channel: 0, status: 'pending', email: 'ann@example.com', language: 'sv' });
    expect(JSON.parse(mail.context ?? '')).toEqual({ order: 7, name: 'Å' });
    expect(new Date(scheduledAt ?? 0).toISOString()).toBe('2027-01-31T04:00:00.000Z');
  });

  it('[E2] are one event however often their key comes, before and after a worker has taken them, and when archived', async () => {
    expect(await statuses([order('twice'), order('twice')])).toEqual(['received', 'known']);
    expect(await statuses([order('twice', { type: 'other' })])).toEqual(['known']);
    await arrived('nms_rt_event', 'twice');
    expect(await statuses([order('twice'), order('fresh')])).toEqual(['known', 'received']);
    await arrived('nms_rt_event', 'fresh');
    expect(await find('nms_rt_event', 'twice')).toHaveLength(1);
    const archived = { type: 'orderConfirmation', wished_channel: 0, status: 'sent', email: 'ann@example.com' };
    await web
      .engine('nms_event_histo')
      .insert({ ...archived, created_at: '2026-01-01T00:00:00.000Z', source: 'nms_rt_event', external_id: 'old' });
    expect(await statuses([order('old', { email: 'moved@example.com' })])).toEqual(['known']);
    expect(await statuses([order('old')], { queue: 'batch' })).toEqual(['received']);
  });

  it('[E2] of the other queue are others', async () => {
    expect(await statuses([order('both')])).toEqual(['received']);
    expect(await statuses([order('both')], { queue: 'batch' })).toEqual(['received']);
    expect(await arrived('nms_batch_event', 'both')).toMatchObject({ status: 'pending' });
  });

  it('[E1] are refused all together, with every fault by its place', async () => {
    const refused = await send([
      order('x', { email: 'nobody' }),
      { key: 'y', type: 'shipping', channel: 'sms' },
      { key: '', type: '1' },
      order('z', { context: { text: 'x'.repeat(20_001) } }),
      order('ok'),
    ]);
    expect(refused.status).toBe(422);
    const { errors = [] } = problemDetailsSchema.parse(refused.body);
    expect([...new Set(errors.map(({ pointer }) => pointer))].sort()).toEqual([
      '/events/0/email',
      '/events/1/mobilePhone',
      '/events/2/email',
      '/events/2/key',
      '/events/2/type',
      '/events/3/context',
    ]);
    expect((await send([])).status).toBe(422);
    expect((await send(Array.from({ length: 1_001 }, (_, index) => order(String(index))))).status).toBe(422);
    expect(await web.inbox('sb_package_row').where({ key: 'ok' })).toEqual([]);
  });

  it('[E1] come a thousand at once, and only from whoever may send signals', async () => {
    const many = Array.from({ length: 1_000 }, (_, index) => order(`many-${String(index)}`));
    expect(new Set(await statuses(many, { queue: 'batch' }))).toEqual(new Set(['received']));
    await until('all of them', async () => {
      const found: unknown[] = await web
        .engine('nms_batch_event')
        .where('external_id', 'like', 'many-%')
        .pluck('event_id');
      return found.length === 1_000;
    });
    await admin.post('/api/operators', { name: 'desk', label: 'Desk', role: 'support', password: 'a long password' });
    const desk = await signIn(web.url, 'desk', 'a long password');
    expect((await desk.post('/api/events', { events: [order('no')] })).status).toBe(403);
    const anonymous = await fetch(`${web.url}/api/events`, { method: 'POST' });
    expect(anonymous.status).toBe(401);
  });
});
