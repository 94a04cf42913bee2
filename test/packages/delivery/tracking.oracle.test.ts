import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { instanceIdSchema } from '../../../engine/model/ids.ts';
import { openEngine, type EngineRun } from '../engineRun.ts';
import { mailsOf } from '../mails.ts';
import { runsOf } from '../workflowRun.ts';

const nowMs = Date.parse('2026-01-31T04:00:00.000Z');
const lately = '2026-01-31T03:59:00.000Z';
const weekAgo = '2026-01-24T12:00:00.000Z';

const id = z.coerce.number();
const instant = z.union([z.string(), z.date()]).transform((value) => new Date(value).toISOString());
const lineSchema = z.object({
  tracking_queue_id: id,
  logged_at: instant,
  broad_log: z.string(),
  tracking_url: z.string(),
  visitor: z.string().nullable(),
  user_agent: z.string().nullable(),
});
const logSchema = z.object({
  delivery_id: id,
  broad_log_id: id,
  tracking_url_id: id,
  target: id,
  logged_at: instant,
  tracking_queue_id: id.nullable(),
  user_agent: z.string().nullable(),
});
type Log = z.infer<typeof logSchema>;
const statisticSchema = z.object({
  delivery_id: id,
  tracking_url_id: id,
  clicks: z.number(),
  persons: z.number(),
  started_at: instant,
  ended_at: instant,
});
const indicatorSchema = z.object({
  delivery_id: id,
  opens: z.number(),
  unique_opens: z.number(),
  clicks: z.number(),
  unique_clicks: z.number(),
  opt_outs: z.number(),
  mirror_views: z.number(),
  indicators_at: instant.nullable(),
});
const propositionSchema = z.object({
  proposition_id: id,
  broad_log_id: id.nullable(),
  status: z.string(),
  last_modified_at: instant,
});
const visitsSchema = z.object({ browser: z.string(), device: z.string(), day: z.string(), visits: z.number() });

const targets = [
  ['rcp', 'recipient_id'],
  ['visitor', 'visitor_id'],
  ['app_sub', 'app_subscription_id'],
  ['rt_event', 'event_id'],
  ['batch_event', 'event_id'],
] as const;

/** Messages for other servers: stored alike, and their statistics are another workflow's. */
const mid = ['mid', 'broad_log_id'] as const;

const inOrder = <Row>(rows: readonly Row[]): readonly Row[] =>
  rows.toSorted((one, other) => JSON.stringify(one).localeCompare(JSON.stringify(other)));
const dayOf = ({ logged_at: at }: { readonly logged_at: string }): string => at.slice(0, 10);
const pairOf = (log: Log): string => `${log.delivery_id} ${dayOf(log)}`;

