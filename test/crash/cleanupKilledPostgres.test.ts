import { setTimeout as delay } from 'node:timers/promises';
import type { Knex } from 'knex';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { openPostgres } from '../../server/database/connect.ts';
import { usableDefinitionsRole } from '../../server/database/definitionsRole.ts';
import { differencesFrom, foreseeCleanup } from '../packages/delivery/cleanupOracle.ts';
import { signIn } from '../support/apiClient.ts';
import { extent } from '../support/extent.ts';
import { createPostgresDatabase, type PostgresDatabase } from '../support/postgres.ts';
import { createRandom, freshSeed } from '../support/random.ts';
import { killProcess, startServer, type ServerOptions, type TestServer } from '../support/server.ts';
import { createTally, readTally, tally } from '../support/tally.ts';
import { until } from '../support/until.ts';

const now = new Date('2026-01-31T04:00:00.000Z');
const kills = extent.cleanupKills;
const opened: { database?: PostgresDatabase; server?: TestServer; knex?: Knex } = {};

const serve = (url: string): Promise<TestServer> => {
  const quiet = { SIGNALBOX_LOG_LEVEL: 'silent', SIGNALBOX_DEMO_SCALE: '0.1', SIGNALBOX_NOW: now.toISOString() };
  const options: ServerOptions = { env: { ...quiet, DATABASE_URL: url } };
  return startServer(options);
};

/** Prepares the data, and the table of the tally as a package would. */
async function prepare(url: string): Promise<Knex> {
  await (await serve(url)).remove();
  const knex = openPostgres(url, { pool: 2, applicationName: 'signalbox tests' });
  const data = { role: await usableDefinitionsRole(knex) };
  const owner = openPostgres(url, { pool: 1, applicationName: 'signalbox tests', data });
  await createTally(owner);
  await owner.destroy();
  return knex;
}

beforeAll(async () => {
  opened.database = await createPostgresDatabase();
  opened.knex = await prepare(opened.database.url);
});

afterAll(async () => {
  await opened.server?.remove();
  await opened.knex?.destroy();
  await opened.database?.drop();
});

const instanceSchema = z.object({ status: z.string(), seq: z.number() });

const readInstance = async (knex: Knex): Promise<z.infer<typeof instanceSchema>> =>
  instanceSchema.parse(await knex('sb_instance').where({ workflow: 'cleanup' }).first('status', 'seq'));

async function killOnce(server: TestServer, url: string, workerAlone: boolean): Promise<TestServer> {
  if (!workerAlone) {
    await server.kill();
    return serve(url);
  }
  const former = server.workerPid();
  killProcess(former);
  await until('the server starts another worker', () =>
    Promise.resolve(server.workerPid() !== former && server.workerPid() !== 0),
  );
  return server;
}

it(`cleanup killed ${String(kills)} times on PostgreSQL ends by itself with the rows of a run that was not`, async () => {
  const { database, knex } = opened;
  if (!database || !knex) throw new TypeError('there is no database');
  const random = createRandom(freshSeed('cleanup killed on PostgreSQL'));
  const foresight = await foreseeCleanup(knex, { now, options: {} });
  let server = await serve(database.url);
  opened.server = server;
  const client = await signIn(server.url);
  expect((await client.post('/api/workflows', tally)).status).toBe(201);
  for (const name of ['tally', 'cleanup'])
    expect((await client.post(`/api/workflows/${name}/instances`)).status).toBe(201);

  for (let kill = 0; kill < kills; kill += 1) {
    const target = (await readInstance(knex)).seq + 10 + random.below(20);
    await until('the run goes on', async () => {
      const { seq, status } = await readInstance(knex);
      expect(status).toBe('running');
      return seq >= target;
    });
    await delay(random.below(5));
    server = await killOnce(server, database.url, kill % 3 === 0);
    opened.server = server;
  }

  const isOver = async (): Promise<boolean> => (await knex('sb_instance').whereNull('ended_at_ms')).length === 0;
  await until('both runs end by themselves', isOver, 120_000);
  expect((await readInstance(knex)).status).toBe('finished');
  const counted = await readTally(knex);
  expect(counted.table).toBe(counted.history);
  expect(await differencesFrom(knex, foresight, now)).toEqual([]);
}, 300_000);
