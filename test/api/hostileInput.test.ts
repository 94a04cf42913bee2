import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { signIn } from '../support/apiClient.ts';
import type { ApiClient } from '../support/apiClient.ts';
import { startWeb } from './support/startWeb.ts';
import type { TestWeb } from './support/startWeb.ts';
import { twoSteps } from './support/workflows.ts';

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
