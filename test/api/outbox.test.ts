import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditListSchema } from '../../server/contract/audit.ts';
import { mailDetailSchema, mailListSchema, testedMailSchema, type Mail } from '../../server/contract/outbox.ts';
import { createMailer } from '../../server/outside/mailer.ts';
import { putMail } from '../../server/stores/engine/mailRows.ts';
import { signIn, type ApiClient } from '../support/apiClient.ts';
import { mailServer } from '../support/mailServer.ts';
import { until } from '../support/until.ts';
import { startWeb, type TestWeb } from './support/startWeb.ts';

const password = 'a long enough password';
const telling = {
  name: 'telling',
  activities: {
    begin: { type: 'start' },
    tell: { type: 'alert', group: 'legal', title: 'Come and look', message: '<b>Now</b> &\nthen' },
    done: { type: 'end' },
  },
  transitions: [
    { from: 'begin', to: 'tell' },
    { from: 'tell', to: 'done' },
  ],
};

describe('the outbox over HTTP', () => {
  let web: TestWeb;
  let admin: ApiClient;

  const list = async (query = '', client = admin) =>
    mailListSchema.parse((await client.get(`/api/outbox${query}`)).body);
  const titles = async (query = ''): Promise<readonly string[]> => (await list(query)).items.map(({ title }) => title);

  beforeAll(async () => {
    web = await startWeb();
    admin = await signIn(web.url);
    await admin.post('/api/groups', { name: 'legal', members: ['admin'] });
    await admin.post('/api/operators', { name: 'sam', role: 'support', password });
    await admin.post('/api/workflows', telling);
  }, 60_000);
  afterAll(() => web.close());

  it('shows where a notice came from, and its text as it is, to whoever may see instances', async () => {
    const instance = (await admin.post('/api/workflows/telling/instances')).headers.get('location')?.split('/').at(-1);
    const support = await signIn(web.url, 'sam', password);
    const found = await until('the notice', async (): Promise<Mail | undefined> => {
      const { items } = await list(`?instance=${instance ?? ''}`, support);
      return items[0];
    });
    expect(found).toMatchObject({
      ...{ status: 'kept', to: [], group: 'legal', title: 'Come and look' },
      ...{ instance, workflow: 'telling', activity: 'tell' },
    });
    expect(found).not.toHaveProperty('message');
    const opened = mailDetailSchema.parse((await support.get(`/api/outbox/${found.id}`)).body);
    expect(opened).toEqual({ ...found, message: '<b>Now</b> &\nthen' });
  });

  it('is read by status, by what it says, and page by page, the newest first', async () => {
    for (const [n, status] of (['sent', 'refused', 'kept'] as const).entries())
      await putMail(
        web.engine,
        {
          to: [`person${String(n)}@example.org`],
          group: undefined,
          title: `mail 100%_${String(n)}`,
          message: '',
          status,
        },
        n,
      );
    expect(await titles('?q=100%25_')).toEqual(['mail 100%_2', 'mail 100%_1', 'mail 100%_0']);
    expect(await titles('?q=PERSON1@')).toEqual(['mail 100%_1']);
    expect(await titles('?q=legal')).toEqual(['Come and look']);
    expect(await titles('?status=refused')).toEqual(['mail 100%_1']);
    const second = await list('?q=mail&size=2&page=2');
    expect([second.items.map(({ title }) => title), second.total]).toEqual([['mail 100%_0'], 3]);
    expect(await list('?q=mail&size=2')).toMatchObject({ next: 2, sends: false });
  });

  it('refuses what is no filter, all at once, and knows no mail that is not there', async () => {
    expect(await admin.get('/api/outbox?status=lost&page=0')).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/query/page' }, { pointer: '/query/status' }] },
    });
    for (const id of ['0', '999999', 'x', '99999999999999999999'])
      expect((await admin.get(`/api/outbox/${id}`)).status).toBe(404);
  });

  it('keeps a test where there is no mail server, and says so, once a key', async () => {
    const send = () =>
      admin.send('POST', '/api/outbox/test', { to: 'anna@example.org' }, { 'idempotency-key': 'one test' });
    for (const answer of [await send(), await send()])
      expect([answer.status, testedMailSchema.parse(answer.body)]).toEqual([200, { status: 'kept', detail: null }]);
    const found = await until('the test', async () => (await list('?q=anna@')).items[0]);
    expect(found).toMatchObject({ status: 'kept', to: ['anna@example.org'], instance: null, workflow: null });
    expect((await list('?q=anna@')).total).toBe(1);
    const { items } = auditListSchema.parse((await admin.get('/api/audit?subject=outbox')).body);
    expect(items).toMatchObject([{ action: 'mail test', by: 'admin', after: expect.stringContaining('anna@') }]);
  });

  it('takes tests of administrators alone, for an address', async () => {
    const support = await signIn(web.url, 'sam', password);
    expect(await support.post('/api/outbox/test', { to: 'sam@example.org' })).toMatchObject({
      status: 403,
      body: { right: 'manageOperators' },
    });
    expect(await admin.post('/api/outbox/test', { to: 'nobody', cc: 'x' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/to' }, { pointer: '' }] },
    });
  });
});

describe('a test mail', () => {
  const smtp = mailServer();
  const tried = async (url: string): Promise<readonly [unknown, Mail]> => {
    const web = await startWeb({ mail: createMailer({ url, from: 'box@example.org' }) });
    const admin = await signIn(web.url);
    const { body } = await admin.post('/api/outbox/test', { to: 'anna@example.org' });
    const listed = async () => mailListSchema.parse((await admin.get('/api/outbox')).body);
    const noted = await until('it is noted', async () => (await listed()).items[0]);
    expect((await listed()).sends).toBe(true);
    await web.close();
    return [body, noted];
  };

  it('is given to the server at once, and noted as sent', async () => {
    const [answer, noted] = await tried(smtp.url());
    expect(answer).toEqual({ status: 'sent', detail: null });
    expect(smtp.mails).toHaveLength(1);
    expect(smtp.mails[0]).toMatch(/^From: box@example\.org\r\nTo: anna@example\.org\r\n/);
    expect(noted).toMatchObject({ status: 'sent', to: ['anna@example.org'] });
  });

  it('that is refused says what the server said', async () => {
    smtp.state.refuse = () => 550;
    const [answer, noted] = await tried(smtp.url());
    expect(answer).toMatchObject({ status: 'refused', detail: expect.stringContaining('not taken') });
    expect(noted).toMatchObject({ status: 'refused' });
  });

  it('that no server takes has failed', async () => {
    const [answer, noted] = await tried('smtp://127.0.0.1:1');
    expect(answer).toMatchObject({ status: 'failed', detail: expect.stringContaining('ECONNREFUSED') });
    expect(noted).toMatchObject({ status: 'failed' });
  });
});
