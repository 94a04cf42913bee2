import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { packages } from '../../definitions/registry/packages.generated.ts';
import { privacyAcceptedSchema, privacyRequestListSchema, type PrivacyRequest } from '../../server/contract/privacy.ts';
import { problemDetailsSchema } from '../../server/contract/problemDetails.ts';
import { signIn, type ApiClient } from '../support/apiClient.ts';
import { until } from '../support/until.ts';
import { startWeb, type TestWeb } from './support/startWeb.ts';

const token = '0123456789abcdef'.repeat(2);

describe('privacy requests', () => {
  let web: TestWeb;
  let admin: ApiClient;

  const ask = (body: object) => admin.post('/api/privacy/requests', body);
  const list = async (query = ''): Promise<readonly PrivacyRequest[]> =>
    privacyRequestListSchema.parse((await admin.get(`/api/privacy/requests${query}`)).body).items;
  const named = (name: string) =>
    until(`the request ${name}`, async () => (await list(`?name=${encodeURIComponent(name)}`))[0]);
  const asked = async (body: object): Promise<PrivacyRequest> => {
    const { name } = privacyAcceptedSchema.parse((await ask(body)).body);
    return named(name);
  };
  /** What the workflow of the package does with a request. */
  const becomes = (id: string, changed: object) =>
    web.engine('nms_gdpr_request').where({ gdpr_request_id: id }).update(changed);

  beforeAll(async () => {
    web = await startWeb({ packages });
    admin = await signIn(web.url);
    await web.changePackage({ what: 'install', name: 'delivery', demo: false });
  }, 120_000);
  afterAll(() => web.close());

  it('[P1] need the package that answers them', async () => {
    const refused = await ask({ type: 'access', namespace: 'email', value: 'ann@example.com' });
    expect(problemDetailsSchema.parse(refused.body)).toMatchObject({ status: 409, state: 'not-installed' });
    expect(await list()).toEqual([]);
    await web.changePackage({ what: 'install', name: 'privacy-data-protection-regulation', demo: false });
  });

  it('[P1] are stored before they are answered, and are listed with what became of them', async () => {
    const answer = await ask({ type: 'access', namespace: 'email', value: ' ann@example.com ', name: 'Ann, 2026' });
    expect([answer.status, answer.body]).toEqual([202, { name: 'Ann, 2026' }]);
    const request = await named('Ann, 2026');
    expect(request).toMatchObject({
      type: 'access',
      regulation: 'GDPR',
      namespace: 'email',
      value: 'ann@example.com',
      status: 'new',
      error: null,
      file: null,
      endedAt: null,
    });
    const other = await asked({ type: 'delete', regulation: 'LGPD', namespace: 'mobilePhone', value: '+33 6 12' });
    expect(other).toMatchObject({ type: 'delete', regulation: 'LGPD', namespace: 'mobilePhone' });
    expect((await list()).map(({ id }) => id)).toEqual([other.id, request.id]);
    await becomes(other.id, { status: 'error', error_message: 'No room', ended_at: '2026-01-31T04:00:00.000Z' });
    expect(await list('?q=MANN')).toEqual([]);
    expect((await list('?q=ANN')).map(({ id }) => id)).toEqual([request.id]);
    expect((await list('?q=33%206')).map(({ id }) => id)).toEqual([other.id]);
    expect(await list('?status=error')).toMatchObject([{ error: 'No room', endedAt: '2026-01-31T04:00:00.000Z' }]);
    expect((await admin.get(`/api/privacy/requests/${request.id}`)).body).toEqual(request);
    expect((await admin.get('/api/privacy/requests/nothing')).status).toBe(404);
  });

  it('[P1] are refused with each fault', async () => {
    const refused = await ask({ type: 'see', namespace: 'name', value: 'x' });
    expect(refused.status).toBe(422);
    const { errors = [] } = problemDetailsSchema.parse(refused.body);
    expect(errors.map(({ pointer }) => pointer).sort()).toEqual(['/namespace', '/type', '/value']);
  });

  it('[P2] give what was collected as a file, at an address that nobody guesses, until it is purged', async () => {
    const { id } = await asked({ type: 'access', namespace: 'email', value: 'ben@example.com', name: 'Ben & Co' });
    const at = '2026-01-31T04:00:00.000Z';
    const part = (table: string, content: string) => ({
      gdpr_request_id: id,
      table_name: table,
      row_count: 1,
      content,
      collected_at: at,
    });
    await web
      .engine('nms_gdpr_request_data')
      .insert([part('nms_recipient', '<recipient email="ben@example.com"/>'), part('nms_visitor', '<visitor/>')]);
    await becomes(id, { status: 'processing', file_token: token });
    expect((await admin.get(`/api/privacy/files/${token}`)).status).toBe(404);
    await becomes(id, { status: 'complete', url_file: `/api/privacy/files/${token}` });
    const { file } = await named('Ben & Co');
    const fetched = await fetch(`${web.url}${file ?? ''}`, { headers: { cookie: admin.cookie } });
    expect([fetched.status, fetched.headers.get('content-disposition')]).toEqual([
      200,
      'attachment; filename="privacy-request.xml"',
    ]);
    expect(await fetched.text()).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>\n<privacyRequest id="${id}" name="Ben &amp; Co">\n<recipient email="ben@example.com"/>\n<visitor/>\n</privacyRequest>\n`,
    );
    expect((await fetch(`${web.url}${file ?? ''}`)).status).toBe(401);
    await becomes(id, { url_file: null, file_token: null });
    expect((await admin.get(`/api/privacy/files/${token}`)).status).toBe(404);
    const lines = z
      .object({ items: z.array(z.object({ action: z.string(), subject: z.string() })) })
      .parse((await admin.get('/api/audit')).body).items;
    expect(lines.filter(({ subject }) => subject === 'privacy/Ben & Co').map(({ action }) => action)).toEqual([
      'privacy fetch',
      'privacy access',
    ]);
  });

  it('[P3] delete in two steps where they wait for a confirmation, and only there', async () => {
    const { id, name } = await asked({ type: 'delete', namespace: 'email', value: 'cy@example.com' });
    const early = await admin.post(`/api/privacy/requests/${id}/confirm`, {});
    expect(problemDetailsSchema.parse(early.body)).toMatchObject({ status: 409, state: 'new' });
    await becomes(id, { status: 'deleteConfirmationPending' });
    expect((await admin.post(`/api/privacy/requests/${id}/confirm`, {})).status).toBe(202);
    await until('it is confirmed', async () => (await named(name)).status === 'deletePending');
    const row: unknown = await web.engine('nms_gdpr_request').where({ gdpr_request_id: id }).first('confirmed_at');
    expect(z.object({ confirmed_at: z.unknown() }).parse(row).confirmed_at).not.toBeNull();
  });

  it('[P3] are for administrators alone', async () => {
    await admin.post('/api/operators', { name: 'desk', label: 'Desk', role: 'operator', password: 'a long password' });
    const desk = await signIn(web.url, 'desk', 'a long password');
    const body = { type: 'access', namespace: 'email', value: 'ann@example.com' };
    const answers = [
      await desk.get('/api/privacy/requests'),
      await desk.get('/api/privacy/requests/1'),
      await desk.post('/api/privacy/requests', body),
      await desk.post('/api/privacy/requests/1/confirm', {}),
      await desk.get(`/api/privacy/files/${token}`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
  });
});