function browserOf(agent: string): readonly [browser: string, device: string] {
  const browser = [...agent.matchAll(/(Firefox|Chrome|Safari)\//g)].map(([, name]) => name)[0] ?? 'other';
  return [browser, /iPhone|Android/.test(agent) ? 'mobile' : 'desktop'];
}

describe('tracking, by the facts of the catalogue', () => {
  let engine: EngineRun;
  const run = runsOf(() => engine, 'tracking');

  const read = async <Row>(schema: z.ZodType<Row>, rows: PromiseLike<unknown>): Promise<Row[]> =>
    z.array(schema).parse(await rows);
  const logsOf = (kind: string, target: string) =>
    read(logSchema, engine.knex(`nms_tracking_log_${kind}`).select('*', `${target} as target`));
  const allLogs = async (): Promise<readonly Log[]> => {
    const logs = [];
    for (const [kind, target] of targets) logs.push(...(await logsOf(kind, target)));
    return logs;
  };
  const lines = () => read(lineSchema, engine.knex('nms_tracking_queue').orderBy('tracking_queue_id'));
  const option = async (name: string): Promise<string | undefined> =>
    z
      .object({ value: z.string() })
      .optional()
      .parse(await engine.knex('xtk_option').where({ name }).first())?.value;
  const setOption = async (name: string, data_type: string, value: string) =>
    engine.knex('xtk_option').insert({ name, data_type, value }).onConflict('name').merge();
  const write = async (written: readonly Partial<z.infer<typeof lineSchema>>[]): Promise<void> => {
    const line = { server: 'redirect1', logged_at: lately, broad_log: '0', tracking_url: '1', user_agent: 'Safari/1' };
    for (let from = 0; from < written.length; from += 500)
      await engine
        .knex('nms_tracking_queue')
        .insert(written.slice(from, from + 500).map((one) => ({ ...line, ...one })));
  };
  const indicators = () => read(indicatorSchema, engine.knex('nms_delivery').orderBy('delivery_id'));
  const propositions = () => read(propositionSchema, engine.knex('nms_proposition_rcp').orderBy('proposition_id'));
  const typeOf = async () =>
    new Map(
      (await read(z.object({ tracking_url_id: id, type: z.number() }), engine.knex('nms_tracking_url').select())).map(
        (url) => [url.tracking_url_id, url.type],
      ),
    );

  /** The lines of the queue as logs, matched by reading all delivery logs. */
  async function matched(queue: readonly z.infer<typeof lineSchema>[], kind: string, target: string) {
    const rows = await read(
      z.object({ broad_log_id: id, delivery_id: id, target: id }),
      engine.knex(`nms_broad_log_${kind}`).select('*', `${target} as target`),
    );
    const byNumber = new Map(rows.map((row) => [row.broad_log_id, row]));
    return queue.flatMap(({ broad_log: log, tracking_url: url, visitor: _, ...line }) => {
      const row = log === '0' ? undefined : byNumber.get(Number(log));
      return row ? [{ ...line, ...row, tracking_url_id: Number(url) }] : [];
    });
  }

  async function expectStored(): Promise<void> {
    const queue = await lines();
    for (const [kind, target] of [...targets, mid]) {
      const stored = (await logsOf(kind, target)).filter((log) => log.tracking_queue_id !== null);
      const expected = await matched(queue, kind, target);
      expect(expected.length).toBeGreaterThan(0);
      expect(inOrder(stored.map(ordered))).toEqual(inOrder(expected.map(ordered)));
    }
    const pages = await read(
      z.object({ visitor_id: id, tracking_url_id: id, logged_at: instant, tracking_queue_id: id }),
      engine.knex('nms_web_tracking_log').whereNotNull('tracking_queue_id').orderBy('tracking_queue_id'),
    );
    expect(pages).toEqual(
      queue
        .filter((line) => line.broad_log === '0')
        .map((line) => ({
          visitor_id: Number(line.visitor),
          tracking_url_id: Number(line.tracking_url),
          logged_at: line.logged_at,
          tracking_queue_id: line.tracking_queue_id,
        })),
    );
  }
  const ordered = (log: Log) => Object.entries(log).sort(([one], [other]) => one.localeCompare(other));

  async function expectStatistics(): Promise<void> {
    const logs = await allLogs();
    const touched = new Set(logs.filter((log) => log.tracking_queue_id !== null).map(pairOf));
    const groups = new Map<string, Log[]>();
    for (const log of logs.filter((one) => touched.has(pairOf(one)))) {
      const key = `${pairOf(log)} ${log.tracking_url_id}`;
      groups.set(key, [...(groups.get(key) ?? []), log]);
    }
    const expected = [...groups.values()].flatMap((group) => {
      const [first] = group;
      if (!first) return [];
      const startedAt = `${dayOf(first)}T00:00:00.000Z`;
      return [
        {
          delivery_id: first.delivery_id,
          tracking_url_id: first.tracking_url_id,
          clicks: group.length,
          persons: new Set(group.map((log) => log.broad_log_id)).size,
          started_at: startedAt,
          ended_at: new Date(Date.parse(startedAt) + 86_400_000).toISOString(),
        },
      ];
    });
    const made = await read(statisticSchema, engine.knex('nms_tracking_stats').whereNotNull('tracking_url_id'));
    expect(inOrder(made)).toEqual(inOrder(expected));
  }

  async function expectIndicators(before: readonly z.infer<typeof indicatorSchema>[], atMs: number): Promise<void> {
    const logs = await allLogs();
    const types = await typeOf();
    const touched = new Set(logs.filter((log) => log.tracking_queue_id !== null).map((log) => log.delivery_id));
    const foreseen = before.map((delivery) => {
      if (!touched.has(delivery.delivery_id)) return delivery;
      const mine = (type: number) =>
        logs.filter((log) => log.delivery_id === delivery.delivery_id && types.get(log.tracking_url_id) === type);
      const messages = (type: number) => new Set(mine(type).map((log) => log.broad_log_id)).size;
      return {
        delivery_id: delivery.delivery_id,
        opens: Math.max(delivery.opens, mine(2).length),
        unique_opens: Math.max(delivery.unique_opens, messages(2)),
        clicks: Math.max(delivery.clicks, mine(1).length),
        unique_clicks: Math.max(delivery.unique_clicks, messages(1)),
        opt_outs: Math.max(delivery.opt_outs, mine(3).length),
        mirror_views: Math.max(delivery.mirror_views, mine(4).length),
        indicators_at: new Date(atMs).toISOString(),
      };
    });
    expect(await indicators()).toEqual(foreseen);
  }

  async function expectVisits(): Promise<void> {
    const counts = new Map<string, number>();
    for (const line of await lines()) {
      if (line.user_agent === null) continue;
      const key = JSON.stringify([...browserOf(line.user_agent), dayOf(line)]);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const expected = [...counts].map(([key, visits]) => {
      const [browser, device, day] = z.tuple([z.string(), z.string(), z.string()]).parse(JSON.parse(key));
      return { browser, device, day, visits };
    });
    const made = await read(
      visitsSchema,
      engine.knex('nms_user_agent_stats').select('browser', 'device', 'day', 'visits'),
    );
    expect(inOrder(made)).toEqual(inOrder(expected));
  }

  beforeAll(async () => {
    engine = await openEngine(nowMs, 0.01, { workflows: ['tracking'] });
    const { knex } = engine;
    await knex('nms_tracking_url').insert({ delivery_id: 1, type: 4, source_url: '', tracking_url_id: 900_001 });
    // Tracking logs of a delivery are those of one targeting.
    await knex('nms_broad_log_batch_event').update({ delivery_id: 276 });
    // A message of each targeting, with an offer, opened, clicked in twice, opted out by, and its mirror page looked at.
    for (const [kind] of [...targets, mid]) {
      const [log] = await read(z.object({ broad_log_id: id }), knex(`nms_broad_log_${kind}`).limit(1));
      await write(
        ['2', '1', '3', '900001', '1'].map((url) => ({ broad_log: String(log?.broad_log_id), tracking_url: url })),
      );
    }
    const offer = { recipient_id: 1, offer_id: 1, last_modified_at: weekAgo };
    const logs = z
      .array(id)
      .parse(await knex('nms_broad_log_rcp').orderBy('broad_log_id').limit(7).pluck('broad_log_id'));
    const statuses = ['proposed', 'sent', 'opened', 'interested', 'accepted', 'rejected', 'proposed'];
    await knex('nms_proposition_rcp').insert(
      logs.flatMap((log, index) =>
        ['opened', 'clicked'].map((_, nth) => ({
          ...offer,
          proposition_id: 900_000 + index * 2 + nth,
          broad_log_id: log,
          status: statuses[index],
        })),
      ),
    );
    await write([
      ...logs.slice(0, 3).map((log) => ({ broad_log: String(log), tracking_url: '2' })),
      ...logs.slice(3, 6).map((log) => ({ broad_log: String(log), tracking_url: '1' })),
      // An address for opting out tells nothing of the offer.
      { broad_log: String(logs[6]), tracking_url: '3' },
      { broad_log: '987654321', tracking_url: '1' },
      { broad_log: '0', visitor: '5', logged_at: weekAgo, user_agent: null },
    ]);
  }, 120_000);
  afterAll(() => engine.close());

  it('fetches nothing while tracking is switched off, or while two targetings share a table', async () => {
    await setOption('NmsTracking_Available', 'boolean', 'false');
    await run();
    await setOption('NmsTracking_Available', 'boolean', 'true');
    await engine
      .knex('nms_delivery_mapping')
      .where({ name: 'map_visitor' })
      .update({ tracking_log_schema: 'nms_tracking_log_rcp' });
    await run();
    await engine
      .knex('nms_delivery_mapping')
      .where({ name: 'map_visitor' })
      .update({ tracking_log_schema: 'nms_tracking_log_visitor' });
    expect(await option('NmsTracking_Pointer')).toBeUndefined();
    expect(await mailsOf(engine)).toMatchObject([
      { group_name: 'workflowSupervisors', title: 'nms_tracking_log_rcp belongs to two targetings' },
    ]);
  });

  it('stores each line once, in the table of its targeting, and makes the statistics that the oracle foresees', async () => {
    const before = { indicators: await indicators(), propositions: await propositions() };
    const queue = await lines();
    expect(await run()).toEqual({ lines: queue.length });
    await expectStored();
    await expectStatistics();
    await expectIndicators(before.indicators, nowMs);
    await expectVisits();

    const types = await typeOf();
    const seen = new Map<number, Set<number | undefined>>();
    for (const line of await matched(queue, 'rcp', 'recipient_id'))
      seen.set(line.broad_log_id, (seen.get(line.broad_log_id) ?? new Set()).add(types.get(line.tracking_url_id)));
    const foreseen = before.propositions.map((one) => {
      const ways = seen.get(one.broad_log_id ?? 0);
      const status =
        ways?.has(1) && ['proposed', 'sent', 'opened'].includes(one.status)
          ? 'interested'
          : ways?.has(2) && ['proposed', 'sent'].includes(one.status)
            ? 'opened'
            : one.status;
      return status === one.status ? one : { ...one, status, last_modified_at: new Date(nowMs).toISOString() };
    });
    expect(await propositions()).toEqual(foreseen);
    expect(
      new Set(foreseen.filter((one, index) => one !== before.propositions[index]).map(({ status }) => status)),
    ).toEqual(new Set(['opened', 'interested']));
    expect(await option('NmsTracking_Pointer')).toBe(`${queue.at(-1)?.tracking_queue_id}|${weekAgo}`);
    expect(await option('NmsTracking_LastConsolidation')).toBe(new Date(nowMs).toISOString());
    expect(await option('NmsUserAgentStats_LastConsolidation')).toBe(new Date(nowMs).toISOString());
  });

  it('tells in the journal which period it consolidates', async () => {
    const entries = z
      .array(z.string())
      .parse(await engine.knex('sb_history').where({ activity: 'tellPeriod' }).pluck('entry'));
    expect(entries.join('\n')).toContain(
      `Consolidating ${(await lines()).length} lines, from the beginning to ${new Date(nowMs).toISOString()}.`,
    );
  });

  it('changes nothing when it runs again', async () => {
    const state = async () => ({
      logs: await allLogs(),
      statistics: await engine.knex('nms_tracking_stats').orderBy('tracking_stats_id').select(),
      indicators: await indicators(),
      propositions: await propositions(),
    });
    const before = await state();
    await engine.until(nowMs + 60_000);
    expect(await run()).toEqual({ lines: 0 });
    expect(await state()).toEqual(before);
  });

  it('goes on behind the pointer, and makes the statistics of the days anew that late lines belong to', async () => {
    const [log] = await read(z.object({ broad_log_id: id }), engine.knex('nms_broad_log_rcp').limit(1));
    await write([
      { broad_log: String(log?.broad_log_id), tracking_url: '1', logged_at: weekAgo, user_agent: 'Firefox/1' },
      { broad_log: String(log?.broad_log_id), tracking_url: '1', logged_at: lately, user_agent: 'Chrome/1 Safari/1' },
    ]);
    expect(await run()).toEqual({ lines: 2 });
    await expectStored();
    await expectStatistics();
    await expectVisits();
  });

  it('takes no figure of a day back when its logs and lines were purged', async () => {
    const { knex } = engine;
    const [log] = await read(
      z.object({ broad_log_id: id, delivery_id: id }),
      knex('nms_broad_log_visitor').orderBy('broad_log_id').limit(1),
    );
    const line = { broad_log: String(log?.broad_log_id), tracking_url: '1', logged_at: weekAgo };
    const figures = async () => ({
      clicks: await read(
        statisticSchema,
        knex('nms_tracking_stats').where({
          delivery_id: log?.delivery_id,
          tracking_url_id: 1,
          started_at: weekAgo.slice(0, 10) + 'T00:00:00.000Z',
        }),
      ),
      visits: await read(
        visitsSchema,
        knex('nms_user_agent_stats').where({ day: weekAgo.slice(0, 10), browser: 'Safari' }),
      ),
    });
    await write([line, line]);
    await run();
    const full = await figures();
    expect([full.clicks.length, full.visits.length]).toEqual([1, 1]);
    const [logs, queue] = ['nms_tracking_log_visitor', 'nms_tracking_queue'];
    const purged: Record<string, unknown>[] = await knex(logs).where({ delivery_id: log?.delivery_id }).select();
    const forgotten: Record<string, unknown>[] = await knex(queue).select();
    await knex(logs).where({ delivery_id: log?.delivery_id }).delete();
    await knex(queue).delete();
    await write([line]);
    await run();
    expect(await figures()).toEqual(full);
    const restored = purged.map(({ tracking_log_id: _, ...row }) => row);
    await knex.batchInsert(logs, restored, 50);
    await knex.batchInsert(queue, forgotten, 50);
    await write([line]);
    await run();
    expect((await figures()).clicks).toMatchObject([{ clicks: (full.clicks[0]?.clicks ?? 0) + 2 }]);
    await expectVisits();
  });

  it('takes no indicator back when old logs were purged, and counts on from there', async () => {
    const { knex } = engine;
    const [log] = await read(
      z.object({ broad_log_id: id, delivery_id: id }),
      knex('nms_broad_log_visitor').orderBy('broad_log_id').limit(1),
    );
    const line = { broad_log: String(log?.broad_log_id), tracking_url: '1' };
    const ofDelivery = { delivery_id: log?.delivery_id };
    const one = async () => (await indicators()).find((each) => each.delivery_id === log?.delivery_id);
    await write([line]);
    await run();
    const full = await one();
    expect(full?.opens).toBeGreaterThan(1);
    const logs: Record<string, unknown>[] = await knex('nms_tracking_log_visitor').where(ofDelivery).select();
    await knex('nms_tracking_log_visitor').where(ofDelivery).delete();
    await write([line]);
    await run();
    expect(await one()).toEqual(full);
    // Numbers that were given anew meanwhile are not theirs any more.
    const restored = logs.map(({ tracking_log_id: _, ...row }) => row);
    await knex.batchInsert('nms_tracking_log_visitor', restored, 50);
    await write([line]);
    await run();
    expect(await one()).toMatchObject({ opens: (full?.opens ?? 0) + 2, clicks: full?.clicks });
  });

  it.each([
    ['7', 30, 5],
    ['0', 30, 1],
    ['20000', 10_001, 2],
  ])('fetches in batches of the option: of %s, %i lines in %i batches', async (count, written, batches) => {
    await setOption('NmsTracking_LogCountPerRequest', 'integer', count);
    await write(Array.from({ length: written }, (_, index) => ({ visitor: String(index + 1) })));
    const rounds = async () =>
      z.coerce
        .number()
        .parse((await engine.knex('sb_task').where({ activity: 'store' }).count('* as n').first())?.['n']);
    const before = await rounds();
    expect(await run()).toEqual({ lines: written });
    expect((await rounds()) - before).toBe(batches);
  });

  describe('a corrupt line', () => {
    const broken = instanceIdSchema.parse('i_broken');
    const statusOf = async (instance: string) =>
      z.object({ status: z.string() }).parse(await engine.knex('sb_instance').where({ id: instance }).first()).status;

    it.each([
      { broad_log: 'abc', tracking_url: '1' },
      { broad_log: '', tracking_url: '1' },
      { broad_log: '12', tracking_url: 'x1' },
      { broad_log: '12', tracking_url: '1'.repeat(30) },
      { broad_log: '0', visitor: null },
      { broad_log: '0', visitor: '-5' },
    ])('stops it before anything of its batch is stored, and is told: %o; without it the run goes on', async (line) => {
      const { knex } = engine;
      await knex('sb_mail').delete();
      const pointer = await option('NmsTracking_Pointer');
      await write([{ visitor: '7' }, line, { visitor: '8' }]);
      const [first, corrupt] = (await lines()).slice(-3).map((one) => one.tracking_queue_id);
      const instance = instanceIdSchema.parse(`i_corrupt${corrupt}`);
      await engine.ask({ operation: 'runNow', instance, input: {} }, { workflow: 'tracking' });
      expect(await statusOf(instance)).toBe('paused');
      expect(await option('NmsTracking_Pointer')).toBe(pointer);
      expect(await knex('nms_web_tracking_log').where({ tracking_queue_id: first })).toEqual([]);
      const told = await mailsOf(engine);
      expect(told[0]).toMatchObject({
        group_name: 'workflowSupervisors',
        title: 'A tracking line of redirect1 is corrupt',
      });
      expect(told[0]?.message).toContain(`Line ${corrupt} of nms_tracking_queue`);

      await knex('nms_tracking_queue').where({ tracking_queue_id: corrupt }).delete();
      await engine.ask({ operation: 'resume' }, { instance });
      expect(await statusOf(instance)).toBe('finished');
      await expectStored();
    });

    it('lets it be stopped, the line deleted and started again; what was stored before is consolidated then', async () => {
      const { knex } = engine;
      await setOption('NmsTracking_LogCountPerRequest', 'integer', '2');
      const [log] = await read(
        z.object({ broad_log_id: id }),
        knex('nms_broad_log_visitor').orderBy('broad_log_id').limit(1),
      );
      await write([
        { broad_log: String(log?.broad_log_id), tracking_url: '1' },
        { broad_log: String(log?.broad_log_id), tracking_url: '2' },
        { broad_log: 'torn', tracking_url: '1' },
      ]);
      const corrupt = (await lines()).at(-1)?.tracking_queue_id;
      await engine.ask({ operation: 'runNow', instance: broken, input: {} }, { workflow: 'tracking' });
      expect(await statusOf(broken)).toBe('paused');
      await engine.ask({ operation: 'stop' }, { instance: broken });
      expect(await statusOf(broken)).toBe('stopped');
      await knex('nms_tracking_queue').where({ tracking_queue_id: corrupt }).delete();
      expect(await run()).toEqual({ lines: 2 });
      await expectStored();
      await expectStatistics();
    });
  });

  it('stores no line twice where the pointer was put back, and forgets lines of long ago', async () => {
    const before = await allLogs();
    await setOption('NmsTracking_Pointer', 'text', '0|1970-01-01T00:00:00.000Z');
    await setOption('NmsTracking_LogCountPerRequest', 'integer', '0');
    await setOption('NmsCleanup_TrackingLogPurgeDelay', 'integer', '6');
    await run();
    expect(inOrder(await allLogs())).toEqual(inOrder(before));
    const [oldest] = (await lines()).map((line) => line.logged_at).sort();
    expect(oldest).toBe('2026-01-30T04:00:00.000Z');
  });
});
