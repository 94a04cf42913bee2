import type { Knex } from 'knex';
import { z } from 'zod';
import { demoOnce, fillRecords, type DemoRecord } from '../../demoData/demoOnce.ts';
import type { DemoOptions } from '../../demoData/demoOptions.ts';
import type { Instants } from '../../demoData/instants.ts';
import type { Sink } from '../../demoData/sink.ts';

const keySchema = z.object({ last: z.coerce.number() });
const types = ['orderConfirmation', 'passwordReset', 'shipping', 'unheardOf'] as const;

async function lastOf(knex: Knex, table: string, key: string): Promise<number> {
  return keySchema.parse(await knex(table).max({ last: key }).first()).last;
}

/** Templates of messages, events that wait, and events on their way whose delivery log has changed. */
export async function generateDemo(knex: Knex, options: DemoOptions): Promise<void> {
  await demoOnce(knex, options, {
    table: 'nms_broad_log_rt_event',
    rowsInAll: 650,
    fill: async ({ knex: transaction, sink, at, scaled }) => {
      const first = (await lastOf(transaction, 'nms_delivery', 'delivery_id')) + 1;
      await fillTemplates(sink, first, at);
      let log = await lastLog(transaction);
      for (const [index, kind] of (['rt_event', 'batch_event'] as const).entries()) {
        const event = await lastOf(transaction, `nms_${kind}`, 'event_id');
        const delivery = first + 7 + index;
        await fillEvents(sink, { kind, event, waiting: scaled(150) }, at);
        await fillUnderWay(sink, { delivery, template: first + 1, mapping: await mappingOf(transaction, kind) }, at);
        await fillLogs(sink, { kind, event: event + 10_000, delivery, template: first + 1, log }, at);
        log += 100;
      }
    },
  });
}

/** Delivery logs are numbered over all of their tables. */
async function lastLog(knex: Knex): Promise<number> {
  const tables = ['rcp', 'visitor', 'app_sub', 'mid'].map((name) => `nms_broad_log_${name}`);
  let last = 0;
  for (const table of tables) last = Math.max(last, await lastOf(knex, table, 'broad_log_id'));
  return last;
}

async function fillTemplates(sink: Sink, first: number, at: Instants): Promise<void> {
  const template = (index: number, label: string, more: DemoRecord): DemoRecord => ({
    delivery_id: first + index,
    label,
    internal_name: `template${index + 1}`,
    ...more,
  });
  const records = [
    template(0, 'Order confirmation, old', { event_type: 'orderConfirmation', published_at: at.ago(60) }),
    template(1, 'Order confirmation', { event_type: 'orderConfirmation', published_at: at.ago(10) }),
    template(2, 'Password reset', { event_type: 'passwordReset', published_at: at.ago(30) }),
    template(3, 'Shipping', { event_type: 'shipping', published_at: at.ago(30) }),
    template(4, 'Shipping, text message', { event_type: 'shipping', message_type: 1, published_at: at.ago(30) }),
    template(5, 'Not published', { event_type: 'unheardOf' }),
    template(6, 'Order confirmation, text message', {
      event_type: 'orderConfirmation',
      message_type: 1,
      published_at: at.ago(5),
    }),
  ];
  const others = {
    delivery_mode: 1,
    message_type: 0,
    is_model: 1,
    state: 0,
    created_at: at.ago(70),
    last_modified_at: at.ago(10),
  };
  await fillRecords(sink, 'nms_delivery', records, others);
  await fillRecords(
    sink,
    'nms_delivery_content',
    records.map(({ delivery_id: id = null, label = null }) => ({
      delivery_content_id: id,
      delivery_id: id,
      sender: 'shop@shop.example.org',
      subject: label,
      text_body: 'Hello, this is about {{ event.context }}.',
      last_modified_at: at.ago(10),
    })),
  );
}

async function mappingOf(knex: Knex, kind: string): Promise<number> {
  const row: unknown = await knex('nms_delivery_mapping')
    .where({ name: `map_${kind}` })
    .first('delivery_mapping_id');
  return z.object({ delivery_mapping_id: z.coerce.number() }).parse(row).delivery_mapping_id;
}

interface UnderWay {
  readonly delivery: number;
  readonly template: number;
  readonly mapping: number;
}

