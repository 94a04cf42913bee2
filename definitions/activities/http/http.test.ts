import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { nothingOutside } from '../../../engine/activity/nothingOutside.ts';
import { jsonSchema } from '../../../engine/model/json.ts';
import { describeOnDatabases } from '../../../test/support/kindDatabase.ts';
import { loopbackClient } from '../../../test/support/outsideForTests.ts';
import { executorRun } from '../../../test/support/kindRun.ts';
import { httpExecutor } from './http.executor.ts';
import { httpKind } from './http.kind.ts';

interface Asked {
  readonly line: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}
type Answering = (request: http.IncomingMessage, answer: http.ServerResponse) => void;

/** A server on this machine that answers as the test says and keeps what it was asked. */
function localServer() {
  const asked: Asked[] = [];
  const state: { answer: Answering } = { answer: (_request, answer) => answer.end() };
  const server = http.createServer((request, answer) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      asked.push({ line: `${request.method ?? ''} ${request.url ?? ''}`, headers: request.headers, body });
      state.answer(request, answer);
    });
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    asked.length = 0;
  });
  const port = () => (server.address() as AddressInfo).port;
  return { asked, state, url: (path: string) => `http://127.0.0.1:${String(port())}${path}` };
}

const json =
  (value: unknown, status = 200): Answering =>
  (_request, answer) => {
    answer.writeHead(status, { 'content-type': 'application/json' });
    answer.end(JSON.stringify(value));
  };

