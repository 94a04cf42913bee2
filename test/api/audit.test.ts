import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditListSchema, auditWordsSchema, type AuditEntry } from '../../server/contract/audit.ts';
import { problemDetailsSchema } from '../../server/contract/problemDetails.ts';
import { signIn, type ApiClient } from '../support/apiClient.ts';
import { until } from '../support/until.ts';
import { startWeb, type TestWeb } from './support/startWeb.ts';
import { waitThenEnd } from './support/workflows.ts';

const password = 'a long enough password';

describe('the audit trail', () => {
  let web: TestWeb;
  let admin: ApiClient;

  const list = async (query = '') => auditListSchema.parse((await admin.get(`/api/audit${query}`)).body);
  const subjects = async (query: string): Promise<readonly string[]> =>
    (await list(query)).items.map(({ subject }) => subject);
  const file = async (query: string): Promise<Response> =>
    fetch(`${web.url}/api/audit/file${query}`, { headers: { cookie: admin.cookie } });

  beforeAll(async () => {
    web = await startWeb();
    admin = await signIn(web.url);
    await admin.post('/api/operators', { name: 'olga', role: 'operator', password });
    // As if it had been a while: what is at another time is only written by what was done then.
    for (const [day, by] of [
      ['2026-01-30', 'zoe'],
      ['2026-01-31', 'zoe'],
      ['2026-02-01', 'adam'],
    ] as const)
      await web.inbox('sb_audit').insert({
        ...{ at: `${day}T23:59:59.500Z`, by, action: 'publish', subject: `workflow/${day}` },
        ...{ before: '{"n": 1}', after: day === '2026-02-01' ? '=1+1,"x"\nlast' : '100%_' },
      });
  }, 60_000);
  afterAll(() => web.close());

  it('is narrowed by who, what, when and text, and read page by page', async () => {
    expect(await subjects('?by=zoe')).toEqual(['workflow/2026-01-31', 'workflow/2026-01-30']);
    expect(await subjects('?action=publish&to=2026-01-30')).toEqual(['workflow/2026-01-30']);
    expect(await subjects('?action=publish&from=2026-01-31&to=2026-01-31')).toEqual(['workflow/2026-01-31']);
    expect(await subjects('?action=publish&from=2026-01-31T23:59:59.501Z')).toEqual(['workflow/2026-02-01']);
    expect(await subjects('?q=100%25_')).toEqual(['workflow/2026-01-31', 'workflow/2026-01-30']);
    expect(await subjects('?q=OLGA')).toEqual(['operator/olga']);
    expect(await list('?action=publish&size=2')).toMatchObject({ total: 3, next: 2 });
    expect(await subjects('?action=publish&size=2&page=2')).toEqual(['workflow/2026-01-30']);
  });

  it('names by whom and what there are lines', async () => {
    const words = auditWordsSchema.parse((await admin.get('/api/audit/words')).body);
    expect(words.by).toEqual(['admin', 'adam', 'zoe'].sort());
    expect(words.action).toEqual([...new Set(words.action)].sort());
    expect(words.action).toContain('publish');
  });

  it('leads from a task to its instance', async () => {
    await admin.post('/api/workflows', waitThenEnd('waiting'));
    const instance = (await admin.post('/api/workflows/waiting/instances')).headers.get('location')?.split('/').at(-1);
    const task = await until('it waits', async () => {
      const { body } = await admin.get(`/api/instances/${instance ?? ''}/tasks?status=waiting`);
      return (body as { items: { id: string }[] }).items[0]?.id;
    });
    await admin.post(`/api/tasks/${task}/skip`, { reason: 'no need' });
    const [skipped] = (await list(`?subject=task/${task}`)).items;
    expect(skipped).toMatchObject({ action: 'skipTask', instance, after: expect.stringContaining('no need') });
    const begun = (await list('?action=runNow')).items[0];
    expect(begun?.instance).toBe(instance);
  });

  it('is fetched as a file, narrowed likewise, and says who took it', async () => {
    const csv = await file('?action=publish&from=2026-02-01&to=2026-02-01');
    expect(csv.headers.get('content-disposition')).toBe('attachment; filename="audit.csv"');
    const [head, ...lines] = (await csv.text()).split('\r\n');
    expect(head).toBe('id,at,by,action,subject,before,after');
    // A spreadsheet is given no formula to execute.
    expect(lines.join('\n')).toMatch(
      /^"\d+","2026-02-01T23:59:59\.500Z","adam","publish","workflow\/2026-02-01","\{""n"": 1\}","'=1\+1,""x""\nlast"\n$/,
    );
    const text = await (await file('?format=jsonl&by=zoe')).text();
    const parsed = text
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(parsed).toMatchObject([{ subject: 'workflow/2026-01-31' }, { subject: 'workflow/2026-01-30', by: 'zoe' }]);
    const fetched: AuditEntry[] = (await list('?action=audit fetch')).items;
    expect(fetched.map(({ by }) => by)).toEqual(['admin', 'admin']);
    expect(fetched[0]?.after).toContain('"lines":2');
  });

  it('refuses what is no filter, all at once, and whoever is no administrator', async () => {
    const refused = await admin.get('/api/audit?from=yesterday&to=2026-13-01&page=x');
    expect(refused.status).toBe(422);
    expect(
      problemDetailsSchema
        .parse(refused.body)
        .errors?.map(({ pointer }) => pointer)
        .sort(),
    ).toEqual(['/query/from', '/query/page', '/query/to']);
    const olga = await signIn(web.url, 'olga', password);
    for (const path of ['', '/words', '/file'])
      expect(await olga.get(`/api/audit${path}`)).toMatchObject({ status: 403, body: { right: 'manageOperators' } });
  });

  it('is kept by the database: no line is changed, and none removed but by a purge, which it tells of', async () => {
    const trail = () => web.inbox('sb_audit');
    await expect(trail().where({ by: 'zoe' }).update({ by: 'adam' })).rejects.toThrow(/not changed/);
    await expect(trail().where({ by: 'zoe' }).delete()).rejects.toThrow(/not removed/);
    expect(await subjects('?by=zoe')).toHaveLength(2);
    const { total } = await list();
    await web.engine('sb_web_command').insert({
      type: 'purgeRecords',
      payload: JSON.stringify({ what: 'audit', olderThanMs: Date.parse('2026-01-31T00:00:00.000Z') }),
      created_at_ms: 0,
    });
    web.link.tell({ type: 'webCommands' });
    const purged = await until('it is purged', async () => (await list('?action=purge')).items[0]);
    expect(purged).toMatchObject({ by: 'engine', subject: 'audit' });
    expect(JSON.parse(purged.after ?? '')).toEqual({ before: '2026-01-31T00:00:00.000Z', lines: 1 });
    expect(await subjects('?by=zoe')).toEqual(['workflow/2026-01-31']);
    expect((await list()).total).toBe(total);
    await expect(trail().where({ by: 'zoe' }).delete()).rejects.toThrow(/not removed/);
  });
});
