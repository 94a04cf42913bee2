import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { io } from 'socket.io-client';
import { z } from 'zod';
import { signIn } from '../support/apiClient.ts';
import type { ApiClient } from '../support/apiClient.ts';
import { connectWatcher } from './support/liveWatcher.ts';
import { startWeb } from './support/startWeb.ts';
import type { TestWeb } from './support/startWeb.ts';
import { until } from './support/until.ts';
import { twoSteps, waitThenEnd } from './support/workflows.ts';

const levels = 20_000;
const deep = (): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

describe('hostile input', () => {
  let web: TestWeb;
  let admin: ApiClient;
  beforeAll(async () => {
    web = await startWeb();
    admin = await signIn(web.url);
    await admin.post('/api/workflows', twoSteps('plain'));
  }, 60_000);
  afterAll(() => web.close());

  const sendText = async (path: string, text: string, method = 'POST'): Promise<{ status: number; text: string }> => {
    const answer = await fetch(`${web.url}${path}`, {
      method,
      headers: { cookie: admin.cookie, 'content-type': 'application/json' },
      body: text,
    });
    return { status: answer.status, text: await answer.text() };
  };

  it('[V4] JSON of thousands of levels is refused plainly at every address that takes a body', async () => {
    const addresses = [
      ['/api/signals/ping', `{"vars":${deep()}}`],
      ['/api/workflows', deep()],
      ['/api/workflows/plain/instances', `{"input":${deep()}}`],
      ['/api/workflows/plain/validate', deep()],
      ['/api/session', deep()],
      ['/api/bulk', deep()],
    ] as const;
    for (const [address, body] of addresses) {
      const answer = await sendText(address, body);
      expect(answer.status, `${address}: ${answer.text.slice(0, 200)}`).toBeGreaterThanOrEqual(400);
      expect(answer.status, `${address}: ${answer.text.slice(0, 200)}`).toBeLessThan(500);
    }
    const drawn = await sendText('/api/workflows/plain/draft', `{"definition":${deep()}}`, 'PUT');
    expect(drawn.status).toBeLessThan(500);
    expect((await admin.get('/health/live')).status).toBe(200);
  });

  it('[V4] a payload of 10 MB is refused plainly, and the next one is taken', async () => {
    const large = JSON.stringify({ vars: { text: 'x'.repeat(10_000_000) } });
    expect((await sendText('/api/signals/ping', large)).status).toBe(413);
    expect((await sendText('/api/signals/ping', '{"vars":{"text":"y"}}')).status).toBe(202);
  });

  it('[V9] a journal with characters that a text column refuses can be read and searched', async () => {
    await admin.post('/api/workflows', waitThenEnd('odd'));
    const begun = await admin.post('/api/workflows/odd/instances', { input: {} });
    const { id } = z.object({ id: z.string() }).parse(begun.body);
    const reason = 'because\0of \u{1F600} \uD800 \\u0000';
    expect((await admin.post(`/api/instances/${id}/kill`, { reason })).status).toBe(202);
    const find = async (text: string) => {
      const { status, body } = await admin.get(`/api/instances/${id}/journal?q=${encodeURIComponent(text)}`);
      return { status, found: JSON.stringify(body).includes('because') };
    };
    await until(
      () => find('because'),
      ({ status, found }) => status !== 200 || found,
    );
    expect(await find('\u{1F600}')).toEqual({ status: 200, found: true });
    expect(await find('nowhere')).toEqual({ status: 200, found: false });
    expect((await admin.get(`/api/instances/${id}/history`)).status).toBe(200);
  });

  it('[V4] messages of the live stream that are deep, large or of a wrong shape harm nobody but who sends them', async () => {
    const good = await connectWatcher(web.url, { cookie: admin.cookie });
    const nest = (levels: number): unknown => {
      let value: unknown = 1;
      for (let level = 0; level < levels; level += 1) value = { a: value };
      return value;
    };
    const long = 'x'.repeat(10_000_000);
    const wrong = [
      null,
      7,
      'instance',
      [],
      {},
      { instance: { $ne: 1 } },
      { instance: '__proto__' },
      { instance: 'a\0b' },
    ];
    // As deep as the client's own writer nests; what is larger than the connection takes ends it.
    for (const message of [
      ...wrong,
      nest(3_000),
      { instance: nest(3_000) },
      { instance: long },
      { instance: 'x', after: -1 },
    ]) {
      const bad = io(`${web.url}/live`, {
        transports: ['websocket'],
        extraHeaders: { cookie: admin.cookie },
        reconnection: false,
        forceNew: true,
      });
      const ended = new Promise<string>((resolve) => {
        bad.once('connect', () => {
          bad.timeout(5_000).emit('watch', message, (error: unknown, answer: unknown) => {
            resolve(error ? 'closed' : z.object({ status: z.string() }).parse(answer).status);
          });
        });
        bad.once('disconnect', () => {
          resolve('closed');
        });
      });
      expect(['refused', 'closed'], JSON.stringify(message).slice(0, 60)).toContain(await ended);
      bad.disconnect();
    }
    expect(good.client.connected).toBe(true);
    expect(await good.watch({ workflows: {} })).toMatchObject({ status: 'watching' });
    good.close();
  }, 60_000);

  it('[V4] characters that a database does not take in a text are refused, and those that JSON carries come back', async () => {
    const nul = String.fromCodePoint(0);
    const odd = { id: 'odd', vars: { [`a${nul}b`]: `${nul}"'\\;--☃\u{1F600}\uFFFF`, __proto__x: '${7}' } };
    expect((await admin.post('/api/signals/odd', odd)).status).toBe(202);
    const { body } = await admin.get('/api/signals?name=odd');
    expect(z.object({ items: z.array(z.object({ vars: z.unknown() })) }).parse(body).items[0]?.vars).toEqual(odd.vars);
    for (const bad of [{ key: `k${nul}` }, { id: `i${nul}` }]) {
      const answer = await admin.post('/api/signals/odd', bad);
      expect(answer.status, JSON.stringify(answer.body)).toBe(422);
    }
    const reason = await admin.post('/api/workflows/plain/pause', { reason: `because${nul}` });
    expect(reason.status).toBeLessThan(500);
    const named = await admin.get(`/api/workflows?q=${encodeURIComponent(nul)}`);
    expect(named.status).toBe(422);
  });
});
