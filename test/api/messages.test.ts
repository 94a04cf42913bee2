import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { packages } from '../../definitions/registry/packages.generated.ts';
import { nothingOutside } from '../../engine/activity/nothingOutside.ts';
import { createMailer } from '../../server/outside/mailer.ts';
import { signIn, type ApiClient } from '../support/apiClient.ts';
import { mailServer, readMail } from '../support/mailServer.ts';
import { until } from '../support/until.ts';
import { startWeb, type TestWeb } from './support/startWeb.ts';

const person = 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0';
const at = '2026-01-31T04:00:00.000Z';

const queueSchema = z.array(
  z.object({ server: z.string(), broad_log: z.string(), tracking_url: z.string(), user_agent: z.string().nullable() }),
);

describe('what is in a message that was sent', () => {
  const { mails, url } = mailServer();
  let web: TestWeb;
  let admin: ApiClient;
  let mail = '';

  const sending = {
    name: 'sendNews',
    activities: { begin: { type: 'start' }, send: { type: 'delivery', delivery: '7001' }, done: { type: 'end' } },
    transitions: [
      { from: 'begin', to: 'send' },
      { from: 'send', to: 'done' },
    ],
  };
  const html =
    '<p>Hello {{ recipient.first_name }}</p><a href="https://shop.example/new?a=1&amp;b=2">new</a> <a href="{{ mirrorPage }}">page</a><script>alert(1)</script>';

  async function drawDelivery(): Promise<void> {
    const { engine } = web;
    const dates = { created_at: at, last_modified_at: at };
    await engine('nms_recipient').insert({
      recipient_id: 7001,
      first_name: '<Ann>',
      last_name: 'Berg',
      email: 'ann@example.com',
      ...dates,
    });
    await engine('nms_group').insert({ group_id: 7001, label: 'News', last_modified_at: at });
    await engine('nms_rcp_grp_rel').insert({ rcp_grp_rel_id: 7001, group_id: 7001, recipient_id: 7001 });
    await engine('nms_delivery').insert([
      { delivery_id: 7001, label: 'News', state: 51, delivery_mapping_id: 1, target_group_id: 7001, ...dates },
      { delivery_id: 7002, label: 'Another', state: 0, ...dates },
    ]);
    await engine('nms_delivery_content').insert({
      delivery_content_id: 7001,
      delivery_id: 7001,
      sender: 'shop@shop.example',
      subject: 'News & more for {{ recipient.last_name }}',
      text_body: '',
      html_body: html,
      last_modified_at: at,
    });
    await engine('nms_tracking_url').insert([
      { tracking_url_id: 7001, delivery_id: 7002, type: 1, source_url: 'https://elsewhere.example/' },
      { tracking_url_id: 7002, delivery_id: 7001, type: 1, source_url: 'javascript:alert(1)' },
    ]);
  }

  beforeAll(async () => {
    const sender = { send: (sent: Parameters<ReturnType<typeof createMailer>['send']>[0]) => mailer().send(sent) };
    let made: ReturnType<typeof createMailer> | undefined;
    const mailer = () => (made ??= createMailer({ url: url(), from: 'box@example.com' }));
    const outside = { ...nothingOutside, publicUrl: 'https://public.example', mail: { sends: true, ...sender } };
    // What it cannot take over it says.
    web = await startWeb({ packages, outside, log: pino({ level: 'silent' }) });
    admin = await signIn(web.url);
    await web.changePackage({ what: 'install', name: 'delivery', demo: true });
    await drawDelivery();
    expect((await admin.post('/api/workflows', sending)).status).toBe(201);
    const begun = await admin.post('/api/workflows/sendNews/instances', { input: {} });
    const { id } = z.object({ id: z.string() }).parse(begun.body);
    await until('the delivery is sent', async () => {
      const { status } = z.object({ status: z.string() }).parse((await admin.get(`/api/instances/${id}`)).body);
      return status === 'finished';
    });
    mail = readMail(mails[0] ?? '');
  }, 120_000);
  afterAll(() => web.close());

  const visit = (path: string, { method = 'GET', agent = person, headers = {} } = {}): Promise<Response> =>
    fetch(web.url + path, { method, redirect: 'manual', headers: { 'user-agent': agent, ...headers } });
  const linkIn = (letter: string): string =>
    new RegExp(`https://public\\.example(/${letter}/[0-9a-f-]+)`).exec(mail)?.[1] ?? 'none';
  const queue = async () => {
    const rows: unknown = await web
      .engine('nms_tracking_queue')
      .where({ server: 'web' })
      .orderBy('tracking_queue_id')
      .select('server', 'broad_log', 'tracking_url', 'user_agent');
    return queueSchema.parse(rows);
  };
  const lines = (count: number) => until(`${String(count)} lines`, async () => (await queue()).length === count);
  const typeOf = async (number: string): Promise<unknown> =>
    (await web.engine('nms_tracking_url').where({ tracking_url_id: number }).first('type', 'source_url')) as unknown;
  const logNumber = async (): Promise<string> =>
    z
      .object({ broad_log_id: z.coerce.string() })
      .parse(await web.engine('nms_broad_log_rcp').where({ delivery_id: 7001 }).first('broad_log_id')).broad_log_id;

  it('[R1] leads over the server to where it leads, shows as opened and as a page, and each is noted once', async () => {
    const followed = await visit(linkIn('r'));
    expect([followed.status, followed.headers.get('location')]).toEqual([302, 'https://shop.example/new?a=1&b=2']);
    const opened = await visit(linkIn('o'));
    expect([opened.status, opened.headers.get('content-type')]).toEqual([200, 'image/gif']);
    expect((await opened.arrayBuffer()).byteLength).toBe(42);
    const shown = await visit(linkIn('m'));
    expect(shown.status).toBe(200);
    await lines(3);
    const log = await logNumber();
    const noted = await queue();
    expect(noted.map(({ broad_log, user_agent }) => [broad_log, user_agent])).toEqual(noted.map(() => [log, person]));
    const links = await Promise.all(noted.map((line) => typeOf(line.tracking_url)));
    expect(links).toEqual([
      { type: 1, source_url: 'https://shop.example/new?a=1&b=2' },
      { type: 2, source_url: '' },
      { type: 4, source_url: '' },
    ]);
  });

  it('[R3] shows as a page what was sent, whatever its recipient is called by now, and runs nothing', async () => {
    await web.engine('nms_recipient').where({ recipient_id: 7001 }).update({ first_name: 'Renamed' });
    const shown = await visit(linkIn('m'), { method: 'GET', agent: 'curl/8' });
    const text = await shown.text();
    expect(text).toContain('<p>Hello &lt;Ann&gt;</p>');
    expect(text).toContain('<title>News &amp; more for Berg</title>');
    expect(text).toContain(`<a href="..${linkIn('r')}">new</a>`);
    const policy = shown.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/; sandbox allow-popups /);
    expect(policy).not.toContain('allow-scripts');
  });

  it('[R2] is answered and not noted where nobody is there: the head alone, a program, a look ahead', async () => {
    const before = (await queue()).length;
    for (const letter of ['r', 'o', 'm']) {
      expect((await visit(linkIn(letter), { method: 'HEAD' })).status).toBe(letter === 'r' ? 302 : 200);
      expect((await visit(linkIn(letter), { agent: 'Googlebot/2.1' })).status).toBeLessThan(400);
      expect((await visit(linkIn(letter), { headers: { 'sec-purpose': 'prefetch' } })).status).toBeLessThan(400);
    }
    await visit(linkIn('o'), { agent: 'Mozilla/5.0 (Windows NT 5.1) (via ggpht.com GoogleImageProxy)' });
    await lines(before + 1);
    expect((await queue()).at(-1)?.user_agent).toContain('GoogleImageProxy');
  });

  it('[R2] leads nowhere else: not to the link of another delivery, to what is no web address, or where nothing was sent', async () => {
    const [, token = ''] = /^\/r\/([0-9a-f]{32})-/.exec(linkIn('r')) ?? [];
    const strange = [
      `/r/${token}-7001`,
      `/r/${token}-7002`,
      `/r/${token}-99999999999999999999`,
      `/r/${token}`,
      `/r/${token.replaceAll(/./g, '0')}-7002`,
      `/r/${token.replaceAll(/./g, '0')}-999999`,
      `/o/${token.replaceAll(/./g, '0')}-7001`,
      `/r/${encodeURIComponent('https://evil.example')}`,
      `/o/${linkIn('r').slice(3)}`,
      '/m/1',
      `/m/${'0'.repeat(32)}`,
    ];
    const before = (await queue()).length;
    for (const path of strange) expect([path, (await visit(path)).status]).toEqual([path, 404]);
    expect((await visit(linkIn('r'), { method: 'POST' })).status).toBe(405);
    await visit(linkIn('o'));
    await lines(before + 1);
  });

  it('[R2] leads where it led when its delivery log was purged, and is not noted any more', async () => {
    const before = (await queue()).length;
    const log = await web.engine('nms_broad_log_rcp').where({ delivery_id: 7001 }).first('token');
    await web.engine('nms_broad_log_rcp').where({ delivery_id: 7001 }).update({ token: null });
    const followed = await visit(linkIn('r'));
    await web.engine('nms_broad_log_rcp').where({ delivery_id: 7001 }).update(log);
    expect([followed.status, followed.headers.get('location')]).toEqual([302, 'https://shop.example/new?a=1&b=2']);
    await visit(linkIn('o'));
    await lines(before + 1);
  });

  it('[R4] is noted although something else that came before it cannot be', async () => {
    const before = (await queue()).length;
    const received = { received_at: at };
    await web.inbox('sb_package_row').insert([
      { target: 'nms_tracking_queue', content: '{"no_such_column": 1}', ...received },
      { target: 'nms_no_such_table', content: '{"a": 1}', ...received },
      { target: 'sb_instance', content: '{"id": "i_forged"}', ...received },
    ]);
    await visit(linkIn('o'));
    await lines(before + 1);
    expect(await web.engine('sb_instance').where({ id: 'i_forged' })).toEqual([]);
  });

  it('[R2] is not found by trying: whoever asks for many that are not there is refused for a while', async () => {
    const tried = await Promise.all(Array.from({ length: 70 }, (_, index) => visit(`/m/${String(index)}`)));
    expect(tried.map(({ status }) => status)).toContain(429);
  });

  it('[R3] is no page any more when its data was purged', async () => {
    await web.engine('nms_mirror_page_search').where({ delivery_id: 7001 }).delete();
    expect([404, 429]).toContain((await visit(linkIn('m'))).status);
  });
});
