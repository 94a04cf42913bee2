import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../support/apiClient.ts';
import type { ApiClient } from '../support/apiClient.ts';
import { startWeb } from './support/startWeb.ts';
import type { TestWeb } from './support/startWeb.ts';
import { until } from './support/until.ts';

const password = 'a long enough password';
const choices = [
  { outlet: 'yes', label: 'Yes' },
  { outlet: 'no', label: 'No' },
];

const asking = (name: string, fields: object): Record<string, unknown> => ({
  name,
  overlap: 'allow',
  activities: {
    begin: { type: 'start' },
    ask: { type: 'approval', title: 'Pay {{ 6 * 2 }}?', message: 'Soon.', choices, ...fields },
    paid: { type: 'end', result: "'paid by ' + vars.answer.by + ': ' + vars.answer.comment" },
    kept: { type: 'end', result: "'kept'" },
  },
  transitions: [
    { from: 'begin', to: 'ask' },
    { from: 'ask', outlet: 'yes', to: 'paid' },
    { from: 'ask', outlet: 'no', to: 'kept' },
  ],
});

interface Listed {
  readonly total: number;
  readonly items: readonly { readonly task: string; readonly instance: string }[];
}
// The tests ask for lists of approvals alone.
const listed = (body: unknown): Listed => body as Listed;
const statusOf = (body: unknown): unknown => (body as { status: unknown }).status;

