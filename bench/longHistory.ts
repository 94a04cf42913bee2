import { join } from 'node:path';
import type { Knex } from 'knex';
import { openPostgres, openSqlite } from '../server/database/connect.ts';
import { signIn, type ApiClient } from '../test/support/apiClient.ts';
import { startServer } from '../test/support/server.ts';
import { spreadOf, type Spread } from './spread.ts';

const instances = 100_000;
const workflows = 40;
export const dayMs = 86_400_000;

/** A server that has run for long, and somebody who asks it. */
export interface LongHistory {
  readonly client: ApiClient;
  /** The midnight after the last day of the history. */
  readonly endMs: number;
}

/** Numbers from 0 to below a count, as rows. */
const numbers = (dialect: 'sqlite' | 'postgres', count: number): string =>
  dialect === 'postgres'
    ? `(SELECT n FROM generate_series(0, ${String(count - 1)}) AS n) AS numbers`
    : `(WITH RECURSIVE c (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c WHERE n + 1 < ${String(count)}) SELECT n FROM c) AS numbers`;

/** Most run for seconds, one of ten for up to forty minutes, one of a hundred for days. */
const lasted = `CASE WHEN n % 100 = 7 THEN 86400000 * (1 + n % 3) WHEN n % 10 = 3 THEN 60000 * (1 + n % 40) ELSE 1000 * (1 + n % 59) END`;
/** One of fifty stands still because a task failed: 2,000 in all. */
const isPaused = 'n % 50 = 11';

const stateOf = (standing: object): string =>
  JSON.stringify({
    id: '#id',
    workflow: '#workflow',
    version: 1,
    severity: 'normal',
    firing: { reason: 'schedule', activity: 'a1', dueAtMs: 1, startedAtMs: 1 },
    inputs: {},
    vars: { text: 'x'.repeat(1_000) },
    events: {},
    executions: {},
    startedAtMs: 1,
    lastNumber: 10,
    seq: 30,
    ...standing,
  });

const failure = {
  cause: 'data',
  message: 'no such table: nms_nowhere',
  hint: 'Make the table, or mend the statement.',
};
const finished = stateOf({ status: 'finished', pauseCauses: [], tasks: {} });
const paused = stateOf({
  status: 'paused',
  pauseCauses: [{ kind: 'error', by: 'engine', reason: failure.message, sinceMs: 1 }],
  tasks: {
    '#id/2': {
      id: '#id/2',
      activity: 'a2',
      status: 'failed',
      vars: {},
      rounds: {},
      workTables: {},
      createdAtMs: 1,
      attempt: 1,
      deaths: 0,
      failure,
    },
  },
});

/** Writes a history as workers leave it. */
async function fill(
  knex: Knex,
  dialect: 'sqlite' | 'postgres',
  { endMs, days }: { endMs: number; days: number },
): Promise<void> {
  const stepMs = Math.floor((days * dayMs) / instances);
  const started = `(${String(endMs - days * dayMs)} + CAST(n AS BIGINT) * ${String(stepMs)})`;
  const workflow = `'bench' || (n % ${String(workflows)})`;
  const named = (state: string): string => `REPLACE(REPLACE(${state}, '#workflow', ${workflow}), '#id', 'i_' || n)`;
  const text = dialect === 'postgres' ? 'CAST(? AS text)' : '?';
  await knex.raw(
    `INSERT INTO sb_instance (id, workflow, version, status, severity, severity_rank, started_by, started_at_ms, ended_at_ms, seq, state)
     SELECT 'i_' || n, ${workflow}, 1, CASE WHEN ${isPaused} THEN 'paused' ELSE 'finished' END, 'normal', 0, 'admin', ${started},
       CASE WHEN ${isPaused} THEN NULL ELSE ${started} + ${lasted} END, 30,
       CASE WHEN ${isPaused} THEN ${named(text)} ELSE ${named(text)} END
     FROM ${numbers(dialect, instances)}`,
    [paused, finished],
  );
  await knex.raw(
    `INSERT INTO sb_task (id, instance, number, activity, status, attempt, created_at_ms, started_at_ms, ended_at_ms)
     SELECT 't_' || n || '_' || k, 'i_' || n, k, 'a' || k, 'done', 1, ${started}, ${started} + k, ${started} + ${lasted}
     FROM ${numbers(dialect, instances)} CROSS JOIN (SELECT 1 AS k UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5) AS ks`,
  );
  // PostgreSQL vacuums and looks at its tables by itself, SQLite is never told to.
  if (dialect === 'postgres') await knex.raw('VACUUM ANALYZE');
}

const definition = (number: number) => ({
  name: `bench${String(number)}`,
  activities: {
    a1: { type: 'start' },
    a2: { type: 'wait', for: '1s' },
    a3: { type: 'wait', for: '1s' },
    a4: { type: 'signal' },
    a5: { type: 'end' },
  },
  transitions: [1, 2, 3, 4].map((from) => ({ from: `a${String(from)}`, to: `a${String(from + 1)}` })),
});

async function startOn<Result>(
  databaseUrl: string | undefined,
  days: number,
  work: (history: LongHistory) => Promise<Result>,
): Promise<Result> {
  const env = { SIGNALBOX_LOG_LEVEL: 'silent', DATABASE_URL: databaseUrl ?? '' };
  const first = await startServer({ args: ['--no-demo'], env });
  const author = await signIn(first.url);
  for (let number = 0; number < workflows; number += 1) await author.post('/api/workflows', definition(number));
  await first.stop();
  const knex =
    databaseUrl === undefined
      ? openSqlite({ file: join(first.data, 'signalbox.db') })
      : openPostgres(databaseUrl, { pool: 1, applicationName: 'signalbox bench' });
  const endMs = Math.floor(Date.now() / dayMs) * dayMs;
  await fill(knex, databaseUrl === undefined ? 'sqlite' : 'postgres', { endMs, days });
  await knex.destroy();
  const server = await startServer({ data: first.data, args: ['--no-demo'], env });
  try {
    return await work({ client: await signIn(server.url), endMs });
  } finally {
    await server.remove();
  }
}

/**
 * Starts a server with 100,000 instances of five tasks each in its history, spread over some days, 2,000 of them paused: on the
 * SQLite of a new folder, or in a new database of a PostgreSQL server.
 */
export async function withLongHistory<Result>(
  serverUrl: string | undefined,
  days: number,
  work: (history: LongHistory) => Promise<Result>,
): Promise<Result> {
  if (serverUrl === undefined) return startOn(undefined, days, work);
  const name = `signalbox_history_${String(process.pid)}`;
  const knex = openPostgres(serverUrl, { pool: 1, applicationName: 'signalbox bench' });
  await knex.raw(`CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  try {
    return await startOn(url.href, days, work);
  } finally {
    await knex.raw(`DROP DATABASE ${name} WITH (FORCE)`);
    await knex.destroy();
  }
}

const rounds = 4;

/** How long each of some addresses takes, asked by turns as a person turns them over. */
export async function measurePaths(client: ApiClient, paths: readonly string[]): Promise<Spread> {
  const took: number[] = [];
  for (let round = 0; round < rounds; round += 1)
    for (const path of paths) {
      const beganMs = performance.now();
      const { status } = await client.get(path);
      if (status !== 200) throw new RangeError(`${path} answered ${String(status)}`);
      took.push(performance.now() - beganMs);
    }
  return spreadOf(took);
}
