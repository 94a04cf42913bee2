import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Knex } from 'knex';
import { z } from 'zod';
import { signIn, type ApiClient } from '../support/apiClient.ts';
import { startWeb, type TestWeb } from './support/startWeb.ts';
import { until } from '../support/until.ts';

const writes = {
  name: 'writes',
  overlap: 'allow',
  activities: {
    begin: { type: 'start' },
    write: {
      type: 'sqlCode',
      script: 'INSERT INTO ledger (instance, page) SELECT :instance, hex(zeroblob(:size))',
      params: { instance: 'instance.id', size: 'instance.inputs.size' },
    },
    done: { type: 'end' },
  },
  transitions: [
    { from: 'begin', to: 'write' },
    { from: 'write', to: 'done' },
  ],
};

const count = 40;
const lineSchema = z.object({ msg: z.string(), err: z.object({ code: z.string().optional() }).optional() });
const problemSchema = z.object({ status: z.number(), code: z.string(), detail: z.string() });
const instancesSchema = z.object({ items: z.array(z.object({ id: z.string(), status: z.string() })) });
const pagesSchema = z.array(z.object({ page_count: z.number() }));

/** The file takes not one page more (or so many), as on a disk that is full; what is undone gives it room again. */
async function fill(knex: Knex, spare = 0): Promise<() => Promise<void>> {
  const [row] = pagesSchema.parse(await knex.raw('PRAGMA page_count'));
  await knex.raw(`PRAGMA max_page_count = ${String((row?.page_count ?? 0) + spare)}`);
  return async () => {
    await knex.raw('PRAGMA max_page_count = 1073741823');
  };
}

// PostgreSQL says the same in its own words: server/database/outage.test.ts has them.
describe('a disk that is full', () => {
  let web: TestWeb;
  let admin: ApiClient;
  let lines: z.infer<typeof lineSchema>[];
  beforeEach(async () => {
    lines = [];
    const log = pino(
      { level: 'warn' },
      { write: (line: string) => void lines.push(lineSchema.parse(JSON.parse(line))) },
    );
    web = await startWeb({ database: 'sqlite', log });
    admin = await signIn(web.url);
    await web.engine.schema.createTable('ledger', (table) => {
      table.text('instance');
      table.text('page');
    });
    const { status, body } = await admin.post('/api/workflows', writes);
    expect(status, JSON.stringify(body)).toBe(201);
  }, 60_000);
  afterEach(() => web.close());

  const instances = async () =>
    instancesSchema.parse((await admin.get('/api/instances?workflow=writes&limit=200')).body).items;
  const failedTurns = () => lines.filter(({ msg }) => msg.startsWith('a turn failed'));

  it('[D25] of the engine is said and waited out, and afterwards everything has happened once', async () => {
    const makeRoom = await fill(web.engine);
    const begun = await Promise.all(
      Array.from({ length: count }, () =>
        admin.post('/api/workflows/writes/instances', { input: { size: 1_500, text: 'x'.repeat(3_000) } }),
      ),
    );
    expect(begun.filter(({ status }) => status >= 300)).toEqual([]);
    await until('the worker has said twice that there is no room', async () => failedTurns().length > 1);
    expect(failedTurns().every(({ err }) => err?.code === 'SQLITE_FULL')).toBe(true);
    // It waits longer each time.
    expect(failedTurns().length).toBeLessThan(10);
    expect((await admin.get('/health/live')).status).toBe(200);
    await makeRoom();
    const isOver = async (): Promise<boolean> => {
      const all = await instances();
      for (const { id, status } of all) if (status === 'paused') await admin.post(`/api/instances/${id}/resume`);
      return all.length === count && all.every(({ status }) => status === 'finished');
    };
    await until('all are finished', isOver, 30_000);
    const written: unknown[] = await web.engine('ledger').pluck('instance');
    expect(written.toSorted()).toEqual((await instances()).map(({ id }) => id).toSorted());
  }, 60_000);

  it('[D25] a statement that finds no room fails its task with a hint, and is executed again where there is some', async () => {
    const makeRoom = await fill(web.engine, 100);
    await admin.post('/api/workflows/writes/instances', { input: { size: 2_000_000 } });
    const only = async () => (await instances())[0];
    const paused = await until('it is paused', async () => {
      const one = await only();
      return one?.status === 'paused' && one;
    });
    const history = JSON.stringify((await admin.get(`/api/instances/${paused.id}/history`)).body);
    expect(history).toContain('The database has no room or no memory left: free some, then try again.');
    await makeRoom();
    await admin.post(`/api/instances/${paused.id}/resume`);
    await until('it is finished', async () => (await only())?.status === 'finished');
    expect(await web.engine('ledger').pluck('instance')).toEqual([paused.id]);
  }, 60_000);

  it('[D25] of the inbox is told to whoever asks, nothing of it is stored, and what is there can be read', async () => {
    const makeRoom = await fill(web.inbox);
    const signal = { vars: { text: 'z'.repeat(200_000) } };
    const refused = await admin.post('/api/signals/ping', signal);
    expect(problemSchema.parse(refused.body)).toMatchObject({
      status: 507,
      code: 'no-room',
      detail: expect.stringContaining('Free space'),
    });
    expect((await admin.get('/api/workflows')).status).toBe(200);
    expect((await admin.get('/api/signals?name=ping')).body).toMatchObject({ items: [] });
    await makeRoom();
    expect((await admin.post('/api/signals/ping', signal)).status).toBe(202);
    expect((await admin.get('/api/signals?name=ping')).body).toMatchObject({ items: [{ name: 'ping' }] });
  });
});
