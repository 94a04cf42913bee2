import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { z } from 'zod';
import { packageSchema, removalSchema } from '../../server/contract/packages.ts';
import { signIn, type ApiClient } from '../support/apiClient.ts';
import { startServer, type ServerOptions, type TestServer } from '../support/server.ts';
import { statusOf } from '../support/slowWrite.ts';
import { until } from '../support/until.ts';

const data = mkdtempSync(join(tmpdir(), 'signalbox-packages-'));
const options: ServerOptions = { data, env: { SIGNALBOX_LOG_LEVEL: 'silent', SIGNALBOX_DEMO_SCALE: '0.003' } };
const opened: { server?: TestServer } = {};

afterAll(async () => {
  await opened.server?.kill();
  rmSync(data, { recursive: true, force: true });
});

const name = 'installed-by-default';
const idSchema = z.object({ id: z.string() });
const stateOf = async (client: ApiClient) => packageSchema.parse((await client.get(`/api/packages/${name}`)).body);

async function finishes(client: ApiClient): Promise<void> {
  const { id } = idSchema.parse((await client.post('/api/workflows/cleanupPausedWorkflows/instances')).body);
  await until('it finishes', async () => (await statusOf(client, id)) === 'finished');
}

it('a package goes while the worker rests, stays away over a restart, and comes again', async () => {
  opened.server = await startServer(options);
  let client = await signIn(opened.server.url);
  const { confirmation } = removalSchema.parse(
    (await client.post(`/api/packages/${name}/remove`, { dryRun: true, data: 'drop' })).body,
  );
  const removed = await client.post(`/api/packages/${name}/remove`, { dryRun: false, data: 'drop', confirmation });
  expect(removed.status).toBe(200);
  await finishes(client);

  await opened.server.kill();
  opened.server = await startServer(options);
  client = await signIn(opened.server.url);
  expect(await stateOf(client)).toMatchObject({ status: 'removed', hasData: false });
  expect((await client.post(`/api/packages/${name}/install`)).status).toBe(200);
  expect(await stateOf(client)).toMatchObject({ status: 'installed', hasData: true });
  await finishes(client);
});
