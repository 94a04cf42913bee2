import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { signIn, type ApiClient } from '../support/apiClient.ts';
import { createPostgresDatabase, type PostgresDatabase } from '../support/postgres.ts';
import { startServer, type TestServer } from '../support/server.ts';

const counting = {
  name: 'counting',
  inputs: { type: 'object', properties: { token: { type: 'string', 'x-secret': true } } },
  activities: {
    begin: { type: 'start' },
    write: {
      type: 'sqlCode',
      script: "INSERT INTO xtk_option (name, data_type, value) VALUES ('counted', 'text', 'x')",
    },
    read: {
      type: 'query',
      sql: "SELECT value, :token AS token FROM xtk_option WHERE name = 'counted'",
      params: { token: 'instance.inputs.token' },
    },
    done: { type: 'end', result: 'vars.recordCount' },
  },
  transitions: [
    { from: 'begin', to: 'write' },
    { from: 'write', to: 'read' },
    { from: 'read', to: 'done' },
  ],
};

const totalSchema = z.object({ total: z.number() });

describe.each(['SQLite', 'PostgreSQL'])('a server on %s', (name) => {
  const opened: { database?: PostgresDatabase; server?: TestServer; client?: ApiClient } = {};
  beforeAll(async () => {
    if (name === 'PostgreSQL') opened.database = await createPostgresDatabase();
    opened.server = await startServer({ args: ['--no-demo'], env: { DATABASE_URL: opened.database?.url ?? '' } });
    opened.client = await signIn(opened.server.url);
  });
  afterAll(async () => {
    await opened.server?.remove();
    await opened.database?.drop();
  });

  it(`[X1] simulates what is published and what is drawn, and keeps nothing of it but a line of the audit trail (${name})`, async () => {
    const { client, server } = opened;
    if (!client || !server) throw new TypeError('the server did not start');
    expect((await client.post('/api/workflows', counting)).status).toBe(201);
    const body = { input: { token: 'a canary' }, simulate: true };
    const answer = await client.post('/api/workflows/counting/instances', body);
    expect(answer).toMatchObject({ status: 200, body: { simulated: true, status: 'finished', result: 1 } });
    expect(JSON.stringify(answer.body)).not.toContain('a canary');

    const drawn = { ...counting, activities: { ...counting.activities, done: { type: 'end', result: "'drawn'" } } };
    expect((await client.send('PUT', '/api/workflows/counting/draft', { definition: drawn })).status).toBeLessThan(300);
    const again = await client.post('/api/workflows/counting/instances', { ...body, simulate: { draft: true } });
    expect(again).toMatchObject({ status: 200, body: { status: 'finished', result: 'drawn' } });

    expect(totalSchema.parse((await client.get('/api/instances')).body).total).toBe(0);
    const audit = await client.get('/api/audit');
    expect(audit.body).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ action: 'simulate' })]),
    });
    expect(readdirSync(server.data).filter((file) => file.startsWith('simulation'))).toEqual([]);
  });

  it(`what cannot be simulated is refused with all that is wrong (${name})`, async () => {
    const { client } = opened;
    const wrong = { input: { token: 5 }, from: 'nowhere', simulate: true };
    const answer = await client?.post('/api/workflows/counting/instances', wrong);
    expect(answer).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/input/token' }, { pointer: '/from' }] },
    });
  });
});
