import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at, eventQueueRun, minuteMs, triesMax, type EventQueue } from './eventQueueRun.ts';

/** The facts that both queues share, each judged by what stands in the tables afterwards. */
export function describeEventsProcessing(eventQueue: EventQueue): void {
  const { workflow, queue, everyMinutes, dispatch, enrich } = eventQueue;
  describe(`${workflow}, by the facts of the catalogue`, () => {
    const { engine, clock, events, event, deliveries, logs, run, mapping, queued, template, setOption, foreseen } =
      eventQueueRun(eventQueue);

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
      const routed = (await events()).filter(({ routed_at }) => routed_at === clock.nowMs);
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
      const routed = (await events()).filter(({ routed_at }) => routed_at === clock.nowMs);
      const own = (await logs()).filter((log) => routed.some(({ event_id }) => event_id === log.event_id));
      const expected = routed.map(({ event_id, delivery_id }) => ({ event_id, delivery_id, status: 6 }));
      expect(own.map(({ event_id, delivery_id, status }) => ({ event_id, delivery_id, status }))).toEqual(expected);
      const numbers: number[] = [];
      for (const table of ['rcp', 'visitor', 'app_sub', 'mid', 'rt_event', 'batch_event'])
        numbers.push(...(await engine().knex(`nms_broad_log_${table}`).pluck<number[]>('broad_log_id')).map(Number));
      expect(own.map((log) => numbers.filter((one) => one === log.broad_log_id).length)).toEqual(own.map(() => 1));
    });

    it('numbers the log so that a row of somebody else still finds a number', async () => {
      const [first] = await logs();
      const row = { delivery_id: first?.delivery_id, event_id: 1, status: 6, last_modified_at: at(clock.nowMs) };
      await expect(engine().knex(`nms_broad_log_${queue}`).insert(row)).resolves.toBeDefined();
      await engine().knex(`nms_broad_log_${queue}`).where({ event_id: 1 }).delete();
    });

    it('gives no number of the log again, though the log is purged meanwhile', async () => {
      const logOf = async (id: number) => (await logs()).find(({ event_id }) => event_id === id)?.broad_log_id ?? 0;
      const [first, second] = [await queued(), await queued()];
      await run();
      const given = await logOf(second);
      expect(given).toBe((await logOf(first)) + 1);
      await engine().knex(`nms_broad_log_${queue}`).where({ broad_log_id: given }).delete();
      const third = await queued();
      await run();
      expect(await logOf(third)).toBe(given + 1);
    });

    it('chooses by type and channel the template that was published last', async () => {
      const event_type = 'chosen';
      const first = await template({ event_type, published_at: at(clock.nowMs - 2 * minuteMs) });
      const text = await template({ event_type, message_type: 1, published_at: at(clock.nowMs) });
      const latest = await template({ event_type, published_at: at(clock.nowMs) });
      await template({ event_type, published_at: at(clock.nowMs + 1) });
      await template({ event_type, published_at: null });
      await template({ event_type, published_at: at(clock.nowMs), delete_status: 1 });
      await template({ event_type, published_at: at(clock.nowMs), is_model: 0 });
      const mail = await queued({ type: event_type });
      const message = await queued({ type: event_type, wished_channel: 1 });
      const push = await queued({ type: event_type, wished_channel: 41 });
      await run();
      expect(await event(mail)).toMatchObject({ status: 'pendingDelivery', template_id: latest });
      expect(await event(message)).toMatchObject({ status: 'pendingDelivery', template_id: text });
      expect(await event(push)).toMatchObject({ status: 'notCovered', template_id: null, processed_at: clock.nowMs });
      await engine().knex('nms_delivery').where({ delivery_id: latest }).update({ published_at: null });
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
      const due = await queued({ scheduled_at: at(clock.nowMs) });
      const early = await queued({ scheduled_at: at(clock.nowMs + 1) });
      await run();
      expect((await event(due)).status).toBe('pendingDelivery');
      expect((await event(early)).status).toBe('pending');
    });

    it('routes as many at a time as it is told, until the queue is empty', async () => {
      const ids = [await queued(), await queued(), await queued(), await queued(), await queued()];
      await setOption('NmsMessageCenter_RoutingBatchSize', '2');
      await engine()
        .knex('xtk_option')
        .where({ name: 'NmsMessageCenter_RoutingBatchSize' })
        .update({ data_type: 'integer' });
      const { instance } = await run();
      await setOption('NmsMessageCenter_RoutingBatchSize', null);
      const taken = await engine()
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
      await engine().knex('nms_delivery').where({ delivery_id: first }).update({ state: 75 });
      expect(await delivery()).toBe(first);
      await engine().knex('nms_delivery').where({ delivery_id: first }).update({ state: 85 });
      const second = await delivery();
      expect(second).not.toBe(first);
      await engine().knex('nms_delivery').where({ delivery_id: second }).update({ delete_status: 1 });
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
          const retry_at = clock.nowMs + 10 * minuteMs;
          expect(failed).toMatchObject({ status: 'pending', error_count: errors, retry_at });
          expect(failed.error_message).toContain('nobody knows this');
          await run();
          expect((await event(id)).error_count).toBe(errors);
          clock.nowMs = retry_at;
          await engine().until(clock.nowMs);
          await run();
        }
        expect(await event(id)).toMatchObject({ status: 'expired', error_count: triesMax, processed_at: clock.nowMs });
      });

      it('puts all that it took off until later where the hook itself cannot be read', async () => {
        await setOption('MC_RoutingCustomJs', 'function (');
        const id = await queued();
        await run();
        expect(await event(id)).toMatchObject({
          status: 'pending',
          error_count: 1,
          retry_at: clock.nowMs + 10 * minuteMs,
        });
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
      expect(await event(failed)).toMatchObject({
        status: 'pending',
        error_count: 1,
        retry_at: clock.nowMs + 10 * minuteMs,
      });
      clock.nowMs += 10 * minuteMs;
      await engine().until(clock.nowMs);
      await run();
      expect(await event(failed)).toMatchObject({ status: 'pendingDelivery', error_message: null, retry_at: null });
    });

    it('runs by itself, and begins new deliveries with the month', async () => {
      clock.nowMs = Date.parse('2026-02-01T00:00:00.000Z');
      const id = await queued({ scheduled_at: at(clock.nowMs + everyMinutes * minuteMs) });
      await engine().until(clock.nowMs);
      expect((await event(id)).status).toBe('pending');
      await engine().until(clock.nowMs + everyMinutes * minuteMs);
      const { status, delivery_id } = await event(id);
      expect(status).toBe('pendingDelivery');
      expect((await deliveries()).find((one) => one.delivery_id === delivery_id)?.month).toBe('2026-02');
    });
  });
}
