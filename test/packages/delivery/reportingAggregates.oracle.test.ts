import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openEngine, type EngineRun } from '../engineRun.ts';
import { runsOf } from '../workflowRun.ts';

const nowMs = Date.parse('2026-01-31T02:00:00.000Z');
const hourAgo = '2026-01-31T01:00:00.000Z';
const weekAgo = '2026-01-24T02:00:00.000Z';

const id = z.coerce.number();
const instant = z.union([z.string(), z.date()]).transform((value) => new Date(value).toISOString());
const broadLogSchema = z.object({ delivery_id: id, status: z.number(), recipient_id: id, last_modified_at: instant });
const trackingLogSchema = z.object({
  delivery_id: id,
  tracking_url_id: id,
  broad_log_id: id,
  recipient_id: id,
  logged_at: instant,
});
const messagesSchema = z.object({
  day: z.string(),
  delivery_id: id,
  status: z.number(),
  messages: id,
  recipients: id,
  last_change: instant,
});
const clicksSchema = z.object({
  day: z.string(),
  delivery_id: id,
  tracking_url_id: id,
  clicks: id,
  messages: id,
  persons: id,
});

/** Sums rows up, group by group. */
function grouped<Row, Sum>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  sum: (rows: readonly [Row, ...Row[]]) => Sum,
): readonly Sum[] {
  const groups = new Map<string, [Row, ...Row[]]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()].map(sum);
}

const inOrder = <Sum>(sums: readonly Sum[]): readonly Sum[] =>
  sums.toSorted((one, other) => JSON.stringify(one).localeCompare(JSON.stringify(other)));

describe('reportingAggregates, by the facts of the catalogue', () => {
  let engine: EngineRun;
  const run = runsOf(() => engine, 'reportingAggregates');

  const read = async <Row>(schema: z.ZodType<Row>, table: string): Promise<Row[]> =>
    z.array(schema).parse(await engine.knex(table).select());
  const shown = async () => ({
    messages: inOrder(await read(messagesSchema, 'nms_cube_delivery_logs')),
    clicks: inOrder(await read(clicksSchema, 'nms_cube_tracking_logs')),
  });

  /** What reports have to show, from the logs themselves. */
  async function foreseen() {
    const messages = grouped(
      await read(broadLogSchema, 'nms_broad_log_rcp'),
      (log) => `${log.last_modified_at.slice(0, 10)} ${log.delivery_id} ${log.status}`,
      (logs) => ({
        day: logs[0].last_modified_at.slice(0, 10),
        delivery_id: logs[0].delivery_id,
        status: logs[0].status,
        messages: logs.length,
        recipients: new Set(logs.map((log) => log.recipient_id)).size,
        last_change: logs
          .map((log) => log.last_modified_at)
          .sort()
          .at(-1),
      }),
    );
    const clicks = grouped(
      await read(trackingLogSchema, 'nms_tracking_log_rcp'),
      (log) => `${log.logged_at.slice(0, 10)} ${log.delivery_id} ${log.tracking_url_id}`,
      (logs) => ({
        day: logs[0].logged_at.slice(0, 10),
        delivery_id: logs[0].delivery_id,
        tracking_url_id: logs[0].tracking_url_id,
        clicks: logs.length,
        messages: new Set(logs.map((log) => log.broad_log_id)).size,
        persons: new Set(logs.map((log) => log.recipient_id)).size,
      }),
    );
    return { messages: inOrder(messages), clicks: inOrder(clicks) };
  }

  beforeAll(async () => {
    engine = await openEngine(nowMs, 0.01, { workflows: ['reportingAggregates'] });
  }, 120_000);
  afterAll(() => engine.close());

  it('makes the figures of all logs, and a second run changes nothing', async () => {
    const expected = await foreseen();
    expect(expected.messages.length).toBeGreaterThan(100);
    expect(expected.clicks.length).toBeGreaterThan(100);
    expect(await run()).toMatchObject({ cube: 'deliveryLogs', figures: expected.messages.length });
    expect(await shown()).toEqual(expected);
    await run();
    expect(await shown()).toEqual(expected);
  });

  it('shows the figures of the run before until it runs, then what came, changed and went since', async () => {
    const { knex } = engine;
    const before = await shown();
    const log = { delivery_id: 1, recipient_id: 1, status: 1 };
    await knex('nms_broad_log_rcp').insert([
      { ...log, broad_log_id: 9_000_001, last_modified_at: hourAgo },
      { ...log, broad_log_id: 9_000_002, last_modified_at: hourAgo },
    ]);
    const [changed, gone] = z
      .array(id)
      .parse(
        await knex('nms_broad_log_rcp').where('broad_log_id', '<', 1_000).orderBy('broad_log_id').pluck('broad_log_id'),
      );
    await knex('nms_broad_log_rcp').where({ broad_log_id: changed }).update({ status: 2, last_modified_at: hourAgo });
    await knex('nms_broad_log_rcp').where({ broad_log_id: gone }).delete();
    // Told of a week late: its number is new all the same.
    const click = { delivery_id: 1, recipient_id: 1, tracking_url_id: 1, broad_log_id: 9_000_001 };
    await knex('nms_tracking_log_rcp').insert([
      { ...click, logged_at: weekAgo },
      { ...click, logged_at: hourAgo },
    ]);
    await knex('nms_tracking_log_rcp').where({ tracking_log_id: 1 }).delete();
    expect(await shown()).toEqual(before);

    const expected = await foreseen();
    expect(expected).not.toEqual(before);
    await run();
    expect(await shown()).toEqual(expected);
  });
});
