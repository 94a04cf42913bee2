import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Knex } from 'knex';
import { afterAll, expect, it } from 'vitest';
import { z } from 'zod';
import { openSqlite } from '../../server/database/connect.ts';
import { differencesFrom, foreseeCleanup } from '../packages/delivery/cleanupOracle.ts';
import { signIn } from '../support/apiClient.ts';
import { extent } from '../support/extent.ts';
import { logDeletions, readDeletions } from '../support/deletionLog.ts';
import { createRandom, freshSeed } from '../support/random.ts';
import { killProcess, startServer, type ServerOptions, type TestServer } from '../support/server.ts';
import { createTally, readTally, tally } from '../support/tally.ts';
import { until } from '../support/until.ts';

const now = new Date('2026-01-31T04:00:00.000Z');
const kills = extent.cleanupKills;
// Two thirds are aimed at a round; some of so few come a moment too late.
const killsInsideARound = (kills * 2) / 3 - 2;
const data = mkdtempSync(join(tmpdir(), 'signalbox-crash-'));
const options: ServerOptions = {
  data,
  env: { SIGNALBOX_NOW: now.toISOString(), SIGNALBOX_LOG_LEVEL: 'silent', SIGNALBOX_DEMO_SCALE: '1' },
};
const opened: { server?: TestServer; knex?: Knex } = {};

afterAll(async () => {
  await opened.server?.kill();
  await opened.knex?.destroy();
  rmSync(data, { recursive: true, force: true });
});

const instanceSchema = z.object({ id: z.string(), status: z.string(), seq: z.number() });
type InstanceRow = z.infer<typeof instanceSchema>;

const readInstance = async (knex: Knex): Promise<InstanceRow> =>
  instanceSchema.parse(await knex('sb_instance').where({ workflow: 'cleanup' }).first('id', 'status', 'seq'));

async function isInsideARound(knex: Knex): Promise<boolean> {
  const running: unknown = await knex('sb_task').where({ status: 'running' }).first('id');
  return running !== undefined;
}

async function liveInstances(knex: Knex): Promise<number> {
  const live: unknown[] = await knex('sb_instance').whereNull('ended_at_ms').pluck('id');
  return live.length;
}

/** A task that was in flight when its worker died is noted when it is taken over. */
async function countLost(knex: Knex): Promise<number> {
  const counted: unknown = await knex('sb_history').where({ type: 'taskLost' }).count({ lost: '*' }).first();
  return z.object({ lost: z.number() }).parse(counted).lost;
}

/** Prepares the data, then begins a run of `cleanup` in a server of its own. */
async function beginCleanup(): Promise<Knex> {
  await (await startServer(options)).stop();
  const writer = openSqlite({ file: join(data, 'signalbox.db') });
  await logDeletions(writer);
  await createTally(writer);
  await writer.destroy();
  opened.knex = openSqlite({ file: join(data, 'signalbox.db'), readOnly: true });
  return opened.knex;
}

/** Ends the worker, or the whole server; a server is started again, a worker by its server. */
async function killOnce(server: TestServer, workerAlone: boolean): Promise<TestServer> {
  if (!workerAlone) {
    await server.kill();
    return startServer(options);
  }
  const former = server.workerPid();
  killProcess(former);
  await until('the server starts another worker', () => Promise.resolve(server.workerPid() !== former));
  return server;
}

it(`cleanup killed ${String(kills)} times ends by itself with the rows of a run that was not, each deleted once`, async () => {
  const seed = freshSeed('cleanup killed');
  const random = createRandom(seed);
  const knex = await beginCleanup();
  const foresight = await foreseeCleanup(knex, { now, options: {} });
  let server = await startServer(options);
  opened.server = server;
  const client = await signIn(server.url);
  expect((await client.post('/api/workflows', tally)).status).toBe(201);
  for (const name of ['tally', 'cleanup'])
    expect((await client.post(`/api/workflows/${name}/instances`)).status).toBe(201);

  for (let kill = 0; kill < kills; kill += 1) {
    // Taking over writes four entries itself: at least ten mean that a task has ended since the last kill.
    const target = (await readInstance(knex)).seq + 10 + random.below(10);
    const wantsInside = kill < killsInsideARound + 4;
    await until('the run goes on', async () => {
      const { seq, status } = await readInstance(knex);
      expect(status).toBe('running');
      return seq >= target && (!wantsInside || (await isInsideARound(knex)));
    });
    await delay(random.below(4));
    server = await killOnce(server, kill % 3 === 0);
    opened.server = server;
  }

  await until('the run ends by itself', async () => (await readInstance(knex)).status === 'finished', 60_000);
  expect(await countLost(knex), `kills inside a round, seed ${String(seed)}`).toBeGreaterThanOrEqual(killsInsideARound);
  await until('the other run ends too', async () => (await liveInstances(knex)) === 0, 60_000);
  const counted = await readTally(knex);
  expect(counted.table).toBe(counted.history);
  expect(await differencesFrom(knex, foresight, now)).toEqual([]);
  const deletions = await readDeletions(knex);
  expect(deletions.twice).toEqual([]);
  expect(deletions.rows).toBeGreaterThan(0);
}, 300_000);
