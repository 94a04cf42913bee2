import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { instanceIdSchema } from '../../../engine/model/ids.ts';
import { loopbackClient } from '../../support/outsideForTests.ts';
import { openEngine, type EngineRun } from '../engineRun.ts';
import { runsOf } from '../workflowRun.ts';
import { bounce, createDeliverabilityService } from './deliverabilityService.ts';

const nowMs = Date.parse('2026-01-31T02:30:00.000Z');
const now = '2026-01-31T02:30:00.000Z';
const dayAgo = '2026-01-30T02:30:00.000Z';
const weekAgo = '2026-01-24T02:30:00.000Z';

const tables = {
  bounceRules: 'nms_bounce_rule',
  inboundMailRules: 'nms_inbound_mail_rule',
  mxRules: 'nms_mx_rule',
  domains: 'nms_known_domain',
  suppressions: 'nms_suppression',
} as const;

const messageSchema = z.object({
  text: z.string(),
  failure_reason: z.number(),
  qualification: z.string(),
  source: z.string(),
});

/** The service on this machine, and what it was asked. */
function service() {
  const asked: string[] = [];
  const { answer, ...kept } = createDeliverabilityService();
  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    const { method = '' } = request;
    asked.push(`${method} ${url.pathname}${url.search} ${String(request.headers['x-customer-id'])}`);
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      const { text, headers } = answer({ method, url, body });
      response.writeHead(200, headers);
      response.end(text);
    });
  });
  return { asked, ...kept, server };
}

