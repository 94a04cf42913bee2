import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { signIn } from '../support/apiClient.ts';
import { createPostgresDatabase, type PostgresDatabase } from '../support/postgres.ts';
import { killProcess, startServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

const telling = (port: number) => ({
  name: 'telling',
  activities: {
    begin: { type: 'start' },
    ask: { type: 'http', method: 'POST', url: `http://127.0.0.1:${String(port)}/orders`, body: "{'order': 7}" },
    mail: { type: 'email', to: 'ben@example.com', subject: 'Order 7', text: 'It was answered with {{ vars.status }}.' },
    done: { type: 'end', result: 'vars.sent' },
  },
  transitions: [
    { from: 'begin', to: 'ask' },
    { from: 'ask', to: 'mail' },
    { from: 'mail', to: 'done' },
  ],
});

const begunSchema = z.object({ id: z.string() });
const instanceSchema = z.object({ status: z.string(), result: z.unknown() });
const journalSchema = z.object({
  items: z.array(z.object({ code: z.string().nullable(), activity: z.string().nullable() })),
});

/** Others that are reached: the first time that each has heard all, whoever asked dies before an answer comes. */
function others(kill: () => void) {
  const keys: unknown[] = [];
  const mails: string[] = [];
  const web = http.createServer((request, answer) => {
    keys.push(request.headers['idempotency-key']);
    if (keys.length === 1) kill();
    else answer.writeHead(201).end();
  });
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, taken) => {
      let text = '';
      stream.on('data', (part: Buffer) => (text += part.toString()));
      stream.once('end', () => {
        mails.push(/^Message-ID: (.*)$/im.exec(text)?.[1] ?? 'none');
        if (mails.length === 1) kill();
        else taken();
      });
    },
    logger: false,
  });
  smtp.on('error', () => undefined);
  return { keys, mails, web, smtp };
}

describe.each(['SQLite', 'PostgreSQL'])('a worker on %s that dies while it asks others', (name) => {
  const opened: { database?: PostgresDatabase; server?: TestServer } = {};
  const { keys, mails, web, smtp } = others(() => {
    killProcess(opened.server?.workerPid() ?? 0);
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
    if (name === 'PostgreSQL') opened.database = await createPostgresDatabase();
    // Both listen on a port.
    const { port } = smtp.server.address() as AddressInfo;
    const env = {
      DATABASE_URL: opened.database?.url ?? '',
      SIGNALBOX_HTTP_HOSTS: '127.0.0.1',
      SIGNALBOX_SMTP_URL: `smtp://127.0.0.1:${String(port)}`,
    };
    opened.server = await startServer({ args: ['--no-demo'], env });
  }, 90_000);
  afterAll(async () => {
    await opened.server?.remove();
    await opened.database?.drop();
    web.closeAllConnections();
    web.close();
    await new Promise<void>((resolve) => smtp.close(resolve));
  });

  it(`[D11] is followed by one that asks again under the same key, and the journal says so (${name})`, async () => {
    const client = await signIn(opened.server?.url ?? '');
    // It listens on a port.
    const { port } = web.address() as AddressInfo;
    expect((await client.post('/api/workflows', telling(port))).status).toBe(201);
    const begun = await client.post('/api/workflows/telling/instances');
    const { id } = begunSchema.parse(begun.body);
    const ended = await until(
      'the instance finishes',
      async () => {
        const instance = instanceSchema.parse((await client.get(`/api/instances/${id}`)).body);
        return instance.status === 'running' ? undefined : instance;
      },
      60_000,
    );
    expect(ended).toMatchObject({ status: 'finished', result: 1 });
    expect(keys).toHaveLength(2);
    expect(keys[0]).toMatch(new RegExp(`^${id}/`));
    expect(keys[1]).toBe(keys[0]);
    expect(mails).toHaveLength(2);
    expect(mails[1]).toBe(mails[0]);
    const { items } = journalSchema.parse((await client.get(`/api/instances/${id}/journal`)).body);
    const lost = items.filter(({ code }) => code === 'worker-lost').map(({ activity }) => activity);
    expect(lost.toSorted()).toEqual(['ask', 'mail']);
  }, 120_000);
});
