import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { signIn, type ApiClient } from '../support/apiClient.ts';
import { extent } from '../support/extent.ts';
import { createPostgresDatabase, type PostgresDatabase } from '../support/postgres.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { beginSlowWrite, statusOf } from '../support/slowWrite.ts';
import { until } from '../support/until.ts';

const opened: { database?: PostgresDatabase; server?: TestServer; client?: ApiClient } = {};

const serve = (url: string, ...args: readonly string[]): Promise<TestServer> =>
  startServer({ args: ['--no-demo', ...args], env: { DATABASE_URL: url, SIGNALBOX_LOG_LEVEL: 'silent' } });

beforeAll(async () => {
  opened.database = await createPostgresDatabase();
  opened.server = await serve(opened.database.url);
  opened.client = await signIn(opened.server.url);
});

afterAll(async () => {
  await opened.server?.remove();
  await opened.database?.drop();
});

function current(): { database: PostgresDatabase; server: TestServer; client: ApiClient } {
  const { database, server, client } = opened;
  if (!database || !server || !client) throw new TypeError('the server did not start');
  return { database, server, client };
}

const tasksSchema = z.object({ items: z.array(z.looseObject({ activity: z.string(), status: z.string() })) });
const historySchema = z.object({ items: z.array(z.looseObject({ type: z.string() })) });

it('a stop ends a long statement on PostgreSQL in the database, and the worker lives on', async () => {
  const { server, client } = current();
  const instance = await beginSlowWrite(client);
  const worker = server.workerPid();
  const askedAtMs = performance.now();
  expect((await client.post(`/api/instances/${instance}/stop`)).status).toBe(202);
  await until('the instance is stopped', async () => (await statusOf(client, instance)) === 'stopped', 10_000);
  expect(performance.now() - askedAtMs).toBeLessThan(5_000);
  expect(server.workerPid()).toBe(worker);
  const { items } = tasksSchema.parse((await client.get(`/api/instances/${instance}/tasks`)).body);
  expect(items.find(({ activity }) => activity === 'write')?.status).toBe('cancelled');
  const history = historySchema.parse((await client.get(`/api/instances/${instance}/history`)).body);
  expect(history.items.filter(({ type }) => type === 'taskFailed' || type === 'taskLost')).toEqual([]);
});

it('a second server on the same database is refused plainly', async () => {
  const { database } = current();
  await expect(serve(database.url)).rejects.toThrow('Another Signalbox uses the database');
});

it('what was in flight when web and worker were killed on PostgreSQL is executed again by their successors', async () => {
  const { database, server, client } = current();
  const instance = await beginSlowWrite(client);
  await server.kill();
  opened.server = await serve(database.url);
  const again = await signIn(opened.server.url);
  opened.client = again;
  await until('the task is executed again', async () => {
    const { items } = historySchema.parse((await again.get(`/api/instances/${instance}/history`)).body);
    return items.some(({ type }) => type === 'taskLost');
  });
  expect(await statusOf(again, instance)).toBe('running');
  await again.post(`/api/instances/${instance}/kill`);
  await until(
    'the unconditional stop takes effect',
    async () => (await statusOf(again, instance)) === 'stopped',
    10_000,
  );
});

it('[D25] a database that goes away and comes back is waited for, and what was asked goes on', async () => {
  const { database, server, client } = current();
  const instance = await beginSlowWrite(client);
  const refused = { status: 503, body: { code: 'unavailable' } };
  await database.whileAway(async () => {
    expect(await client.post('/api/signals/ping', { vars: {} })).toMatchObject(refused);
    await delay(extent.awayMs);
    expect(await client.get('/api/workflows')).toMatchObject(refused);
  });
  await until('web answers again', async () => (await client.get('/api/workflows')).status === 200, 20_000);
  expect(server.web.exitCode).toBeNull();
  expect(await statusOf(client, instance)).toBe('running');
  await client.post(`/api/instances/${instance}/stop`);
  await until('the stop takes effect', async () => (await statusOf(client, instance)) === 'stopped', 20_000);
  expect((await client.get('/api/signals?name=ping')).body).toMatchObject({ items: [] });
});
