import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { afterAll, expect, it } from 'vitest';
import { z } from 'zod';
import { openSqlite } from '../../server/database/connect.ts';
import { differencesFrom, foreseeCleanup } from '../packages/delivery/cleanupOracle.ts';
import { signIn } from '../support/apiClient.ts';
import { startServer, type ServerOptions, type TestServer } from '../support/server.ts';
import { statusOf } from '../support/slowWrite.ts';
import { until } from '../support/until.ts';

const now = new Date('2026-01-31T04:00:00.000Z');
const data = mkdtempSync(join(tmpdir(), 'signalbox-paused-'));
const options: ServerOptions = {
  data,
  env: { SIGNALBOX_NOW: now.toISOString(), SIGNALBOX_LOG_LEVEL: 'silent', SIGNALBOX_DEMO_SCALE: '0.3' },
};
const opened: { server?: TestServer; knex?: Knex } = {};

afterAll(async () => {
  await opened.server?.kill();
  await opened.knex?.destroy();
  rmSync(data, { recursive: true, force: true });
});

const seqSchema = z.object({ seq: z.number() });
const idSchema = z.object({ id: z.string() });
const readSeq = async (knex: Knex): Promise<number> => seqSchema.parse(await knex('sb_instance').first('seq')).seq;

it('a paused clean-up starts no task, stays paused over kill -9 and goes on where it was', async () => {
  let server = await startServer(options);
  opened.server = server;
  const knex = openSqlite({ file: join(data, 'signalbox.db'), readOnly: true });
  opened.knex = knex;
  const foresight = await foreseeCleanup(knex, { now, options: {} });
  let client = await signIn(server.url);
  const { id } = idSchema.parse((await client.post('/api/workflows/cleanup/instances')).body);
  await until('some tasks have ended', async () => (await readSeq(knex)) > 60);
  expect((await client.post(`/api/instances/${id}/pause`, { reason: 'a look at it' })).status).toBe(202);
  await until('the task in flight has ended', async () => (await statusOf(client, id)) === 'paused');

  const quiet = await readSeq(knex);
  await server.kill();
  server = await startServer(options);
  opened.server = server;
  client = await signIn(server.url);
  expect(await statusOf(client, id)).toBe('paused');
  expect(await readSeq(knex)).toBe(quiet);

  await client.post(`/api/instances/${id}/resume`);
  await until('it finishes', async () => (await statusOf(client, id)) === 'finished', 60_000);
  expect(await differencesFrom(knex, foresight, now)).toEqual([]);
  // Only the task that gave way between two of its rounds may have been started again.
  const startedAgain: unknown[] = await knex('sb_history')
    .where({ type: 'taskStarted' })
    .groupBy('task')
    .having(knex.raw('count(*) > 1'))
    .pluck('task');
  expect(startedAgain.length).toBeLessThanOrEqual(1);
});
