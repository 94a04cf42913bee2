import { join } from 'node:path';
import type { Knex } from 'knex';
import { openPostgres, openSqlite } from '../server/database/connect.ts';
import { signIn, type ApiClient } from '../test/support/apiClient.ts';
import { startServer } from '../test/support/server.ts';
import { spreadOf, type Spread } from './spread.ts';

const instances = 100_000;
const workflows = 40;
const dayMs = 86_400_000;

/** What 100,000 instances of a month, with five tasks each, cost whoever looks at a day of the heat map. */
export interface HeatMapCost {
  readonly days: number;
  readonly day: Spread;
  readonly longRuns: Spread;
  readonly kind: Spread;
  readonly cell: Spread;
}

/** Numbers from 0 to below a count, as rows. */
const numbers = (dialect: 'sqlite' | 'postgres', count: number): string =>
  dialect === 'postgres'
    ? `(SELECT n FROM generate_series(0, ${String(count - 1)}) AS n) AS numbers`
    : `(WITH RECURSIVE c (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c WHERE n + 1 < ${String(count)}) SELECT n FROM c) AS numbers`;

/** Most run for seconds, one of ten for up to forty minutes, one of a hundred for days. */
const lasted = `CASE WHEN n % 100 = 7 THEN 86400000 * (1 + n % 3) WHEN n % 10 = 3 THEN 60000 * (1 + n % 40) ELSE 1000 * (1 + n % 59) END`;

/** Writes a history as workers leave it: the columns that count, and a state of the usual size. */
async function fill(
  knex: Knex,
  dialect: 'sqlite' | 'postgres',
  { endMs, days }: { endMs: number; days: number },
) {
  const stepMs = Math.floor((days * dayMs) / instances);
  const started = `(${String(endMs - days * dayMs)} + CAST(n AS BIGINT) * ${String(stepMs)})`;
  await knex.raw(
    `INSERT INTO sb_instance (id, workflow, version, status, severity, severity_rank, started_by, started_at_ms, ended_at_ms, seq, state)
     SELECT 'i_' || n, 'bench' || (n % ${String(workflows)}), 1, 'finished', 'normal', 0, 'admin', ${started}, ${started} + ${lasted}, 30, ?
     FROM ${numbers(dialect, instances)}`,
    ['x'.repeat(1_500)],
  );
  await knex.raw(
    `INSERT INTO sb_task (id, instance, number, activity, status, attempt, created_at_ms, started_at_ms, ended_at_ms)
     SELECT 't_' || n || '_' || k, 'i_' || n, k, 'a' || k, 'done', 1, ${started}, ${started} + k, ${started} + ${lasted}
     FROM ${numbers(dialect, instances)} CROSS JOIN (SELECT 1 AS k UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5) AS ks`,
  );
  // PostgreSQL looks at its tables by itself, SQLite is never told to.
  if (dialect === 'postgres') await knex.raw('ANALYZE');
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

/** How long each of the days takes, asked by turns as a person turns them over. */
async function measure(client: ApiClient, days: readonly string[], path: (day: string) => string): Promise<Spread> {
  const took: number[] = [];
  for (let round = 0; round < 4; round += 1)
    for (const day of days) {
      const beganMs = performance.now();
      const { status } = await client.get(path(day));
      if (status !== 200) throw new RangeError(`${path(day)} answered ${String(status)}`);
      took.push(performance.now() - beganMs);
    }
  return spreadOf(took);
}

/** Measures through HTTP, on the SQLite of a new folder, or in a new database of a PostgreSQL server. */
export async function benchHeatMap(serverUrl?: string, days = 30): Promise<HeatMapCost> {
  if (serverUrl === undefined) return measureOn(undefined, days);
  const name = `signalbox_heat_${String(process.pid)}`;
  const knex = openPostgres(serverUrl, { pool: 1, applicationName: 'signalbox bench' });
  await knex.raw(`CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  try {
    return await measureOn(url.href, days);
  } finally {
    await knex.raw(`DROP DATABASE ${name} WITH (FORCE)`);
    await knex.destroy();
  }
}

async function measureOn(databaseUrl: string | undefined, days: number): Promise<HeatMapCost> {
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
  const client = await signIn(server.url);
  const written = Array.from({ length: days }, (_day, index) =>
    new Date(endMs - (index + 1) * dayMs).toISOString().slice(0, 10),
  );
  const asked = (query: string) =>
    measure(client, written, (day) => `/api/heatmap?day=${day}&zone=Europe/Paris${query}`);
  const cost = {
    days,
    day: await asked(''),
    longRuns: await asked('&minDuration=1m'),
    kind: await asked('&kind=wait'),
    cell: await measure(client, written, (day) => `/api/heatmap/cell?at=${day}T10:00:00Z`),
  };
  await server.remove();
  return cost;
}
