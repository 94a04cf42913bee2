import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { nothingOutside } from '../../../engine/activity/nothingOutside.ts';
import { sandboxForTests } from '../../support/outsideForTests.ts';
import { openEngine, type EngineRun } from '../engineRun.ts';
import { nothingSent } from '../nothingSent.ts';
import { instant, numeric, readRows, runWorkflow } from '../runWorkflow.ts';

const startMs = Date.parse('2026-01-31T05:00:30.000Z');
const minuteMs = 60_000;
const triesMax = 5;

const eventSchema = z.object({
  event_id: numeric,
  type: z.string(),
  wished_channel: z.number(),
  status: z.string(),
  context: z.string().nullable(),
  email: z.string(),
  scheduled_at: instant.nullable(),
  retry_at: instant.nullable(),
  error_count: z.number(),
  error_message: z.string().nullable(),
  template_id: numeric.nullable(),
  delivery_id: numeric.nullable(),
  routed_at: instant.nullable(),
  processed_at: instant.nullable(),
});
type Event = z.infer<typeof eventSchema>;
const deliverySchema = z.object({
  delivery_id: numeric,
  internal_name: z.string().nullable(),
  event_type: z.string().nullable(),
  message_type: z.number(),
  is_model: z.number(),
  delete_status: z.number(),
  delivery_mode: z.number(),
  published_at: instant.nullable(),
  template_id: numeric.nullable(),
  month: z.string().nullable(),
  state: z.number(),
  delivery_mapping_id: numeric.nullable(),
});
type Delivery = z.infer<typeof deliverySchema>;
const logSchema = z.object({ broad_log_id: numeric, event_id: numeric, delivery_id: numeric, status: z.number() });

const at = (ms: number): string => new Date(ms).toISOString();

/** What a queue's workflow, its tables and its hooks are called. */
export interface EventQueue {
  readonly workflow: string;
  readonly queue: 'rt_event' | 'batch_event';
  readonly everyMinutes: number;
  readonly dispatch: string;
  readonly enrich: string;
}

