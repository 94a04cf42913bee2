import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../support/apiClient.ts';
import type { ApiClient } from '../support/apiClient.ts';
import { startWeb } from './support/startWeb.ts';
import type { TestWeb } from './support/startWeb.ts';

describe('what cannot be read or found', () => {
  const editorDir = mkdtempSync(path.join(tmpdir(), 'signalbox-editor-'));
  let web: TestWeb;
  let admin: ApiClient;

  beforeAll(async () => {
    mkdirSync(path.join(editorDir, 'assets'));
    writeFileSync(path.join(editorDir, 'index.html'), '<!doctype html><title>the editor</title>');
    writeFileSync(path.join(editorDir, 'assets', 'main-1234.js'), 'export {};');
    web = await startWeb({ worker: false, editorDir });
    admin = await signIn(web.url);
  });
  afterAll(async () => {
    await web.close();
    rmSync(editorDir, { recursive: true });
  });

  const post = (body: string, type: string) =>
    fetch(`${web.url}/api/workflows`, {
      method: 'POST',
      headers: { cookie: admin.cookie, 'content-type': type },
      body,
    });

  it.each([
    ['POST', '/api/workflows', (nest: unknown) => ({ name: 'deep', variables: { nest } })],
    ['POST', '/api/workflows/deep/validate', (nest: unknown) => ({ name: 'deep', variables: { nest } })],
    ['PUT', '/api/workflows/deep/draft', (nest: unknown) => ({ definition: { nest } })],
    ['POST', '/api/signals/deep', (nest: unknown) => ({ vars: { nest } })],
    ['POST', '/api/workflows/deep/instances', (nest: unknown) => ({ input: { nest } })],
  ])('answers 422 for a body that is nested too deep: %s %s', async (method, address, bodyWith) => {
    const marked = JSON.stringify(bodyWith('here'));
    const nestedBy = (levels: number) => marked.replace('"here"', '['.repeat(levels) + ']'.repeat(levels));
    const send = (body: string) =>
      fetch(web.url + address, {
        method,
        headers: {
          cookie: admin.cookie,
          'content-type': 'application/json',
          'idempotency-key': `${address}${body.length}`,
        },
        body,
      });
    for (const levels of [65, 100_000]) {
      const answer = await send(nestedBy(levels));
      expect(answer.status).toBe(422);
      expect(await answer.json()).toMatchObject({
        errors: [{ pointer: '', message: expect.stringContaining('nested') }],
      });
    }
    expect((await send(nestedBy(40))).status).not.toBe(500);
  });

  it('answers 400 for a body that is no JSON', async () => {
    const answers = await Promise.all([
      post('{"name":', 'application/json'),
      post('name=a', 'application/x-www-form-urlencoded'),
    ]);
    for (const answer of answers) {
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(await answer.json()).toMatchObject({ status: 400, code: 'malformed', type: '/problems/malformed' });
    }
  });

  it('answers 413 for more than 10 MB', async () => {
    const answer = await post(JSON.stringify({ name: 'x'.repeat(11_000_000) }), 'application/json');
    expect(await answer.json()).toMatchObject({ status: 413, code: 'too-large' });
  });

  it('answers 404 for an unknown address of the API, whatever is asked', async () => {
    expect(await admin.get('/api/nothing')).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(await admin.post('/api/nothing')).toMatchObject({ status: 404 });
    expect(await admin.get('/api/instances/nobody')).toMatchObject({
      status: 404,
      body: { detail: expect.stringContaining('nobody') },
    });
  });

  it('answers 405 with the methods that an address takes', async () => {
    const answer = await admin.send('DELETE', '/api/workflows');
    expect(answer).toMatchObject({ status: 405, body: { code: 'method-not-allowed' } });
    expect(answer.headers.get('allow')).toBe('GET, POST');
  });

  it('tells all faults of a call at once, each with its pointer', async () => {
    const answer = await admin.get('/api/instances?page=0&status=asleep');
    expect(answer).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/query/page' }, { pointer: '/query/status' }] },
    });
    const body = { name: '', role: 'king', password: 'short', more: 1 };
    const pointers = ((await admin.post('/api/operators', body)).body as { errors: { pointer: string }[] }).errors;
    expect(pointers.map(({ pointer }) => pointer)).toEqual(expect.arrayContaining(['/name', '/role', '/password']));
  });

  it('serves the editor for its pages and its files with their names', async () => {
    const page = await fetch(`${web.url}/workflows/cleanup`, { headers: { accept: 'text/html' } });
    expect(await page.text()).toContain('the editor');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const file = await fetch(`${web.url}/assets/main-1234.js`, { headers: { 'accept-encoding': 'gzip, br' } });
    expect(file.headers.get('cache-control')).toContain('immutable');
    expect([file.headers.get('content-encoding'), await file.text()]).toEqual(['br', 'export {};']);
    expect((await fetch(`${web.url}/assets/none.js`)).status).toBe(404);
    expect((await fetch(`${web.url}/secret.json`, { headers: { accept: 'application/json' } })).status).toBe(404);
  });
});
