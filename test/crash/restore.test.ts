import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { Knex } from 'knex';
import { openSqlite } from '../../server/database/connect.ts';
import { signIn } from '../support/apiClient.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { createTally, readTally, tally } from '../support/tally.ts';
import { until } from '../support/until.ts';

const folder = mkdtempSync(join(tmpdir(), 'signalbox-restore-'));
const data = join(folder, 'data');
/** More than is counted while a backup is taken, however quick the machine: what ends it is `setEnough`. */
const endless = 1_000_000;
const running: { server?: TestServer; again?: TestServer } = {};

/** Counts the signals that it was begun by. */
const pinged = {
  name: 'pinged',
  activities: {
    ping: { type: 'signal', name: 'ping' },
    add: { type: 'sqlCode', script: 'UPDATE pings SET counted = counted + 1' },
    done: { type: 'end' },
  },
  transitions: [
    { from: 'ping', to: 'add' },
    { from: 'add', to: 'done' },
  ],
};

const program = join(import.meta.dirname, '../../dist/server/main.js');

interface Said {
  readonly code: number;
  readonly said: string;
}

/** Runs a command of the built program, beside whatever the test does meanwhile. */
function command(...args: readonly string[]): Promise<Said> {
  const env = { ...process.env, DATABASE_URL: '', SIGNALBOX_TEST_DATABASE: '' };
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: error ? 1 : 0, said: stdout + stderr });
    });
  });
}

const serve = (at: string): Promise<TestServer> => startServer({ args: ['--no-demo'], data: at });

const reader = (at: string, file = 'signalbox.db'): Knex => openSqlite({ file: join(at, file), readOnly: true });

async function numberOf(knex: Knex, table: string, where: Readonly<Record<string, string>> = {}): Promise<number> {
  const counted: unknown = await knex(table).where(where).count({ rows: '*' }).first();
  return z.object({ rows: z.number() }).parse(counted).rows;
}

beforeAll(async () => {
  await (await serve(data)).stop();
  const writer = openSqlite({ file: join(data, 'signalbox.db') });
  await createTally(writer, endless);
  await writer.raw('CREATE TABLE pings (counted INTEGER NOT NULL)');
  await writer('pings').insert({ counted: 0 });
  await writer.destroy();
  running.server = await serve(data);
});