/** The facts that both queues share, each judged by what stands in the tables afterwards. */
export function describeEventsProcessing({ workflow, queue, everyMinutes, dispatch, enrich }: EventQueue): void {
  describe(`${workflow}, by the facts of the catalogue`, () => {
    let engine: EngineRun;
    let nowMs = startMs;
    let next = 900_000;

    const events = (): Promise<Event[]> =>
      readRows(eventSchema, engine.knex(`nms_${queue}`).orderBy('event_id').select());
    const event = async (id: number): Promise<Event> =>
      eventSchema.parse(await engine.knex(`nms_${queue}`).where({ event_id: id }).first());
    const deliveries = (): Promise<Delivery[]> => readRows(deliverySchema, engine.knex('nms_delivery').select());
    const logs = () => readRows(logSchema, engine.knex(`nms_broad_log_${queue}`).orderBy('broad_log_id').select());
    const run = () => runWorkflow(engine, workflow);
    const mapping = async (): Promise<number> => {
      const row: unknown = await engine
        .knex('nms_delivery_mapping')
        .where({ name: `map_${queue}` })
        .first();
      return z.object({ delivery_mapping_id: numeric }).parse(row).delivery_mapping_id;
    };

    /** Puts an event into the queue; answers its number. */
    async function queued(more: object = {}): Promise<number> {
      next += 1;
      const row = { event_id: next, type: 'shipping', wished_channel: 0, status: 'pending', email: 'a@example.org' };
      await engine.knex(`nms_${queue}`).insert({ ...row, created_at: at(nowMs), ...more });
      return next;
    }

    /** Makes a template; answers its number. */
    async function template(more: object): Promise<number> {
      next += 1;
      const row = { delivery_id: next, label: `Template ${next}`, is_model: 1, published_at: at(nowMs - minuteMs) };
      const dates = { created_at: at(nowMs), last_modified_at: at(nowMs) };
      await engine.knex('nms_delivery').insert({ ...row, ...dates, internal_name: `made${next}`, ...more });
      return next;
    }

    async function setOption(name: string, value: string | null): Promise<void> {
      await engine.knex('xtk_option').where({ name }).delete();
      if (value !== null) await engine.knex('xtk_option').insert({ name, data_type: 'text', value });
    }

    /** What becomes of an event, by the templates alone. */
    function foreseen(before: Event, templates: readonly Delivery[]): Pick<Event, 'status' | 'template_id'> {
      const { status, template_id } = before;
      if (status !== 'pending') return { status, template_id };
      if (before.error_count >= triesMax) return { status: 'expired', template_id };
      const waits = (date: number | null) => date !== null && date > nowMs;
      if (waits(before.scheduled_at) || waits(before.retry_at)) return { status, template_id };
      const [latest] = templates
        .filter((one) => one.is_model === 1 && one.delete_status === 0)
        .filter((one) => one.published_at !== null && one.published_at <= nowMs)
        .filter((one) => one.event_type === before.type && one.message_type === before.wished_channel)
        .toSorted((one, other) => (other.published_at ?? 0) - (one.published_at ?? 0));
      return latest
        ? { status: 'pendingDelivery', template_id: latest.delivery_id }
        : { status: 'notCovered', template_id };
    }

    beforeAll(async () => {
      const outside = { ...nothingOutside, scripts: await sandboxForTests() };
      engine = await openEngine(startMs, 0.02, { workflows: [workflow], outside, executors: nothingSent });
    }, 120_000);
    afterAll(() => engine.close());

    it('takes what is due off the queue, as its oracle does, and a second run changes nothing', async () => {
      const templates = await deliveries();
      const before = await events();
      const expected = before.map((one) => ({ event_id: one.event_id, ...foreseen(one, templates) }));
      const statuses = new Set(expected.map(({ status }) => status));
      expect([...statuses].sort()).toEqual(['expired', 'notCovered', 'pending', 'pendingDelivery', 'sent']);
      await run();
      const after = await events();
      expect(after.map(({ event_id, status, template_id }) => ({ event_id, status, template_id }))).toEqual(expected);
      const rows = await logs();
      await run();
      expect(await events()).toEqual(after);
      expect(await logs()).toEqual(rows);
    });

    it('has each in this month’s delivery of its template, under way by the log of its own queue', async () => {
      const all = await deliveries();
      const own = await mapping();
      const routed = (await events()).filter(({ routed_at }) => routed_at === nowMs);
      expect(routed.length).toBeGreaterThan(5);
      for (const one of routed) {
        const delivery = all.find(({ delivery_id }) => delivery_id === one.delivery_id);
        const { template_id } = one;
        const model = all.find(({ delivery_id }) => delivery_id === template_id);
        const { message_type } = model ?? {};
        const expected = { template_id, message_type, month: '2026-01', delivery_mapping_id: own, state: 55 };
        expect(delivery).toMatchObject({ ...expected, is_model: 0, delivery_mode: 1, delete_status: 0 });
      }
      const months = all.filter((one) => one.delivery_mapping_id === own && one.template_id !== null);
      expect(new Set(months.map(({ template_id }) => template_id)).size).toBe(months.length);
    });

    it('writes a line for each into the delivery log, to be sent, with a number that no other log has', async () => {
      const routed = (await events()).filter(({ routed_at }) => routed_at === nowMs);
      const own = (await logs()).filter((log) => routed.some(({ event_id }) => event_id === log.event_id));
      const expected = routed.map(({ event_id, delivery_id }) => ({ event_id, delivery_id, status: 6 }));
      expect(own.map(({ event_id, delivery_id, status }) => ({ event_id, delivery_id, status }))).toEqual(expected);
      const numbers: number[] = [];
      for (const table of ['rcp', 'visitor', 'app_sub', 'mid', 'rt_event', 'batch_event'])
        numbers.push(...(await engine.knex(`nms_broad_log_${table}`).pluck<number[]>('broad_log_id')).map(Number));
      expect(own.map((log) => numbers.filter((one) => one === log.broad_log_id).length)).toEqual(own.map(() => 1));
    });

    it('numbers the log so that a row of somebody else still finds a number', async () => {
      const [first] = await logs();
      const row = { delivery_id: first?.delivery_id, event_id: 1, status: 6, last_modified_at: at(nowMs) };
      await expect(engine.knex(`nms_broad_log_${queue}`).insert(row)).resolves.toBeDefined();
      await engine.knex(`nms_broad_log_${queue}`).where({ event_id: 1 }).delete();
    });

    it('gives no number of the log again, though the log is purged meanwhile', async () => {
      const logOf = async (id: number) => (await logs()).find(({ event_id }) => event_id === id)?.broad_log_id ?? 0;
      const [first, second] = [await queued(), await queued()];
      await run();
      const given = await logOf(second);
      expect(given).toBe((await logOf(first)) + 1);
      await engine.knex(`nms_broad_log_${queue}`).where({ broad_log_id: given }).delete();
      const third = await queued();
      await run();
      expect(await logOf(third)).toBe(given + 1);
    });

    it('chooses by type and channel the template that was published last', async () => {
      const event_type = 'chosen';
      const first = await template({ event_type, published_at: at(nowMs - 2 * minuteMs) });
      const text = await template({ event_type, message_type: 1, published_at: at(nowMs) });
      const latest = await template({ event_type, published_at: at(nowMs) });
      await template({ event_type, published_at: at(nowMs + 1) });
      await template({ event_type, published_at: null });
      await template({ event_type, published_at: at(nowMs), delete_status: 1 });
      await template({ event_type, published_at: at(nowMs), is_model: 0 });
      const mail = await queued({ type: event_type });
      const message = await queued({ type: event_type, wished_channel: 1 });
      const push = await queued({ type: event_type, wished_channel: 41 });
      await run();
      expect(await event(mail)).toMatchObject({ status: 'pendingDelivery', template_id: latest });
      expect(await event(message)).toMatchObject({ status: 'pendingDelivery', template_id: text });
      expect(await event(push)).toMatchObject({ status: 'notCovered', template_id: null, processed_at: nowMs });
      await engine.knex('nms_delivery').where({ delivery_id: latest }).update({ published_at: null });
      const later = await queued({ type: event_type });
      await run();
      expect((await event(later)).template_id).toBe(first);
    });

    it('never tries again what is not covered, though a template comes', async () => {
      const id = await queued({ type: 'later' });
      await run();
      await template({ event_type: 'later' });
      await run();
      expect((await event(id)).status).toBe('notCovered');
    });

    it('lets an event with a planned date wait for it, to the millisecond', async () => {
      const due = await queued({ scheduled_at: at(nowMs) });
      const early = await queued({ scheduled_at: at(nowMs + 1) });
      await run();
      expect((await event(due)).status).toBe('pendingDelivery');
      expect((await event(early)).status).toBe('pending');
    });

    it('routes as many at a time as it is told, until the queue is empty', async () => {
      const ids = [await queued(), await queued(), await queued(), await queued(), await queued()];
      await setOption('NmsMessageCenter_RoutingBatchSize', '2');
      await engine
        .knex('xtk_option')
        .where({ name: 'NmsMessageCenter_RoutingBatchSize' })
        .update({ data_type: 'integer' });
      const { instance } = await run();
      await setOption('NmsMessageCenter_RoutingBatchSize', null);
      const taken = await engine
        .knex('sb_task')
        .where({ instance, activity: 'take' })
        .orderBy('number')
        .pluck<string[]>('record_count');
      expect(taken.map(Number)).toEqual([2, 2, 1, 0]);
      for (const id of ids) expect((await event(id)).status).toBe('pendingDelivery');
    });

    it('makes a new delivery where this month’s has ended, and joins one that is paused', async () => {
      const event_type = 'monthly';
      await template({ event_type });
      const delivery = async (): Promise<number | null> => {
        const id = await queued({ type: event_type });
        await run();
        return (await event(id)).delivery_id;
      };
      const first = await delivery();
      await engine.knex('nms_delivery').where({ delivery_id: first }).update({ state: 75 });
      expect(await delivery()).toBe(first);
      await engine.knex('nms_delivery').where({ delivery_id: first }).update({ state: 85 });
      const second = await delivery();
      expect(second).not.toBe(first);
      await engine.knex('nms_delivery').where({ delivery_id: second }).update({ delete_status: 1 });
      expect(await delivery()).not.toBe(second);
    });

    describe('with a routing hook', () => {
      const hook = `function ${dispatch}(id) {
        const { context } = event(id);
        if (context === 'throw') throw new Error('nobody knows this');
        return context === 'plain' ? null : context;
      }`;
      beforeAll(() => setOption('MC_RoutingCustomJs', hook));
      afterAll(() => setOption('MC_RoutingCustomJs', null));

      it('takes the template that the hook names, and else the one of type and channel', async () => {
        const named = await template({ internal_name: 'byHook', event_type: null });
        const byHook = await queued({ context: 'byHook' });
        const plain = await queued({ context: 'plain' });
        const unknown = await queued({ context: 'nowhere' });
        await run();
        expect((await event(byHook)).template_id).toBe(named);
        const { template_id } = foreseen({ ...(await event(plain)), status: 'pending' }, await deliveries());
        expect(await event(plain)).toMatchObject({ status: 'pendingDelivery', template_id });
        expect((await event(unknown)).status).toBe('notCovered');
      });

      it('keeps what fails pending, with one error more and a date for the next try, until it has expired', async () => {
        const id = await queued({ context: 'throw' });
        const other = await queued({ context: 'plain' });
        await run();
        expect((await event(other)).status).toBe('pendingDelivery');
        for (let errors = 1; errors < triesMax; errors += 1) {
          const failed = await event(id);
          const retry_at = nowMs + 10 * minuteMs;
          expect(failed).toMatchObject({ status: 'pending', error_count: errors, retry_at });
          expect(failed.error_message).toContain('nobody knows this');
          await run();
          expect((await event(id)).error_count).toBe(errors);
          nowMs = retry_at;
          await engine.until(nowMs);
          await run();
        }
        expect(await event(id)).toMatchObject({ status: 'expired', error_count: triesMax, processed_at: nowMs });
      });

      it('puts all that it took off until later where the hook itself cannot be read', async () => {
        await setOption('MC_RoutingCustomJs', 'function (');
        const id = await queued();
        await run();
        expect(await event(id)).toMatchObject({ status: 'pending', error_count: 1, retry_at: nowMs + 10 * minuteMs });
        expect((await event(id)).error_message).toContain('SyntaxError');
        await setOption('MC_RoutingCustomJs', hook);
      });
    });

    it('saves what the enrichment hook makes of events', async () => {
      await setOption(
        'MC_EnrichmentCustomJs',
        `function ${enrich}(ids) {
          for (const id of ids) event(id).context = 'enriched ' + event(id).email;
        }`,
      );
      const id = await queued();
      await run();
      expect(await event(id)).toMatchObject({ status: 'pendingDelivery', context: 'enriched a@example.org' });
      await setOption('MC_EnrichmentCustomJs', `function ${enrich}() { throw new Error('no more'); }`);
      const failed = await queued();
      await run();
      await setOption('MC_EnrichmentCustomJs', null);
      expect(await event(failed)).toMatchObject({ status: 'pending', error_count: 1, retry_at: nowMs + 10 * minuteMs });
      nowMs += 10 * minuteMs;
      await engine.until(nowMs);
      await run();
      expect(await event(failed)).toMatchObject({ status: 'pendingDelivery', error_message: null, retry_at: null });
    });

    it('runs by itself, and begins new deliveries with the month', async () => {
      nowMs = Date.parse('2026-02-01T00:00:00.000Z');
      const id = await queued({ scheduled_at: at(nowMs + everyMinutes * minuteMs) });
      await engine.until(nowMs);
      expect((await event(id)).status).toBe('pending');
      await engine.until(nowMs + everyMinutes * minuteMs);
      const { status, delivery_id } = await event(id);
      expect(status).toBe('pendingDelivery');
      expect((await deliveries()).find((one) => one.delivery_id === delivery_id)?.month).toBe('2026-02');
    });
  });
}
