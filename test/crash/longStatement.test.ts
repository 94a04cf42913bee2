import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { connectWatcher } from '../api/support/liveWatcher.ts';
import { signIn, type ApiClient } from '../support/apiClient.ts';
import { createRandom, freshSeed } from '../support/random.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { beginSlowWrite, statusOf } from '../support/slowWrite.ts';
import { until } from '../support/until.ts';

const opened: { server?: TestServer; client?: ApiClient; instance?: string } = {};

beforeAll(async () => {
  opened.server = await startServer({ args: ['--no-demo'], env: { SIGNALBOX_LOG_LEVEL: 'silent' } });
  opened.client = await signIn(opened.server.url);
  opened.instance = await beginSlowWrite(opened.client);
});

afterAll(() => opened.server?.remove());

function current(): { server: TestServer; client: ApiClient; instance: string } {
  const { server, client, instance } = opened;
  if (!server || !client || !instance) throw new TypeError('the server did not start');
  return { server, client, instance };
}

it('while a long write statement runs, web answers, signals are acknowledged and watchers are told that the worker is busy', async () => {
  const { server, client, instance } = current();
  const watcher = await connectWatcher(server.url, { cookie: client.cookie });
  const answer = await watcher.watch({ instance });
  expect(answer.status).toBe('snapshot');
  const heartbeat = await new Promise<unknown>((resolve) => watcher.client.once('heartbeat', resolve));
  watcher.close();
  expect(heartbeat).toMatchObject({ worker: 'busy' });
  expect((await client.get('/health/live')).status).toBe(200);
  expect((await client.post('/api/signals/somethingHappened', { id: 'once' })).status).toBe(202);
  expect(await statusOf(client, instance)).toBe('running');
});

const requestSchema = z.object({ id: z.string(), status: z.string() });
const takesEffectWithinMs = 2_000;

async function stopped(client: ApiClient, instance: string): Promise<void> {
  const isStopped = async () => (await statusOf(client, instance)) === 'stopped';
  await until('the stop takes effect', isStopped, takesEffectWithinMs);
}

it('a stop takes effect within two seconds although the statement would go on for minutes', async () => {
  const { server, client, instance } = current();
  const formerWorker = server.workerPid();
  const asked = await client.post(`/api/instances/${instance}/stop`);
  expect(asked.status).toBe(202);
  await stopped(client, instance);
  expect(server.workerPid()).not.toBe(formerWorker);
  const request = requestSchema.parse((await client.get(`/api/requests/${requestSchema.parse(asked.body).id}`)).body);
  expect(request.status).toBe('applied');
});

const historySchema = z.object({ items: z.array(z.looseObject({ type: z.string() })) });

it('the death of a worker that we ended ourselves is not blamed on its task', async () => {
  const { client, instance } = current();
  const { items } = historySchema.parse((await client.get(`/api/instances/${instance}/history`)).body);
  expect(items.find(({ type }) => type === 'taskLost')).toMatchObject({ deaths: 0 });
});

const instanceSchema = z.object({ id: z.string() });

it('stop after stop takes effect as soon, also when the statement has only just begun', async () => {
  const { client } = current();
  const random = createRandom(freshSeed('stops'));
  for (let round = 0; round < 6; round += 1) {
    const { id } = instanceSchema.parse((await client.post('/api/workflows/slowWrite/instances')).body);
    await delay(random.below(30));
    await client.post(`/api/instances/${id}/${round % 2 === 0 ? 'stop' : 'kill'}`);
    await stopped(client, id);
  }
});

it('after the stops the next instance runs', async () => {
  const { client } = current();
  const next = await beginSlowWrite(client);
  expect(await statusOf(client, next)).toBe('running');
});
