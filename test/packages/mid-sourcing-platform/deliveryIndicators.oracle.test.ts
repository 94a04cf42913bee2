import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openEngine, type EngineRun } from '../engineRun.ts';
import { instant, numeric, readRows, runWorkflow } from '../runWorkflow.ts';

const nowMs = Date.parse('2026-01-31T05:00:00.000Z');
const dayMs = 86_400_000;
const workflow = 'deliveryIndicators';

const figuresSchema = z.object({
  opens: z.number(),
  unique_opens: z.number(),
  clicks: z.number(),
  unique_clicks: z.number(),
  opt_outs: z.number(),
  mirror_views: z.number(),
});
const deliverySchema = figuresSchema.extend({
  delivery_id: numeric,
  source_delivery_id: numeric.nullable(),
  delete_status: z.number(),
  sent: z.number(),
  failed: z.number(),
  retried: z.number(),
  indicators_at: instant.nullable(),
});
type Delivery = z.infer<typeof deliverySchema>;
const logSchema = z.object({
  delivery_id: numeric,
  broad_log_id: numeric,
  tracking_url_id: numeric,
  logged_at: instant,
});
const urlSchema = z.object({ tracking_url_id: numeric, type: z.number() });

const at = (ms: number): string => new Date(ms).toISOString();

describe('deliveryIndicators, by the facts of the catalogue', () => {
  let engine: EngineRun;

  const deliveries = (): Promise<Delivery[]> =>
    readRows(deliverySchema, engine.knex('nms_delivery').orderBy('delivery_id').select());
  const delivery = async (id: number) => (await deliveries()).find((one) => one.delivery_id === id);

  /** The deliveries as they must stand after a run at `ms`, counted click by click. */
  async function foreseen(ms: number): Promise<Delivery[]> {
    const { knex } = engine;
    const logs = await readRows(logSchema, knex('nms_tracking_log_mid').select());
    const urls = await readRows(urlSchema, knex('nms_tracking_url').select());
    const types = new Map(urls.map((url) => [url.tracking_url_id, url.type]));
    return (await deliveries()).map((one) => {
      const own = logs.filter((log) => log.delivery_id === one.delivery_id && log.logged_at <= ms);
      const isTracked = own.some((log) => log.logged_at > ms - 30 * dayMs);
      if (!isTracked || one.source_delivery_id === null || one.delete_status !== 0) return one;
      const of = (type: number) => own.filter((log) => types.get(log.tracking_url_id) === type);
      const persons = (type: number) => new Set(of(type).map((log) => log.broad_log_id)).size;
      const counted = {
        opens: of(2).length,
        unique_opens: persons(2),
        clicks: of(1).length,
        unique_clicks: persons(1),
        opt_outs: of(3).length,
        mirror_views: of(4).length,
      };
      const before = figuresSchema.parse(one);
      const isNew = one.indicators_at === null || JSON.stringify(before) !== JSON.stringify(counted);
      return isNew ? { ...one, ...counted, indicators_at: ms } : one;
    });
  }

  /** A delivery that is carried out for another server, with one click of each kind. */
  async function track(id: number, loggedAtMs: number): Promise<void> {
    const { knex } = engine;
    const known = { created_at: at(nowMs), last_modified_at: at(nowMs), label: `Copy ${id}`, source_delivery_id: id };
    await knex('nms_delivery').insert({ ...known, delivery_id: id, sent: 7, failed: 3, retried: 2 });
    for (const type of [1, 2, 3, 4]) {
      const url = id * 10 + type;
      const source = `https://shop.example.org/${type}`;
      await knex('nms_tracking_url').insert({ tracking_url_id: url, delivery_id: id, type, source_url: source });
      const log = { delivery_id: id, broad_log_id: id, tracking_url_id: url, logged_at: at(loggedAtMs) };
      await knex('nms_tracking_log_mid').insert([log, log]);
    }
  }

  beforeAll(async () => {
    engine = await openEngine(nowMs, 0.02, { workflows: [workflow] });
  }, 120_000);
  afterAll(() => engine.close());

  it('counts opens, clicks and the like of each delivery for others, and a second run changes nothing', async () => {
    const expected = await foreseen(nowMs);
    const changed = expected.filter((one) => one.indicators_at === nowMs);
    expect(changed.length).toBeGreaterThan(2);
    expect(changed.some((one) => one.unique_opens > 0 && one.unique_clicks > 0 && one.opt_outs > 0)).toBe(true);
    const { result } = await runWorkflow(engine, workflow);
    expect(await deliveries()).toEqual(expected);
    expect(result).toBe(changed.length);
    expect((await runWorkflow(engine, workflow)).result).toBe(0);
    expect(await deliveries()).toEqual(expected);
  });

  it('follows every hour what is clicked meanwhile', async () => {
    const next = nowMs + dayMs;
    const expected = await foreseen(next);
    expect(expected.some((one) => one.indicators_at === next)).toBe(true);
    await engine.until(next);
    expect(await deliveries()).toEqual(expected);
  });

  it('looks at a delivery that was tracked within thirty days, and at no other', async () => {
    const ms = nowMs + dayMs;
    await track(900_001, ms - 30 * dayMs + 1);
    await track(900_002, ms - 30 * dayMs);
    await track(900_003, ms + 1);
    await runWorkflow(engine, workflow);
    const each = { opens: 2, unique_opens: 1, clicks: 2, unique_clicks: 1, opt_outs: 2, mirror_views: 2 };
    expect(await delivery(900_001)).toMatchObject(each);
    expect(await delivery(900_002)).toMatchObject({ opens: 0, indicators_at: null });
    expect(await delivery(900_003)).toMatchObject({ opens: 0, indicators_at: null });
  });

  it('leaves alone what is deleted and what is not sent for others', async () => {
    const { knex } = engine;
    await track(900_004, nowMs);
    await track(900_005, nowMs);
    await knex('nms_delivery').where({ delivery_id: 900_004 }).update({ delete_status: 1 });
    await knex('nms_delivery').where({ delivery_id: 900_005 }).update({ source_delivery_id: null });
    await runWorkflow(engine, workflow);
    expect(await delivery(900_004)).toMatchObject({ clicks: 0, indicators_at: null });
    expect(await delivery(900_005)).toMatchObject({ clicks: 0, indicators_at: null });
  });

  it('keeps to tracking: what was sent and what failed is for the sending side', async () => {
    expect(await delivery(900_001)).toMatchObject({ sent: 7, failed: 3, retried: 2 });
  });

  it('never counts down when old logs have been purged', async () => {
    await engine.knex('nms_tracking_log_mid').where({ delivery_id: 900_001 }).delete();
    const [url] = await readRows(urlSchema, engine.knex('nms_tracking_url').where({ delivery_id: 900_001, type: 2 }));
    const log = { delivery_id: 900_001, broad_log_id: 1, tracking_url_id: url?.tracking_url_id, logged_at: at(nowMs) };
    await engine.knex('nms_tracking_log_mid').insert([log, log, log]);
    await runWorkflow(engine, workflow);
    expect(await delivery(900_001)).toMatchObject({ opens: 3, unique_opens: 1, clicks: 2, unique_clicks: 1 });
  });
});