describe('approvals', () => {
  let web: TestWeb;
  let admin: ApiClient;
  let anna: ApiClient;
  let ben: ApiClient;
  beforeAll(async () => {
    web = await startWeb();
    admin = await signIn(web.url);
    for (const name of ['anna', 'ben']) await admin.post('/api/operators', { name, role: 'support', password });
    [anna, ben] = [await signIn(web.url, 'anna', password), await signIn(web.url, 'ben', password)];
    await admin.post('/api/groups', { name: 'legal', members: ['anna'] });
    await admin.post(
      '/api/workflows',
      asking('payment', { group: 'legal', expirations: [{ outlet: 'late', after: '1d' }] }),
    );
    await admin.post('/api/workflows', asking('own', { operator: 'ben' }));
    await admin.post('/api/workflows', asking('votes', { group: 'board', multiple: true }));
  }, 60_000);
  afterAll(() => web.close());

  /** Begins an instance and waits until it asks. */
  async function begun(workflow: string): Promise<Listed['items'][number]> {
    const { body } = await admin.post(`/api/workflows/${workflow}/instances`);
    const { id } = body as { id: string };
    const answer = await until(
      () => admin.get(`/api/approvals?all=true&instance=${id}`),
      (found) => listed(found.body).total === 1,
    );
    return listed(answer.body).items[0]!;
  }
  const instanceThat = (id: string, status: string) =>
    until(
      () => admin.get(`/api/instances/${id}`),
      ({ body }) => statusOf(body) === status,
    );
  const requestThat = (id: unknown, status: string) =>
    until(
      () => admin.get(`/api/requests/${String(id)}`),
      ({ body }) => statusOf(body) === status,
    );

  it('[F39] are listed for those who are asked, with all that they need to decide', async () => {
    const { task, instance } = await begun('payment');
    const mine = await anna.get(`/api/approvals?instance=${instance}`);
    expect(mine).toMatchObject({
      status: 200,
      body: {
        total: 1,
        items: [
          {
            ...{ task, instance, workflow: 'payment', activity: 'ask', group: 'legal', operator: null },
            ...{ title: 'Pay 12?', message: 'Soon.', choices, multiple: false, mine: true, answeredBy: [] },
          },
        ],
      },
    });
    expect(listed((await ben.get(`/api/approvals?instance=${instance}`)).body).total).toBe(0);
    expect((await ben.get(`/api/approvals?all=true&instance=${instance}`)).body).toMatchObject({
      items: [{ task, mine: false, expiresAt: expect.stringMatching(/Z$/) }],
    });
  });

  it('[F39] are answered by those who are asked alone, once, and by one of the choices', async () => {
    const { task, instance } = await begun('payment');
    const path = `/api/tasks/${task}/answer`;
    expect(await ben.post(path, { choice: 'yes' })).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(await admin.post(path, { choice: 'yes' })).toMatchObject({ status: 403 });
    expect(await anna.post(path, { choice: 'perhaps' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/choice' }] },
    });
    const asked = await anna.post(path, { choice: 'yes', comment: 'fine' });
    expect(asked).toMatchObject({ status: 202, body: { operation: 'answer', task, by: 'anna' } });
    expect((await instanceThat(instance, 'finished')).body).toMatchObject({ result: 'paid by anna: fine' });
    expect(await anna.post(path, { choice: 'no' })).toMatchObject({ status: 409, body: { state: 'done' } });
    expect(listed((await anna.get(`/api/approvals?instance=${instance}`)).body).total).toBe(0);
    expect((await admin.get(`/api/audit?subject=task/${task}`)).body).toMatchObject({
      items: [{ action: 'answer', by: 'anna' }],
    });
  });

  it('[F39] take an answer that is sent twice under one key once', async () => {
    const { task, instance } = await begun('own');
    const send = () =>
      ben.send('POST', `/api/tasks/${task}/answer`, { choice: 'no' }, { 'idempotency-key': `answer ${task}` });
    const first = await send();
    await instanceThat(instance, 'finished');
    const second = await send();
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(second.body).toMatchObject({ id: (first.body as { id: string }).id });
  });

  it('[F38] keep an answer while their instance is paused', async () => {
    const { task, instance } = await begun('own');
    await admin.post(`/api/instances/${instance}/pause`);
    await instanceThat(instance, 'paused');
    const { body } = await ben.post(`/api/tasks/${task}/answer`, { choice: 'no' });
    await requestThat((body as { id: string }).id, 'applied');
    expect((await admin.get(`/api/instances/${instance}`)).body).toMatchObject({ status: 'paused' });
    expect(await ben.post(`/api/tasks/${task}/answer`, { choice: 'yes' })).toMatchObject({ status: 409 });
    await admin.post(`/api/instances/${instance}/resume`);
    expect((await instanceThat(instance, 'finished')).body).toMatchObject({ result: 'kept' });
  });

  it('[F36] that ask for several answers end when everybody of the group has answered', async () => {
    await admin.post('/api/groups', { name: 'board', members: ['anna', 'ben', 'admin'] });
    const { task, instance } = await begun('votes');
    await anna.post(`/api/tasks/${task}/answer`, { choice: 'yes' });
    await until(
      () => anna.get(`/api/approvals?all=true&instance=${instance}`),
      ({ body }) => JSON.stringify(body).includes('"answeredBy":["anna"]'),
    );
    expect(listed((await anna.get(`/api/approvals?instance=${instance}`)).body).total).toBe(0);
    expect(await anna.post(`/api/tasks/${task}/answer`, { choice: 'no' })).toMatchObject({ status: 409 });
    await admin.send('PUT', '/api/groups/board', { members: ['anna', 'ben'] });
    await ben.post(`/api/tasks/${task}/answer`, { choice: 'yes' });
    await instanceThat(instance, 'finished');
  });

  it('[F34] put a notice for those who are asked into the outbox', async () => {
    const { instance } = await begun('payment');
    const mails: unknown[] = await web.engine('sb_mail').where({ instance });
    expect(mails).toMatchObject([
      { group_name: 'legal', to: '[]', title: 'Pay 12?', message: `Soon.\n\n/instances/${instance}` },
    ]);
  });

  it('[F40] warn at save of a group or an operator that nobody knows', async () => {
    const checked = await admin.post('/api/workflows/payment/validate', asking('payment', { group: 'nobody' }));
    expect(checked.body).toMatchObject({
      problems: expect.arrayContaining([
        expect.objectContaining({ code: 'operator-group-unknown', level: 'warning', pointer: '/activities/ask/group' }),
      ]),
    });
  });
});

describe('groups of operators', () => {
  let web: TestWeb;
  let admin: ApiClient;
  beforeAll(async () => {
    web = await startWeb({ worker: false });
    admin = await signIn(web.url);
  });
  afterAll(() => web.close());

  it('hold the supervisors from the start, with the first administrator', async () => {
    expect((await admin.get('/api/groups')).body).toMatchObject({
      items: [{ name: 'workflowSupervisors', members: ['admin'] }],
    });
  });

  it('are made and changed by administrators, of operators that exist', async () => {
    expect(await admin.post('/api/groups', { name: 'legal' })).toMatchObject({ status: 201, body: { members: [] } });
    expect(await admin.post('/api/groups', { name: 'legal' })).toMatchObject({ status: 409 });
    expect(await admin.send('PUT', '/api/groups/legal', { members: ['nobody'] })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/members/0' }] },
    });
    expect(await admin.send('PUT', '/api/groups/legal', { members: ['admin'] })).toMatchObject({
      status: 200,
      body: { name: 'legal', members: ['admin'] },
    });
    expect(await admin.send('PUT', '/api/groups/unknown', { members: [] })).toMatchObject({ status: 404 });
    await admin.post('/api/operators', { name: 'sven', role: 'support', password });
    const sven = await signIn(web.url, 'sven', password);
    expect(await sven.get('/api/groups')).toMatchObject({ status: 403 });
    expect(await sven.post('/api/groups', { name: 'own' })).toMatchObject({ status: 403 });
  });
});