afterAll(async () => {
  await running.server?.stop();
  await running.again?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Sends signals until told to end; what is under way when a backup is taken is what it must get right. */
function sendPings(server: TestServer): { readonly end: () => Promise<void> } {
  const going = { on: true };
  const sending = (async () => {
    const client = await signIn(server.url);
    while (going.on) {
      expect((await client.post('/api/signals/ping', {})).status).toBe(202);
      await delay(200);
    }
  })();
  return {
    end: async () => {
      going.on = false;
      await sending;
    },
  };
}

async function allOver(knex: Knex, inbox: Knex): Promise<boolean> {
  const live = await knex('sb_instance').whereNull('ended_at_ms').first<unknown>('id');
  const [position] = z
    .array(z.number())
    .parse(await knex('sb_inbox_position').where({ source: 'signals' }).pluck('position'));
  const [last] = z
    .array(z.number())
    .parse(await inbox('sb_signal').orderBy('position', 'desc').limit(1).pluck('position'));
  return live === undefined && position === last;
}

async function setEnough(at: string, enough: number): Promise<void> {
  const writer = openSqlite({ file: join(at, 'signalbox.db') });
  await writer('tally').update({ enough });
  await writer.destroy();
}

async function beginBoth(server: TestServer): Promise<void> {
  const client = await signIn(server.url);
  for (const workflow of [tally, pinged]) expect((await client.post('/api/workflows', workflow)).status).toBe(201);
  await client.post('/api/workflows/pinged/start');
  await client.post('/api/workflows/tally/instances');
}

it('[D15] a backup that is taken while workflows run is restored, and they go on from there, each effect once', async () => {
  const { server } = running;
  if (!server) throw new TypeError('the server did not start');
  await beginBoth(server);
  const engine = reader(data);
  const pings = sendPings(server);
  await until(
    'both are under way',
    async () =>
      (await readTally(engine)).table > 10 && (await numberOf(engine, 'sb_instance', { workflow: 'pinged' })) > 3,
    120_000,
  );
  const taken = await command('backup', '--data', data, '--to', join(folder, 'taken'));
  expect(taken).toMatchObject({ code: 0 });
  await pings.end();
  await engine.destroy();
  await setEnough(data, 0);

  const restored = await command('restore', '--from', join(folder, 'taken'), '--data', join(folder, 'restored'));
  expect(restored).toMatchObject({ code: 0 });
  const knex = reader(join(folder, 'restored'));
  const before = await readTally(knex);
  expect(before.table).toBe(before.history);
  expect(before.table).toBeGreaterThan(10);
  const enough = before.table + 50;
  await setEnough(join(folder, 'restored'), enough);
  running.again = await serve(join(folder, 'restored'));
  const inbox = reader(join(folder, 'restored'), 'inbox.db');
  await until('all that was begun or asked ends', () => allOver(knex, inbox), 120_000);
  expect(await readTally(knex)).toEqual({ table: enough, history: enough });
  const signals = await numberOf(inbox, 'sb_signal');
  expect(await knex('pings').pluck('counted')).toEqual([signals]);
  expect(await numberOf(knex, 'sb_instance', { workflow: 'pinged', status: 'finished' })).toBe(signals);
  await inbox.destroy();
  await knex.destroy();
});

it('[D15] whoever was signed in signs in anew after a restore', async () => {
  const { again } = running;
  const inbox = reader(again?.data ?? '', 'inbox.db');
  expect(await numberOf(inbox, 'sb_session')).toBe(0);
  expect(await numberOf(inbox, 'sb_worker_kill')).toBeGreaterThan(0);
  await inbox.destroy();
});

it('a restore over a server that runs, or over databases without --replace, is refused', async () => {
  const from = ['restore', '--from', join(folder, 'taken')];
  expect(await command(...from, '--data', data)).toMatchObject({
    code: 1,
    said: expect.stringContaining('Another Signalbox'),
  });
  const filled = join(folder, 'filled');
  expect((await command(...from, '--data', filled)).code).toBe(0);
  expect(await command(...from, '--data', filled)).toMatchObject({
    code: 1,
    said: expect.stringContaining('--replace'),
  });
  expect(await command(...from, '--data', filled, '--replace')).toMatchObject({
    code: 0,
    said: expect.stringContaining('before-restore-'),
  });
});

it('a backup into a folder with something in it, and a damaged one, are refused', async () => {
  expect(await command('backup', '--data', data, '--to', folder)).toMatchObject({
    code: 1,
    said: expect.stringContaining('not empty'),
  });
  expect((await command('backup', '--data', join(folder, 'nothing'), '--to', join(folder, 'x'))).code).toBe(1);
  expect((await command('backup', '--data', data, '--to', join(folder, 'damaged'))).code).toBe(0);
  truncateSync(join(folder, 'damaged', 'inbox.db'), 20_000);
  const refused = await command('restore', '--from', join(folder, 'damaged'), '--data', join(folder, 'never'));
  expect(refused).toMatchObject({ code: 1, said: expect.stringContaining('cannot be used') });
  expect((await command('restore', '--from', folder, '--data', join(folder, 'never'))).said).toContain(
    'holds no backup',
  );
});

it('a folder in which a restore was interrupted starts no server', async () => {
  const half = join(folder, 'half');
  expect((await command('restore', '--from', join(folder, 'taken'), '--data', half)).code).toBe(0);
  writeFileSync(join(half, 'restore.unfinished'), '');
  await expect(serve(half)).rejects.toThrow('was interrupted');
  expect((await command('restore', '--from', join(folder, 'taken'), '--data', half, '--replace')).code).toBe(0);
  await (await serve(half)).stop();
});