describe('an HTTP request', () => {
  const { asked, state, url } = localServer();
  const secret = 's3cr3t-word';
  const outside = { http: loopbackClient(new Map([['crm', secret]])) };
  const execute = (written: object, vars = {}) => {
    const { run } = executorRun(httpKind.schema.parse(written), { vars, outside });
    return httpExecutor.execute(run);
  };

  it('keeps the answer, JSON as a value and else as a text', async () => {
    state.answer = json({ total: 3 });
    expect((await execute({ url: url('/a') })).vars).toMatchObject({ status: 200, body: { total: 3 } });
    state.answer = (_request, answer) => answer.end('plain');
    expect((await execute({ url: url('/a') })).vars).toMatchObject({ status: 200, body: 'plain' });
  });

  it('takes the address of a service from an option, and sends no credential there', async () => {
    state.answer = json({});
    const written = httpKind.schema.parse({ url: "{{ option('Service') }}/lists/{{ vars.name }}" });
    const { run } = executorRun(written, { vars: { name: 'a/b' }, outside });
    const executeAt = (address: unknown) =>
      httpExecutor.execute({
        ...run,
        evaluate: (source) => (source === "option('Service')" ? jsonSchema.parse(address) : run.evaluate(source)),
      });
    for (const address of [url(''), url('/'), url('/v1/')]) await executeAt(address);
    expect(asked.map(({ line }) => line)).toEqual(['GET /lists/a%2Fb', 'GET /lists/a%2Fb', 'GET /v1/lists/a%2Fb']);
    for (const address of [
      '',
      'shop.example.org',
      'https://',
      'ftp://host',
      'https://user@host',
      'https://host?x',
      null,
      3,
    ])
      await expect(executeAt(address)).rejects.toMatchObject({ failure: { cause: 'data' } });
    expect(httpKind.schema.safeParse({ url: "{{ option('Service') }}/a", credential: 'crm' }).success).toBe(false);
    for (const address of [
      '{{ vars.host }}/a',
      "https://{{ option('Service') }}/a",
      "{{ option('Service') }}.example.org/a",
    ])
      expect(httpKind.schema.safeParse({ url: address }).success).toBe(false);
  });

  it('keeps each value of an address within its part', async () => {
    const vars = { id: '7/../../admin?x=1#y', name: 'Åsa & Co' };
    await execute({ url: url('/orders/{{ vars.id }}?name={{ vars.name }}') }, vars);
    expect(asked[0]?.line).toBe('GET /orders/7%2F..%2F..%2Fadmin%3Fx%3D1%23y?name=%C3%85sa%20%26%20Co');
    await expect(execute({ url: url('/orders/{{ vars.id }}/x') }, { id: '..' })).rejects.toMatchObject({
      failure: { cause: 'data' },
    });
  });

  it('sends headers, a body as JSON, and a key that stays over attempts', async () => {
    const written = { method: 'POST', url: url('/a'), headers: { 'X-Day': '{{ vars.day }}' }, body: '{"a": vars.n}' };
    await execute(written, { day: 'Monday', n: 3 });
    expect(asked[0]).toMatchObject({
      line: 'POST /a',
      body: '{"a":3}',
      headers: { 'x-day': 'Monday', 'content-type': 'application/json', 'idempotency-key': 'i1/i1.t1' },
    });
  });

  it('sends a credential, which shows nowhere, and which a redirect to another host does not get', async () => {
    state.answer = (request, answer) => {
      answer.writeHead(500, { 'x-echo': request.headers.authorization });
      answer.end(`no: ${request.headers.authorization ?? ''}`);
    };
    const failed = execute({ url: url('/a'), credential: 'crm' });
    await expect(failed).rejects.toMatchObject({
      failure: { cause: 'transient', message: expect.stringContaining('no: Bearer ********') },
    });
    expect(asked[0]?.headers.authorization).toBe(`Bearer ${secret}`);
    state.answer = (request, answer) => {
      if (request.url === '/a') answer.writeHead(302, { location: url('/b').replace('127.0.0.1', 'localhost') });
      answer.end();
    };
    await execute({ url: url('/a'), credential: 'crm' });
    expect(asked.at(-1)).toMatchObject({ line: 'GET /b' });
    expect(asked.at(-1)?.headers.authorization).toBeUndefined();
    await expect(execute({ url: url('/a'), credential: 'shop' })).rejects.toMatchObject({
      failure: { cause: 'config' },
    });
  });

  it('gives its headers to no other host, whatever they are named', async () => {
    state.answer = (request, answer) => {
      const other = url('/b').replace('127.0.0.1', 'localhost');
      if (request.url === '/a') answer.writeHead(307, { location: other });
      if (request.url === '/b') answer.writeHead(307, { location: url('/c') });
      answer.end();
    };
    const headers = { 'X-Api-Key': 'a canary', Cookie: 'a canary', Accept: 'text/csv' };
    await execute({ method: 'DELETE', url: url('/a'), headers, credential: 'crm' });
    expect(asked.map(({ line }) => line)).toEqual(['DELETE /a', 'DELETE /b', 'DELETE /c']);
    expect(asked[0]?.headers).toMatchObject({ 'x-api-key': 'a canary', cookie: 'a canary' });
    for (const { headers: got } of asked.slice(1)) {
      expect(got).toMatchObject({ accept: 'text/csv' });
      expect(got['idempotency-key']).toBe('i1/i1.t1');
      expect(JSON.stringify(got)).not.toMatch(/canary|s3cr3t/);
    }
  });

  it.each([307, 308])('[V10] gives its body to no other host, however a %i leads there', async (status) => {
    state.answer = (request, answer) => {
      const next = request.url === '/a' ? url('/b') : url('/c').replace('127.0.0.1', 'localhost');
      answer.writeHead(status, { location: next });
      answer.end();
    };
    const written = { method: 'POST', url: url('/a'), body: "{'word': 'a canary'}", credential: 'crm' };
    await expect(execute(written)).rejects.toMatchObject({
      failure: { cause: 'refused', message: expect.stringContaining('localhost') },
    });
    expect(asked.map(({ line }) => line)).toEqual(['POST /a', 'POST /b']);
    expect(asked[1]).toMatchObject({ body: '{"word":"a canary"}', headers: { authorization: `Bearer ${secret}` } });
  });

  it('[V10] gives neither body nor secrets where a redirect makes it a GET of another host, and the next one of a third', async () => {
    state.answer = (request, answer) => {
      const other = url('/b').replace('127.0.0.1', 'localhost');
      if (request.url === '/a') answer.writeHead(303, { location: other });
      if (request.url === '/b') answer.writeHead(308, { location: url('/c') });
      answer.end();
    };
    const headers = { 'X-Api-Key': 'a canary' };
    await execute({ method: 'POST', url: url('/a'), headers, body: "'a canary'", credential: 'crm' });
    expect(asked.map(({ line }) => line)).toEqual(['POST /a', 'GET /b', 'GET /c']);
    expect(JSON.stringify(asked.slice(1))).not.toMatch(/canary|s3cr3t|content-type/);
  });

  it.each([
    [400, 'refused'],
    [404, 'refused'],
    [408, 'transient'],
    [425, 'transient'],
    [429, 'transient'],
    [503, 'transient'],
  ])('fails for an answer of %i, with what it says', async (status, cause) => {
    state.answer = json({ why: 'because' }, status);
    await expect(execute({ url: url('/a') })).rejects.toMatchObject({
      failure: { cause, message: expect.stringContaining('because') },
    });
  });

  it('fails for what is too large, too slow, no JSON, led on for ever or not there', async () => {
    state.answer = (_request, answer) => answer.end('x'.repeat(1_000_000));
    await expect(execute({ url: url('/a') })).rejects.toMatchObject({ failure: { cause: 'data' } });
    state.answer = () => undefined;
    await expect(execute({ url: url('/a'), timeLimit: '0.2s' })).rejects.toMatchObject({
      failure: { cause: 'timeout' },
    });
    state.answer = (_request, answer) => {
      answer.writeHead(200, { 'content-type': 'application/json' });
      answer.end('{');
    };
    await expect(execute({ url: url('/a') })).rejects.toMatchObject({ failure: { cause: 'data' } });
    state.answer = (_request, answer) => {
      answer.writeHead(302, { location: '/a' });
      answer.end();
    };
    await expect(execute({ url: url('/a') })).rejects.toMatchObject({ failure: { cause: 'data' } });
    state.answer = (request) => request.socket.destroy();
    await expect(execute({ url: url('/a') })).rejects.toMatchObject({ failure: { cause: 'transient' } });
  });

  it('is ended when its task is', async () => {
    const stop = new AbortController();
    state.answer = () => {
      stop.abort();
    };
    const call = { method: 'GET', url: url('/a'), headers: {}, timeLimitMs: 20_000, bytesAtMost: 1_000 };
    await expect(outside.http.send({ ...call, signal: stop.signal })).rejects.toMatchObject({
      failure: { cause: 'cancelled' },
    });
  });

  it('asks only what is an address with a host', () => {
    const taken = (address: string) => httpKind.schema.safeParse({ url: address }).success;
    expect(taken('https://a.example/{{ vars.x }}')).toBe(true);
    for (const address of ['ftp://a', 'https://{{ vars.host }}/', '/a', 'https://user:word@host/', 'https://'])
      expect(taken(address)).toBe(false);
  });
});

