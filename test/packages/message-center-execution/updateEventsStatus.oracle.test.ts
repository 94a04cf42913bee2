import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openEngine, type EngineRun } from '../engineRun.ts';
import { instant, numeric, readRows, runWorkflow } from '../runWorkflow.ts';

const nowMs = Date.parse('2026-01-31T05:00:00.000Z');
const minuteMs = 60_000;
const workflow = 'updateEventsStatus';
const queues = ['rt_event', 'batch_event'] as const;
type Queue = (typeof queues)[number];

const eventSchema = z.object({
  event_id: numeric,
  status: z.string(),
  template_id: numeric.nullable(),
  delivery_id: numeric.nullable(),
  processed_at: instant.nullable(),
});
type Event = z.infer<typeof eventSchema>;
const logSchema = z.object({
  broad_log_id: numeric,
  event_id: numeric,
  delivery_id: numeric,
  status: z.number(),
  last_modified_at: instant,
});

const meaning: Readonly<Record<number, string>> = {
  1: 'sent',
  2: 'deliveryError',
  3: 'pendingDelivery',
  4: 'deliveryError',
  5: 'sent',
  6: 'pendingDelivery',
  7: 'ignored',
  8: 'ignored',
};
const ended = new Set(['notCovered', 'expired']);

describe('updateEventsStatus, by the facts of the catalogue', () => {
  let engine: EngineRun;

  const eventsOf = (queue: Queue): Promise<Event[]> =>
    readRows(eventSchema, engine.knex(`nms_${queue}`).orderBy('event_id').select());
  const all = async () => ({ rt_event: await eventsOf('rt_event'), batch_event: await eventsOf('batch_event') });

  /** What each event must become, log by log; `sinceMs`: from when on logs are read. */
  async function foreseen(queue: Queue, sinceMs: number): Promise<Event[]> {
    const logs = await readRows(
      logSchema,
      engine.knex(`nms_broad_log_${queue}`).orderBy(['last_modified_at', 'broad_log_id']).select(),
    );
    return (await eventsOf(queue)).map((event) => {
      if (ended.has(event.status)) return event;
      const underWay = event.template_id !== null && event.delivery_id !== null;
      const isAtWork = event.status === 'pending' || event.status === 'pendingDelivery';
      const status = isAtWork ? (underWay ? 'pendingDelivery' : 'pending') : event.status;
      const log = logs.findLast((one) => one.event_id === event.event_id && one.delivery_id === event.delivery_id);
      const told = log && log.last_modified_at >= sinceMs ? meaning[log.status] : undefined;
      if (!underWay || !log || told === undefined) return { ...event, status };
      return { ...event, status: told, processed_at: told === 'pendingDelivery' ? null : log.last_modified_at };
    });
  }

  const options = async (): Promise<Readonly<Record<string, string>>> =>
    Object.fromEntries(
      (await readRows(z.object({ name: z.string(), value: z.string() }), engine.knex('xtk_option').select()))
        .filter(({ name }) => name.startsWith('MC_'))
        .map(({ name, value }) => [name, value]),
    );

  const setEvent = async (id: number, change: object): Promise<void> => {
    for (const queue of queues) await engine.knex(`nms_${queue}`).where({ event_id: id }).update(change);
  };

  beforeAll(async () => {
    engine = await openEngine(nowMs, 0.02, { workflows: [workflow] });
  }, 120_000);
  afterAll(() => engine.close());

  it('gives the events of both queues the status of their delivery log, and a second run changes nothing', async () => {
    const expected = { rt_event: await foreseen('rt_event', 0), batch_event: await foreseen('batch_event', 0) };
    for (const queue of queues) {
      const statuses = new Set(expected[queue].map(({ status }) => status));
      expect([...statuses].sort()).toEqual([
        'deliveryError',
        'expired',
        'ignored',
        'notCovered',
        'pending',
        'pendingDelivery',
        'sent',
      ]);
    }
    const { records } = await runWorkflow(engine, workflow);
    expect(await all()).toEqual(expected);
    expect(records['rtStatus']).toBeGreaterThan(0);
    expect(records['batchStatus']).toBeGreaterThan(0);
    const again = await runWorkflow(engine, workflow);
    expect(again.records).toMatchObject({ byTemplate: 0, rtStatus: 0, batchStatus: 0 });
    expect(await all()).toEqual(expected);
  });

  it('moves the date of the last update to ten minutes before the run', async () => {
    const until = new Date(nowMs - 10 * minuteMs).toISOString();
    expect(await options()).toEqual({ MC_LastUpdateFromBL: until, MC_LastRtEventStat: until });
  });

  it('never moves that date back', async () => {
    const value = '2026-01-31T04:59:00.000Z';
    await engine.knex('xtk_option').where({ name: 'MC_LastUpdateFromBL' }).update({ value });
    await runWorkflow(engine, workflow);
    expect((await options())['MC_LastUpdateFromBL']).toBe(value);
  });

  describe.each(queues)('of a %s with a message', (queue) => {
    const since = '2026-01-31T04:00:00.000Z';
    const before = '2026-01-31T03:59:59.999Z';
    const log = {
      broad_log_id: 9_000_000,
      event_id: 900_000,
      delivery_id: 900_000,
      status: 1,
      last_modified_at: since,
    };
    const columns = { template_id: 1, delivery_id: 900_000, status: 'pendingDelivery', processed_at: null };

    const becomes = async (status: string, logs: readonly object[], event: object = {}): Promise<void> => {
      await engine.knex(`nms_broad_log_${queue}`).where({ event_id: log.event_id }).delete();
      await setEvent(log.event_id, { ...columns, ...event });
      for (const [index, one] of logs.entries())
        await engine.knex(`nms_broad_log_${queue}`).insert({ ...log, broad_log_id: log.broad_log_id + index, ...one });
      await engine.knex('xtk_option').where({ name: 'MC_LastUpdateFromBL' }).update({ value: since });
      await runWorkflow(engine, workflow);
      const found = (await eventsOf(queue)).find(({ event_id: id }) => id === log.event_id);
      expect(found?.status).toBe(status);
    };

    beforeAll(async () => {
      const delivery = { created_at: since, last_modified_at: since };
      const ids = [900_000, 900_001];
      await engine.knex('nms_delivery').whereIn('delivery_id', ids).delete();
      await engine
        .knex('nms_delivery')
        .insert(ids.map((id) => ({ ...delivery, delivery_id: id, label: `Messages ${id}` })));
      const event = { type: 'shipping', email: 'somebody@example.org', created_at: since, status: 'pending' };
      await engine.knex(`nms_${queue}`).insert({ ...event, event_id: log.event_id });
    });
    afterAll(async () => {
      await engine.knex(`nms_broad_log_${queue}`).where({ event_id: log.event_id }).delete();
    });

    it.each([
      [1, 'sent'],
      [2, 'deliveryError'],
      [3, 'pendingDelivery'],
      [4, 'deliveryError'],
      [5, 'sent'],
      [6, 'pendingDelivery'],
      [7, 'ignored'],
      [8, 'ignored'],
    ])('%i in the log is %s', async (status, told) => {
      await becomes(told, [{ status }]);
    });

    it('reads no log that changed a millisecond before the date', async () => {
      await becomes('pendingDelivery', [{ last_modified_at: before }]);
    });

    it('takes the last of several logs, and of those of one instant the one with the higher number', async () => {
      await becomes('deliveryError', [{ status: 2, last_modified_at: '2026-01-31T04:10:00.000Z' }, { status: 1 }]);
      await becomes('sent', [{ status: 2 }, { status: 1 }]);
    });

    it('follows a message that bounced after it had been sent, and one that was tried again', async () => {
      await becomes('deliveryError', [{ status: 2 }], { status: 'sent', processed_at: before });
      await becomes('sent', [{ status: 1 }], { status: 'deliveryError', processed_at: before });
      await becomes('pendingDelivery', [{ status: 6 }], { status: 'ignored', processed_at: before });
    });

    it('takes no log of another delivery', async () => {
      await becomes('pendingDelivery', [{ delivery_id: 900_001 }]);
    });

    it('never processes again what is not covered or has expired', async () => {
      await becomes('notCovered', [{ status: 1 }], { status: 'notCovered' });
      await becomes('expired', [{ status: 1 }], { status: 'expired' });
    });

    it('has it pending without a template, and under way with one', async () => {
      await becomes('pendingDelivery', [], { status: 'pending' });
      await becomes('pending', [], { template_id: null });
      await becomes('pending', [{}], { delivery_id: null });
      await becomes('pending', [], { status: 'pending', template_id: null, delivery_id: null });
    });
  });
});
