import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Knex } from 'knex';
import { z } from 'zod';
import { invariant } from '../engine/invariant.ts';
import { openPostgres } from '../server/database/connect.ts';
import { signIn } from '../test/support/apiClient.ts';
import { startServer, type TestServer } from '../test/support/server.ts';

/** How many rows the tables hold; in all 10,000,000 logs. */
export interface LargeDelivery {
  readonly recipients: number;
  readonly broadLogs: number;
  readonly trackingLogs: number;
  /** Lines of the redirection servers that have not been read. */
  readonly queue: number;
  readonly propositions: number;
}

export const tenMillionLogs: LargeDelivery = {
  recipients: 1_000_000,
  broadLogs: 9_000_000,
  trackingLogs: 700_000,
  queue: 300_000,
  propositions: 1_000_000,
};

/** What a workflow took over large tables. */
export interface LargeRun {
  readonly workflow: string;
  readonly seconds: number;
  /** The most memory that the worker had until its end. */
  readonly peakMegabytes: number;
  /** Batches of the activity that had most of them, and the median time of the first and of the last tenth. */
  readonly batches?: Batches;
}

interface Batches {
  readonly activity: string;
  readonly count: number;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly ratio: number;
}

const workflows = ['tracking', 'reportingAggregates', 'agg_nmspropositionrcp_full', 'cleanup'] as const;
const deliveries = 200;

/** Rows in the order of their time, over 240 days: a quarter of the delivery logs is older than they are kept. */
function fillings({ recipients, broadLogs, trackingLogs, queue, propositions }: LargeDelivery): readonly string[] {
  const at = (rows: number): string => `now() - interval '240 days' * (1 - n::float8 / ${String(rows)})`;
  const delivery = `1000000 + n % ${String(deliveries)}`;
  const recipient = `1000000 + n % ${String(recipients)}`;
  const series = (rows: number): string => `FROM generate_series(1, ${String(rows)}) AS n`;
  return [
    `INSERT INTO nms_recipient (recipient_id, first_name, last_name, email, created_at, last_modified_at)
     SELECT 999999 + n, 'First' || n, 'Last' || n, 'r' || n || '@example.org', now(), now() ${series(recipients)}`,
    `INSERT INTO nms_delivery (delivery_id, label, state, delivery_mapping_id, created_at, last_modified_at)
     SELECT 999999 + n, 'Large ' || n, 51, 1, now(), now() ${series(deliveries)}`,
    `INSERT INTO nms_tracking_url (tracking_url_id, delivery_id, source_url, type)
     SELECT 999999 + n, 999999 + n, 'https://example.org/' || n, 1 ${series(deliveries)}`,
    `INSERT INTO nms_broad_log_rcp (broad_log_id, delivery_id, recipient_id, status, last_modified_at)
     SELECT 10000000 + n, ${delivery}, ${recipient}, 1, ${at(broadLogs)} ${series(broadLogs)}`,
    `INSERT INTO nms_tracking_log_rcp (tracking_log_id, delivery_id, broad_log_id, tracking_url_id, recipient_id, logged_at)
     SELECT 10000000 + n, ${delivery}, 10000000 + n, 1000000 + n % ${String(deliveries)}, ${recipient}, ${at(trackingLogs)}
     ${series(trackingLogs)}`,
    `INSERT INTO nms_tracking_queue (tracking_queue_id, server, logged_at, broad_log, tracking_url)
     SELECT 10000000 + n, 'large', now() - interval '1 day' * (1 - n::float8 / ${String(queue)}),
       (10000000 + ${String(broadLogs)} - n)::text, (1000000 + n % ${String(deliveries)})::text ${series(queue)}`,
    `INSERT INTO nms_proposition_rcp (proposition_id, delivery_id, recipient_id, offer_id, last_modified_at)
     SELECT 10000000 + n, ${delivery}, ${recipient}, 1 + n % 10, ${at(propositions)} ${series(propositions)}`,
    'ANALYZE',
  ];
}

const statusSchema = z.object({ status: z.string() });
const entrySchema = z.object({ activity: z.string(), task: z.string(), at_ms: z.coerce.number() });

/** From the start of the server of `url` with an empty database: fills it, and lets each workflow run once. */
export async function benchLargeDelivery(url: string, size = tenMillionLogs): Promise<readonly LargeRun[]> {
  const env = { DATABASE_URL: url, SIGNALBOX_LOG_LEVEL: 'silent', SIGNALBOX_DEMO_SCALE: '0.02' };
  const knex = openPostgres(url, { pool: 1, applicationName: 'signalbox bench' });
  // Made by a server, so that all packages are installed; it is off while the tables are filled.
  await (await startServer({ env, readyWithinMs: 120_000 })).remove();
  for (const sql of fillings(size)) await knex.raw(sql);
  const runs: LargeRun[] = [];
  for (const workflow of workflows) {
    // A worker of its own: what it holds at most is what this workflow needs.
    const server = await startServer({ env });
    runs.push(await runOnce(server, knex, workflow));
    await server.remove();
  }
  await knex.destroy();
  return runs;
}

async function runOnce(server: TestServer, knex: Knex, workflow: string): Promise<LargeRun> {
  const client = await signIn(server.url);
  const begunMs = performance.now();
  const answer = await client.post(`/api/workflows/${workflow}/instances`);
  const { id } = z.object({ id: z.string() }).parse(answer.body);
  for (;;) {
    const { status } = statusSchema.parse(await knex('sb_instance').where({ id }).first('status'));
    if (status === 'finished') break;
    invariant(status === 'running', `${workflow} runs: it is ${status}`);
    await delay(100);
  }
  const seconds = (performance.now() - begunMs) / 1_000;
  const batches = await readBatches(knex, id);
  return { workflow, seconds, peakMegabytes: peakOf(server.workerPid()), ...(batches && { batches }) };
}

/** The most memory that a process has had, as Linux tells it. */
const peakOf = (pid: number): number =>
  Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1_024;

/** Rounds of one task, or tasks of one activity that came again and again. */
async function readBatches(knex: Knex, instance: string): Promise<Batches | undefined> {
  const entries = await knex('sb_history')
    .where({ instance })
    .whereIn('type', ['taskProgressed', 'taskEnded'])
    .orderBy('seq')
    .select('activity', 'task', 'at_ms');
  const instants = new Map<string, number[]>();
  for (const { activity, at_ms: atMs } of z.array(entrySchema).parse(entries))
    instants.set(activity, [...(instants.get(activity) ?? []), atMs]);
  const [most] = [...instants].sort(([, one], [, other]) => other.length - one.length);
  if (!most || most[1].length < 40) return undefined;
  const [activity, times] = most;
  const took = times.slice(1).map((time, index) => time - (times[index] ?? time));
  const tenth = Math.floor(took.length / 10);
  const [firstMs, lastMs] = [median(took.slice(0, tenth)), median(took.slice(-tenth))];
  return { activity, count: took.length + 1, firstMs, lastMs, ratio: lastMs / firstMs };
}

const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