/** The delivery of this month that the messages of a queue are in. */
async function fillUnderWay(sink: Sink, { delivery, template, mapping }: UnderWay, at: Instants): Promise<void> {
  const month = at.now.slice(0, 7);
  await fillRecords(sink, 'nms_delivery', [
    {
      delivery_id: delivery,
      label: `Order confirmation ${month}`,
      delivery_mode: 1,
      message_type: 0,
      is_model: 0,
      state: 55,
      delivery_mapping_id: mapping,
      template_id: template,
      month,
      broad_start_at: at.ago(0.1),
      created_at: at.ago(0.1),
      last_modified_at: at.ago(0.05),
    },
  ]);
}

interface Waiting {
  readonly kind: 'rt_event' | 'batch_event';
  /** The last number that is taken. */
  readonly event: number;
  readonly waiting: number;
}

const daysAhead = 30;
const aheadEach = 4;

/** With a date, four on each day of the month to come. */
const eventsAhead = (kind: string, at: Instants): readonly DemoRecord[] =>
  Array.from({ length: daysAhead * aheadEach }, (_, index) => ({
    external_id: `${kind}-ahead-${index + 1}`,
    type: types[index % 3] ?? types[0],
    scheduled_at: at.ago(-(index + 1) / aheadEach),
  }));

/** Most are due; some have a date, one has been tried before, one for the last time. */
async function fillEvents(sink: Sink, { kind, event, waiting }: Waiting, at: Instants): Promise<void> {
  const records = Array.from({ length: waiting }, (_, index) => ({
    event_id: event + index + 1,
    external_id: `${kind}-${index + 1}`,
    type: types[index % 20 === 19 ? 3 : index % 3] ?? types[0],
    wished_channel: index % 12 === 11 ? 1 : 0,
    status: 'pending',
    email: `customer.${index + 1}@example.org`,
    mobile_phone: `+33 6 ${10_000_001 + index}`,
    language: 'en',
    context: `{"order":${1_000 + index}}`,
    created_at: at.ago((waiting - index) / waiting / 24),
    scheduled_at: index % 15 === 14 ? at.ago(index % 2 === 0 ? -0.2 : 0.01) : null,
    error_count: index === 7 ? 2 : index === 8 ? 5 : 0,
    error_message: index === 7 || index === 8 ? 'The template could not be read.' : null,
    retry_at: index === 7 || index === 8 ? at.ago(0.001) : null,
  }));
  const ahead = eventsAhead(kind, at).map((record, index) => ({
    event_id: event + waiting + index + 1,
    ...record,
    wished_channel: 0,
    status: 'pending',
    email: `customer.${index + 1}@example.org`,
    language: 'en',
    context: `{"order":${5_000 + index}}`,
    created_at: at.now,
    error_count: 0,
  }));
  await fillRecords(sink, `nms_${kind}`, [...records, ...ahead]);
}

interface Logged {
  readonly kind: 'rt_event' | 'batch_event';
  readonly event: number;
  readonly delivery: number;
  readonly template: number;
  readonly log: number;
}

/** Sent, failed, ignored and still waiting: 1, 2, 8, 6 in the delivery log. */
async function fillLogs(sink: Sink, { kind, event, delivery, template, log }: Logged, at: Instants): Promise<void> {
  const count = 24;
  await fillRecords(
    sink,
    `nms_${kind}`,
    Array.from({ length: count }, (_, index) => ({
      event_id: event + index + 1,
      external_id: `${kind}-sent-${index + 1}`,
      type: 'orderConfirmation',
      wished_channel: 0,
      status: 'pendingDelivery',
      email: `customer.${index + 1}@example.org`,
      created_at: at.ago(0.1),
      error_count: 0,
      template_id: template,
      delivery_id: delivery,
      routed_at: at.ago(0.09),
    })),
  );
  await fillRecords(
    sink,
    `nms_broad_log_${kind}`,
    Array.from({ length: count }, (_, index) => ({
      broad_log_id: log + index + 1,
      delivery_id: delivery,
      event_id: event + index + 1,
      status: [1, 1, 2, 8, 6][index % 5] ?? 1,
      last_modified_at: at.ago(0.05),
    })),
  );
}
