import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../support/apiClient.ts';
import type { ApiAnswer, ApiClient } from '../support/apiClient.ts';
import { startWeb } from './support/startWeb.ts';
import type { TestWeb } from './support/startWeb.ts';
import { waitThenEnd } from './support/workflows.ts';
import { until } from './support/until.ts';

describe('signals', () => {
  let web: TestWeb;
  let admin: ApiClient;
  beforeAll(async () => {
    web = await startWeb();
    admin = await signIn(web.url);
    await admin.post('/api/workflows', waitThenEnd('waiting'));
  }, 60_000);
  afterAll(() => web.close());

  it('end what waits for them', async () => {
    const instance = (await admin.post('/api/workflows/waiting/instances')).headers.get('location') ?? '';
    const sent = await admin.post('/api/signals/go', { vars: { day: 'monday' }, id: 'first' });
    expect(sent).toMatchObject({ status: 202, body: { id: 'first', name: 'go', by: 'admin' } });
    await until(
      () => admin.get(instance),
      ({ body }) => (body as { status: string }).status === 'finished',
    );
    const delivered = await until(
      () => admin.get('/api/signals?status=delivered'),
      ({ body }) => (body as { total: number }).total === 1,
    );
    expect(delivered).toMatchObject({
      body: { items: [{ id: 'first', status: 'delivered', vars: { day: 'monday' } }] },
    });
  });

  it('are taken once whatever their sender repeats', async () => {
    await admin.post('/api/signals/lonely', { id: 'same', vars: { n: 1 } });
    const again = await admin.post('/api/signals/lonely', { id: 'same', vars: { n: 2 } });
    expect(again).toMatchObject({ status: 202, body: { id: 'same', vars: { n: 1 } } });
    expect(await admin.get('/api/signals?name=lonely')).toMatchObject({ body: { total: 1 } });
    await web.inbox('sb_signal').where({ name: 'lonely' }).update({ received_at: '2020-01-01T00:00:00.000Z' });
    expect(await admin.post('/api/signals/lonely', { id: 'same', vars: { n: 3 } })).toMatchObject({
      body: { vars: { n: 3 } },
    });
    expect(await admin.get('/api/signals?name=lonely')).toMatchObject({ body: { total: 1 } });
  });

  it('are listed while nobody waits for them', async () => {
    await admin.post('/api/signals/early', { key: 'k' });
    const found = await until(
      () => admin.get('/api/signals?status=undelivered'),
      ({ body }) => (body as { items: { name: string }[] }).items.some(({ name }) => name === 'early'),
    );
    expect(found.body).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ name: 'early', key: 'k' })]),
    });
  });

  it('carry whether their sender may start technical workflows, and tell nobody', async () => {
    const operator = { name: 'olga', label: 'Olga', role: 'operator', password: 'a long enough password' };
    expect(await admin.post('/api/operators', operator)).toMatchObject({ status: 201 });
    const olga = await signIn(web.url, operator.name, operator.password);
    for (const [sender, id] of [
      [admin, 'first'],
      [olga, 'second'],
    ] as const) {
      const sent = await sender.post('/api/signals/technical', { id });
      expect(sent.status).toBe(202);
      expect(Object.keys(sent.body as object)).not.toContain('startsTechnical');
    }
    const rows: unknown[] = await web
      .inbox('sb_signal')
      .where({ name: 'technical' })
      .orderBy('position')
      .pluck('starts_technical');
    expect(rows.map(Boolean)).toEqual([true, false]);
    const { body } = await admin.get('/api/signals?name=technical');
    expect(JSON.stringify(body)).not.toContain('startsTechnical');
  });

  describe('that nobody took', () => {
    const undelivered = async (name: string, id: string, body: object): Promise<void> => {
      await admin.post(`/api/signals/${name}`, { id, ...body });
      await until(
        () => admin.get(`/api/signals?name=${name}`),
        ({ body: found }) => JSON.stringify(found).includes('"undelivered"'),
      );
    };
    const outcomeOf = async (asked: ApiAnswer): Promise<unknown> => {
      expect(asked.status).toBe(202);
      const settled = await until(
        () => admin.get(asked.headers.get('location') ?? ''),
        ({ body }) => (body as { status: string }).status !== 'requested',
      );
      return settled.body;
    };
    const waitsFor = async (signal: string): Promise<string> => {
      await admin.post('/api/workflows', {
        ...waitThenEnd(`waiting_${signal}`),
        activities: { begin: { type: 'start' }, wait: { type: 'signal', name: signal, correlate: "'right'" } },
        transitions: [{ from: 'begin', to: 'wait' }],
      });
      const begun = await admin.post(`/api/workflows/waiting_${signal}/instances`);
      const { id } = begun.body as { id: string };
      await until(
        () => admin.get(`/api/instances/${id}/tasks?status=waiting`),
        ({ body }) => (body as { total: number }).total === 1,
      );
      return id;
    };

    it('[F46] are aimed at an instance again: durably, once, audited', async () => {
      const instance = await waitsFor('aimed');
      await undelivered('aimed', 'a1', { key: 'wrong', vars: { n: 1 } });
      const send = () => admin.send('POST', '/api/signals/a1/redirect', { instance }, { 'idempotency-key': 'aim a1' });
      const [first, second] = [await send(), await send()];
      expect((second.body as { id: string }).id).toBe((first.body as { id: string }).id);
      expect(await outcomeOf(first)).toMatchObject({ status: 'applied', operation: 'redirectSignal', by: 'admin' });
      expect((await admin.get('/api/signals?name=aimed')).body).toMatchObject({
        total: 1,
        items: [{ id: 'a1', key: 'wrong', status: 'delivered', deliveredTo: [instance] }],
      });
      expect(await admin.post('/api/signals/a1/redirect', { instance })).toMatchObject({
        status: 409,
        body: { state: 'delivered' },
      });
      expect((await admin.get('/api/audit?subject=signal/aimed/a1')).body).toMatchObject({
        items: [{ action: 'redirectSignal', after: expect.stringContaining(instance) }, { action: 'signal' }],
      });
    });

    it('[F46] stay as they are where nobody waits, and the request says so', async () => {
      await undelivered('unwanted', 'u1', {});
      expect(await outcomeOf(await admin.post('/api/signals/u1/redirect'))).toMatchObject({
        status: 'refused',
        code: 'signal-unwanted',
        reason: 'Nobody waits for "unwanted".',
      });
      expect((await admin.get('/api/signals?name=unwanted')).body).toMatchObject({
        items: [{ status: 'undelivered' }],
      });
    });

    it('are aimed by whoever may signal, at what there is', async () => {
      for (const name of ['twice', 'twin']) await undelivered(name, 't1', {});
      expect(await admin.post('/api/signals/t1/redirect')).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: '/name', hint: expect.stringContaining('"twin"') }] },
      });
      expect(await admin.post('/api/signals/t1/redirect', { name: 'twin', instance: 'nowhere' })).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: '/instance' }] },
      });
      expect(await admin.post('/api/signals/none/redirect')).toMatchObject({ status: 404 });
      await admin.post('/api/operators', { name: 'sam', role: 'support', password: 'a long enough password' });
      const sam = await signIn(web.url, 'sam', 'a long enough password');
      expect(await sam.post('/api/signals/t1/redirect', { name: 'twin' })).toMatchObject({
        status: 403,
        body: { right: 'signal' },
      });
    });

    it('have expired after seven days, and are found by what they are called', async () => {
      await undelivered('ageing', 'old', { key: '100%' });
      await web
        .engine('sb_signal_outcome')
        .where({ name: 'ageing' })
        .update({ settled_at_ms: Date.now() - 8 * 86_400_000 });
      const listed = async (query: string) =>
        ((await admin.get(`/api/signals?${query}`)).body as { items: { id: string; status: string }[] }).items;
      expect(await listed('status=expired')).toMatchObject([{ id: 'old', status: 'expired' }]);
      expect((await listed('status=undelivered')).map(({ id }) => id)).not.toContain('old');
      expect(await listed('q=100%25')).toMatchObject([{ id: 'old', status: 'expired' }]);
      expect(await listed('q=AGEIN&status=expired')).toHaveLength(1);
      expect(await listed('q=AGEIN&status=delivered')).toEqual([]);
    });
  });

  it('carry 1 MB at most', async () => {
    expect(await admin.post('/api/signals/go', { vars: { text: 'x'.repeat(1_000_000) } })).toMatchObject({
      status: 413,
      body: { code: 'too-large' },
    });
  });
});

describe('what workers ask of web', () => {
  it('is done once, in the file that only web writes', async () => {
    const web = await startWeb({ worker: false });
    const admin = await signIn(web.url);
    const row = (type: string, payload: object) => ({ type, payload: JSON.stringify(payload), created_at_ms: 0 });
    await web
      .engine('sb_web_command')
      .insert(row('audit', { by: 'instance/1', action: 'kill', subject: 'instance/2' }));
    await web
      .engine('sb_web_command')
      .insert(row('purgeRecords', { what: 'logins', olderThanMs: Date.now() + 60_000 }));
    web.link.tell({ type: 'webCommands' });
    const performed = () => web.inbox('sb_web_command_performed').first('last_id');
    expect(await until(performed, (found) => (found as { last_id: number } | undefined)?.last_id === 2)).toEqual({
      last_id: 2,
    });
    web.link.tell({ type: 'webCommands' });
    await until(performed, () => true);
    expect(await web.inbox('sb_login')).toEqual([]);
    expect(await admin.get('/api/audit?subject=instance/2')).toMatchObject({
      body: { total: 1, items: [{ by: 'instance/1' }] },
    });
    await web.close();
  });
});
