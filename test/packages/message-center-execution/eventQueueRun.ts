import { afterAll, beforeAll } from 'vitest';
import { z } from 'zod';
import { nothingOutside } from '../../../engine/activity/nothingOutside.ts';
import { invariant } from '../../../engine/invariant.ts';
import { sandboxForTests } from '../../support/outsideForTests.ts';
import { openEngine, type EngineRun } from '../engineRun.ts';
import { nothingSent } from '../nothingSent.ts';
import { instant, numeric, readRows, runWorkflow } from '../runWorkflow.ts';

const startMs = Date.parse('2026-01-31T05:00:30.000Z');
export const minuteMs = 60_000;
export const triesMax = 5;

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

/** An instant as columns have it. */
export const at = (ms: number): string => new Date(ms).toISOString();

/** What a queue's workflow, its tables and its hooks are called. */
export interface EventQueue {
  readonly workflow: string;
  readonly queue: 'rt_event' | 'batch_event';
  readonly everyMinutes: number;
  readonly dispatch: string;
  readonly enrich: string;
}

/** The engine with one of the queues, and what tests put into it and look at. */
export function eventQueueRun({ workflow, queue }: EventQueue) {
  const opened: { engine?: EngineRun } = {};
  const engine = (): EngineRun => {
    invariant(opened.engine, 'the engine is open while a test runs');
    return opened.engine;
  };
  const clock = { nowMs: startMs };
  let next = 900_000;

  const events = (): Promise<Event[]> =>
    readRows(eventSchema, engine().knex(`nms_${queue}`).orderBy('event_id').select());
  const event = async (id: number): Promise<Event> =>
    eventSchema.parse(await engine().knex(`nms_${queue}`).where({ event_id: id }).first());
  const deliveries = (): Promise<Delivery[]> => readRows(deliverySchema, engine().knex('nms_delivery').select());
  const logs = () => readRows(logSchema, engine().knex(`nms_broad_log_${queue}`).orderBy('broad_log_id').select());
  const run = () => runWorkflow(engine(), workflow);
  const mapping = async (): Promise<number> => {
    const row: unknown = await engine()
      .knex('nms_delivery_mapping')
      .where({ name: `map_${queue}` })
      .first();
    return z.object({ delivery_mapping_id: numeric }).parse(row).delivery_mapping_id;
  };

  /** Puts an event into the queue; answers its number. */
  async function queued(more: object = {}): Promise<number> {
    next += 1;
    const row = { event_id: next, type: 'shipping', wished_channel: 0, status: 'pending', email: 'a@example.org' };
    await engine()
      .knex(`nms_${queue}`)
      .insert({ ...row, created_at: at(clock.nowMs), ...more });
    return next;
  }

  /** Makes a template; answers its number. */
  async function template(more: object): Promise<number> {
    next += 1;
    const row = { delivery_id: next, label: `Template ${next}`, is_model: 1, published_at: at(clock.nowMs - minuteMs) };
    const dates = { created_at: at(clock.nowMs), last_modified_at: at(clock.nowMs) };
    await engine()
      .knex('nms_delivery')
      .insert({ ...row, ...dates, internal_name: `made${next}`, ...more });
    return next;
  }

  async function setOption(name: string, value: string | null): Promise<void> {
    await engine().knex('xtk_option').where({ name }).delete();
    if (value !== null) await engine().knex('xtk_option').insert({ name, data_type: 'text', value });
  }

  /** What becomes of an event, by the templates alone. */
  function foreseen(before: Event, templates: readonly Delivery[]): Pick<Event, 'status' | 'template_id'> {
    const { status, template_id } = before;
    if (status !== 'pending') return { status, template_id };
    if (before.error_count >= triesMax) return { status: 'expired', template_id };
    const waits = (date: number | null) => date !== null && date > clock.nowMs;
    if (waits(before.scheduled_at) || waits(before.retry_at)) return { status, template_id };
    const [latest] = templates
      .filter((one) => one.is_model === 1 && one.delete_status === 0)
      .filter((one) => one.published_at !== null && one.published_at <= clock.nowMs)
      .filter((one) => one.event_type === before.type && one.message_type === before.wished_channel)
      .toSorted((one, other) => (other.published_at ?? 0) - (one.published_at ?? 0));
    return latest
      ? { status: 'pendingDelivery', template_id: latest.delivery_id }
      : { status: 'notCovered', template_id };
  }

  beforeAll(async () => {
    const outside = { ...nothingOutside, scripts: await sandboxForTests() };
    opened.engine = await openEngine(startMs, 0.02, { workflows: [workflow], outside, executors: nothingSent });
  }, 120_000);
  afterAll(() => opened.engine?.close());
  return { engine, clock, events, event, deliveries, logs, run, mapping, queued, template, setOption, foreseen };
}