describeOnDatabases('the rows of an HTTP answer', (database) => {
  const { asked, state, url } = localServer();
  const lent = { outside: { ...nothingOutside, http: loopbackClient(new Map()) } };
  const columns = { id: 'integer', name: 'text', price: 'number', open: 'boolean', at: 'instant' };
  const execute = (written: object, isOutside = false) =>
    database.execute(httpExecutor, httpKind.schema.parse({ url: url('/rows'), rows: 'response.body', ...written }), {
      lent,
      isOutside,
    });

  it('become a work table with the types that are asked for', async () => {
    const at = '2026-01-31T04:00:00.000Z';
    state.answer = json([
      { id: 1, name: 'pen "é"', price: 1.5, open: true, at, more: 1 },
      { id: 2, name: { a: 1 } },
    ]);
    const { workTable, vars } = await execute({ columns });
    const rows = await database.rows(workTable);
    expect(rows).toMatchObject([
      { id: 1, name: 'pen "é"', price: 1.5, at },
      { id: 2, name: '{"a":1}', price: null, open: null, at: null },
    ]);
    expect(vars).toMatchObject({ recordCount: 2, status: 200, pages: 1, firstRow: { id: 1 } });
    expect((await database.tables()).filter((name) => name.startsWith('wkf_'))).toEqual([workTable?.name]);
  });

  it('come in pages, by parameters or by links, so many at most', async () => {
    state.answer = (request, answer) => {
      const page = Number(new URL(request.url ?? '', 'http://a').searchParams.get('page') ?? 1);
      const headers = page < 3 ? { link: `</rows?page=${String(page + 1)}>; rel="next"` } : {};
      answer.writeHead(200, { 'content-type': 'application/json', ...headers });
      answer.end(JSON.stringify([{ id: page }]));
    };
    const only = { columns: { id: 'integer' } };
    const byLink = await execute({ ...only, paginate: {} });
    expect(await database.rows(byLink.workTable)).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
    const next = "page < 2 ? {'page': page + 1} : {}";
    const byParameter = await execute({ ...only, paginate: { next } });
    expect(byParameter.vars).toMatchObject({ recordCount: 2, pages: 2 });
    expect(asked.at(-1)?.line).toBe('GET /rows?page=2');
    await expect(execute({ ...only, paginate: { pages: 2 } })).rejects.toMatchObject({ failure: { cause: 'data' } });
    await expect(execute({ ...only, paginate: { next: "'/rows'" } })).rejects.toMatchObject({
      failure: { message: expect.stringContaining('leads back') },
    });
  });

  it('come from a page of another host without the headers for the first', async () => {
    state.answer = (request, answer) => {
      const next = url('/rows?page=2').replace('127.0.0.1', 'localhost');
      answer.writeHead(200, {
        'content-type': 'application/json',
        ...(request.url === '/rows' && { link: `<${next}>; rel="next"` }),
      });
      answer.end('[{"id": 1}]');
    };
    await execute({ columns: { id: 'integer' }, paginate: {}, headers: { 'X-Api-Key': 'a canary' } });
    expect(asked.map(({ headers }) => headers['x-api-key'])).toEqual(['a canary', undefined]);
    expect(asked[1]?.headers['idempotency-key']).toBe(asked[0]?.headers['idempotency-key']);
  });

  it('leave nothing behind where a later page fails', async () => {
    state.answer = (request, answer) => {
      answer.writeHead(request.url === '/rows' ? 200 : 503, {
        'content-type': 'application/json',
        link: '</rows?page=2>; rel="next"',
      });
      answer.end('[{"id": 1}]');
    };
    await expect(execute({ columns: { id: 'integer' }, paginate: {} }, true)).rejects.toMatchObject({
      failure: { cause: 'transient' },
    });
    expect((await database.tables()).filter((name) => name.startsWith('wkf_'))).toEqual([]);
  });

  it('are a list of objects', async () => {
    state.answer = json({ orders: 3 });
    await expect(execute({ columns })).rejects.toMatchObject({ failure: { cause: 'data' } });
  });
});