describe('deliverabilityUpdate, by the facts of the catalogue', () => {
  let engine: EngineRun;
  const { asked, lists, posted, state, server } = service();
  const run = runsOf(() => engine, 'deliverabilityUpdate');

  const setOption = async (name: string, data_type: string, value: string) =>
    engine.knex('xtk_option').insert({ name, data_type, value }).onConflict('name').merge();
  const optionOf = async (name: string) =>
    z
      .object({ value: z.string() })
      .optional()
      .parse(await engine.knex('xtk_option').where({ name }).first())?.value;
  const rows = async (list: keyof typeof tables): Promise<unknown> => engine.knex(tables[list]).orderBy(1).select();
  const namesOf = async (list: keyof typeof tables, column: string): Promise<unknown> =>
    (await engine.knex(tables[list]).orderBy(column).pluck(column)) as unknown;
  const all = async (): Promise<readonly unknown[]> =>
    Promise.all(
      Object.keys(tables).map((list) =>
        rows(z.enum(['bounceRules', 'inboundMailRules', 'mxRules', 'domains', 'suppressions']).parse(list)),
      ),
    );
  const messages = async () =>
    z.array(messageSchema).parse(await engine.knex('nms_broad_log_msg').orderBy('text').select());
  const journal = async () =>
    z
      .array(z.string())
      .parse(await engine.knex('sb_history').where({ activity: 'tell' }).orderBy('at_ms').pluck('entry'))
      .join('\n');

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    engine = await openEngine(nowMs, 0.003, {
      workflows: ['deliverabilityUpdate'],
      outside: { http: loopbackClient(new Map()) },
    });
  }, 120_000);
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await engine.close();
  });

  it('fills the lists once, whatever is installed, and keeps what is there', async () => {
    const { knex } = engine;
    expect(await rows('mxRules')).toEqual([]);
    await setOption('Deliverability_NightlyRefresh', 'boolean', 'false');
    await run();
    expect(await namesOf('bounceRules', 'name')).toEqual(
      expect.arrayContaining(['invalidDomain', 'mailboxFull', 'ours', 'overQuota', 'tryAgain', 'userUnknown']),
    );
    expect(await knex('nms_bounce_rule').where({ name: 'ours' }).first()).toMatchObject({ source: 'operator' });
    expect(await namesOf('inboundMailRules', 'name')).toEqual(expect.arrayContaining(['automaticReply', 'complaint']));
    expect(await namesOf('mxRules', 'pattern')).toEqual(['*']);
    expect(await namesOf('domains', 'domain')).toEqual(['example.com', 'example.net', 'example.org']);
    await knex('nms_mx_rule').delete();
    const before = await all();
    await run();
    expect(await all()).toEqual(before);
  });

  it('asks nothing where the package is not installed, or the address or the identifier is not known', async () => {
    const port = (server.address() as AddressInfo).port;
    await setOption('Deliverability_ServiceUrl', 'text', `http://127.0.0.1:${port}/v1`);
    await setOption('DmRendering_cuid', 'text', 'shop 1');
    await run();
    await setOption('Deliverability_NightlyRefresh', 'boolean', 'true');
    await setOption('DmRendering_cuid', 'text', '');
    await run();
    await setOption('DmRendering_cuid', 'text', 'shop 1');
    expect(asked).toEqual([]);
  });

  it('takes the global suppression list alone on a marketing instance', async () => {
    const [bounces, inbound, mx, domains] = await all();
    await run();
    expect((await all()).slice(0, 4)).toEqual([bounces, inbound, mx, domains]);
    expect(await namesOf('suppressions', 'address')).toEqual(['never@example.org', 'nobody@example.org']);
    expect(asked.filter((line) => line.includes('/lists/'))).toEqual([
      'GET /v1/lists/suppressions shop 1',
      'GET /v1/lists/suppressions?page=1 shop 1',
    ]);
  });

  it('replaces the local lists on other instances, rules for inbound mail that people made too', async () => {
    await setOption('NmsServer_InstanceType', 'text', 'midSourcing');
    const suppressed = await rows('suppressions');
    asked.length = 0;
    await run();
    expect(await rows('suppressions')).toEqual(suppressed);
    expect(asked.some((line) => line.includes('suppressions'))).toBe(false);
    const { knex } = engine;
    const stored = async (list: keyof typeof tables, columns: readonly string[], key: string): Promise<unknown> =>
      (await knex(tables[list])
        .orderBy(key)
        .select(...columns)) as unknown;
    expect(
      await knex('nms_bounce_rule').whereNot({ source: 'message' }).orderBy('name').select('name', 'pattern', 'reason'),
    ).toEqual([bounce('spam', '554 spam%', 20), bounce('userUnknown', '550 5.1.%', 1)]);
    expect(await stored('inboundMailRules', ['name', 'pattern', 'reason'], 'name')).toEqual(lists['inboundMailRules']);
    expect(
      await stored('mxRules', ['pattern', 'max_connections', 'max_messages', 'period_seconds'], 'max_connections'),
    ).toEqual(lists['mxRules']);
    expect(await stored('domains', ['domain', 'mx_pattern'], 'domain')).toEqual([
      { domain: 'example.org', mx_pattern: '*.example.org' },
      { domain: 'example.se', mx_pattern: null },
    ]);
    expect(await journal()).toContain('bounceRules: ');
    expect(await journal()).toContain('inboundMailRules: 1 updated: vacation');
    const counts: unknown = await knex('nms_deliverability_update')
      .orderBy('deliverability_update_id')
      .select('list', 'row_count');
    expect(counts).toEqual([
      { list: 'initial', row_count: expect.anything() },
      { list: 'suppressions', row_count: 2 },
      { list: 'bounceRules', row_count: 2 },
      { list: 'inboundMailRules', row_count: 2 },
      { list: 'mxRules', row_count: 2 },
      { list: 'domains', row_count: 2 },
    ]);
  });

  it('changes nothing where nothing has changed, and says so; an empty list deletes nothing', async () => {
    const before = await all();
    await engine.until(nowMs + 60_000);
    await run();
    expect(await all()).toEqual(before);
    expect(await journal()).toContain('All lists were up to date');
    lists['mxRules'] = [];
    lists['bounceRules'] = [bounce('userUnknown', '550 5.1.%', 2), bounce('spam', '554 spam%', 20)];
    await run();
    expect(await namesOf('mxRules', 'pattern')).toHaveLength(2);
    expect(await journal()).toContain('bounceRules: 1 updated: userUnknown');
  });

  it('sends messages qualified Keep alone, once, and those to qualify when they are', async () => {
    const { knex } = engine;
    await knex('nms_broad_log_msg').delete();
    posted.length = 0;
    await knex('xtk_option').where({ name: 'Deliverability_LastBroadLogMsgSent' }).delete();
    const message = (text: string, qualification: string, more = {}) => ({
      text,
      qualification,
      failure_reason: 3,
      source: 'local',
      last_modified_at: dayAgo,
      ...more,
    });
    await knex('nms_broad_log_msg').insert([
      message('451 greylisted', 'keep'),
      message('451 of no interest', 'ignore'),
      message('451 who knows', 'toQualify'),
      message('451 theirs', 'keep', { source: 'service' }),
      message('451 to come', 'keep', { last_modified_at: '2026-02-01T00:00:00.000Z' }),
    ]);
    await run();
    expect(posted.map((list) => list.map(({ text }) => text))).toEqual([['451 greylisted']]);
    expect(await optionOf('Deliverability_LastBroadLogMsgSent')).toBe(dayAgo);
    await run();
    expect(posted).toHaveLength(1);
    await knex('nms_broad_log_msg')
      .where({ text: '451 who knows' })
      .update({ qualification: 'keep', last_modified_at: now });
    await run();
    expect(posted[1]).toEqual([{ text: '451 who knows', failure_reason: 3, qualification: 'keep' }]);
  });

  it('fetches messages from the remembered date on, for what is not qualified here', async () => {
    const { knex } = engine;
    await knex('nms_broad_log_msg').insert(
      ['to qualify', 'kept here', 'ignored here'].map((text, index) => ({
        text,
        qualification: ['toQualify', 'keep', 'ignore'][index],
        failure_reason: 1,
        source: 'local',
        last_modified_at: weekAgo,
      })),
    );
    state.messages = ['to qualify', 'kept here', 'ignored here', 'never seen'].map((text, index) => ({
      text,
      failure_reason: 7,
      qualification: text === 'to qualify' ? 'ignore' : 'toQualify',
      modified_at: index === 3 ? dayAgo : weekAgo,
    }));
    asked.length = 0;
    await run();
    const since = (line: string): boolean => line.includes('/messages?since=');
    expect(asked.filter(since)).toEqual([
      `GET /v1/messages?since=${encodeURIComponent('1970-01-01T00:00:00.000Z')} shop 1`,
    ]);
    const kept = await messages();
    const one = (text: string) => kept.find((message) => message.text === text);
    expect(one('to qualify')).toMatchObject({ qualification: 'ignore', failure_reason: 7, source: 'service' });
    expect(one('kept here')).toMatchObject({ qualification: 'keep', failure_reason: 1, source: 'local' });
    expect(one('ignored here')).toMatchObject({ qualification: 'ignore', failure_reason: 1, source: 'local' });
    expect(one('never seen')).toMatchObject({ qualification: 'toQualify', failure_reason: 7, source: 'service' });
    expect(await optionOf('Deliverability_LastBroadLogMsgDate')).toBe(dayAgo);
    state.messages = [{ text: 'never seen', failure_reason: 7, qualification: 'keep', modified_at: now }];
    await run();
    expect(asked.filter(since).at(-1)).toBe(`GET /v1/messages?since=${encodeURIComponent(dayAgo)} shop 1`);
    expect((await messages()).find(({ text }) => text === 'never seen')?.qualification).toBe('keep');
  });

  it('makes a rule of a message qualified Keep that no rule matches, until a rule does', async () => {
    const made = async (): Promise<unknown> =>
      (await engine
        .knex('nms_bounce_rule')
        .where({ source: 'message' })
        .orderBy('pattern')
        .pluck('pattern')) as unknown;
    const expected = (await messages())
      .filter(({ qualification }) => qualification === 'keep')
      .map(({ text }) => text)
      .filter((text) => !text.startsWith('550 5.1.') && !text.startsWith('554 spam'));
    expect(expected).toEqual(expect.arrayContaining(['451 greylisted', 'never seen']));
    expect(await made()).toEqual(expected.toSorted());
    state.messages = [];
    lists['bounceRules']?.push(bounce('greylisting', '451 GREYLISTED%', 3));
    await engine.knex('nms_broad_log_msg').where({ text: 'never seen' }).update({ qualification: 'ignore' });
    await run();
    expect(await made()).toEqual(
      expected.filter((text) => text !== '451 greylisted' && text !== 'never seen').toSorted(),
    );
  });

  it('fails where the service cannot be reached', async () => {
    await setOption('Deliverability_ServiceUrl', 'text', 'http://127.0.0.1:1');
    const instance = instanceIdSchema.parse('i_unreachable');
    await engine.ask({ operation: 'runNow', instance, input: {} }, { workflow: 'deliverabilityUpdate' });
    for (const minutes of [10, 20, 30]) await engine.until(nowMs + minutes * 60_000);
    expect(await engine.knex('sb_instance').where({ id: instance }).first()).toMatchObject({ status: 'paused' });
  });
});
