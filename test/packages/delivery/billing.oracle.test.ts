import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openEngine, type EngineRun } from '../engineRun.ts';
import { mailsOf } from '../mails.ts';
import { runsOf } from '../workflowRun.ts';

const nowMs = Date.parse('2026-01-25T00:01:00.000Z');
const fromMs = Date.parse('2025-12-24T00:00:00.000Z');
const untilMs = Date.parse('2026-01-24T00:00:00.000Z');
const threshold = 100;

const id = z.coerce.number();
const instant = z.union([z.string(), z.date()]).transform((value) => new Date(value).getTime());
const deliverySchema = z.object({
  delivery_id: id,
  label: z.string(),
  is_model: z.number(),
  source_delivery_id: id.nullable(),
  message_type: z.number(),
  broad_start_at: instant.nullable(),
  sent: z.number(),
  retried: z.number(),
  bytes: id,
  multiplier: z.number(),
});
const lineSchema = z.object({
  delivery_id: id.nullable(),
  started_on: z.string(),
  label: z.string(),
  total_volume: id,
  average_volume: z.number(),
  messages: z.number(),
  multiplier: z.number(),
  count: z.number(),
});
const reportSchema = z.object({
  period_from: instant,
  period_until: instant,
  customer_id: z.string().nullable(),
  deliveries: z.number(),
  bytes: id,
  email_units: z.number(),
  sms_units: z.number(),
  profiles: z.number(),
  active_profiles: z.number(),
  named_users: z.number(),
  database_bytes: id,
  compiled_at: instant,
  mailed_at: instant.nullable(),
});
type Delivery = z.infer<typeof deliverySchema>;
type Line = z.infer<typeof lineSchema>;

const messagesOf = ({ sent, retried }: Delivery): number => sent + retried;
const dayOf = ({ broad_start_at: at }: Delivery): string => new Date(at ?? 0).toISOString().slice(0, 10);
const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/** Deliveries that are on the bill of the month. */
const billed = (deliveries: readonly Delivery[]): readonly Delivery[] =>
  deliveries.filter(
    ({ broad_start_at: at, is_model: model, source_delivery_id: source, ...one }) =>
      at !== null && at >= fromMs && at < untilMs && model === 0 && source === null && one.sent + one.retried > 0,
  );

function foreseenLines(deliveries: readonly Delivery[]): readonly Line[] {
  const large = deliveries.filter((one) => messagesOf(one) >= threshold);
  const small = deliveries.filter((one) => messagesOf(one) < threshold);
  const own = large.map((one) => ({
    delivery_id: one.delivery_id,
    started_on: dayOf(one),
    label: one.label,
    total_volume: one.bytes,
    average_volume: one.bytes / messagesOf(one),
    messages: messagesOf(one),
    multiplier: one.multiplier,
    count: messagesOf(one) * one.multiplier,
  }));
  const shared = [...new Set(small.map(dayOf))].map((day) => {
    const of = small.filter((one) => dayOf(one) === day);
    const messages = sum(of.map(messagesOf));
    const count = sum(of.map((one) => messagesOf(one) * one.multiplier));
    return {
      delivery_id: null,
      started_on: day,
      label: `${of.length === 1 ? '1 delivery' : `${of.length} deliveries`} of fewer than 100 messages`,
      total_volume: sum(of.map(({ bytes }) => bytes)),
      average_volume: sum(of.map(({ bytes }) => bytes)) / messages,
      messages,
      multiplier: count / messages,
      count,
    };
  });
  const inOrder = (one: Line, other: Line): number =>
    one.started_on.localeCompare(other.started_on) ||
    (one.delivery_id ?? Number.MAX_SAFE_INTEGER) - (other.delivery_id ?? Number.MAX_SAFE_INTEGER);
  return [...own, ...shared].sort(inOrder);
}

describe('billing, by the facts of the catalogue', () => {
  let engine: EngineRun;
  const run = runsOf(() => engine, 'billing');

  const deliveries = async () => z.array(deliverySchema).parse(await engine.knex('nms_delivery').select());
  const reports = async () =>
    z.array(reportSchema).parse(await engine.knex('nms_billing_report').orderBy('billing_report_id'));
  const lines = async () =>
    z
      .array(lineSchema)
      .parse(await engine.knex('nms_billing_line').orderByRaw('started_on, delivery_id IS NULL, delivery_id').select());
  const setOption = async (name: string, data_type: string, value: string) =>
    engine.knex('xtk_option').insert({ name, data_type, value }).onConflict('name').merge();
  const numberOf = async (table: string): Promise<number> =>
    z.coerce.number().parse((await engine.knex(table).count('* as n').first())?.['n']);

  /** Profiles of each table, all of them and those that were contacted, by reading every row. */
  async function profiles(): Promise<{ readonly all: number; readonly active: number }> {
    const since = nowMs - 365 * 86_400_000;
    const contacted = async (table: string, key: string): Promise<ReadonlySet<number>> => {
      const rows = z
        .array(z.object({ key: id, last_modified_at: instant }))
        .parse(await engine.knex(table).select(`${key} as key`, 'last_modified_at'));
      return new Set(rows.filter((row) => row.last_modified_at >= since).map((row) => row.key));
    };
    const keys = async (table: string, key: string): Promise<readonly number[]> =>
      z.array(id).parse(await engine.knex(table).pluck(key));
    const recipients = new Set(await keys('nms_recipient', 'recipient_id'));
    const visitors = z
      .array(z.object({ visitor_id: id, origin: z.number() }))
      .parse(await engine.knex('nms_visitor').select())
      .filter(({ origin }) => origin !== 1 && origin !== 2);
    const apps = z
      .array(z.object({ app_subscription_id: id, recipient_id: id }))
      .parse(await engine.knex('nms_app_subscription_rcp').select());
    const nobody = apps.filter((one) => !recipients.has(one.recipient_id));
    const byApp = await contacted('nms_broad_log_app_sub', 'app_subscription_id');
    const byPage = await contacted('nms_broad_log_visitor', 'visitor_id');
    const byMail = await contacted('nms_broad_log_rcp', 'recipient_id');
    const reached = new Set([
      ...[...byMail].filter((one) => recipients.has(one)),
      ...apps
        .filter((one) => byApp.has(one.app_subscription_id) && recipients.has(one.recipient_id))
        .map((one) => one.recipient_id),
    ]);
    return {
      all: recipients.size + visitors.length + nobody.length,
      active:
        reached.size +
        visitors.filter((one) => byPage.has(one.visitor_id)).length +
        nobody.filter((one) => byApp.has(one.app_subscription_id)).length,
    };
  }

  beforeAll(async () => {
    engine = await openEngine(nowMs, 0.01, { workflows: ['billing'] });
    const { knex } = engine;
    const at = (ms: number): string => new Date(ms).toISOString();
    const large = { sent: 120, retried: 3, bytes: 1_000_000, multiplier: 1.5, broad_start_at: at(fromMs) };
    const others = {
      created_at: at(fromMs),
      last_modified_at: at(fromMs),
      message_type: 0,
      is_model: 0,
      delete_status: 0,
      source_delivery_id: null,
    };
    const made = [
      { label: 'First instant of the month' },
      { label: 'A millisecond before it', broad_start_at: at(fromMs - 1) },
      { label: 'Last instant of the month', broad_start_at: at(untilMs - 1), sent: 99, retried: 1 },
      { label: 'A millisecond after it', broad_start_at: at(untilMs) },
      { label: 'One too few', sent: 99, retried: 0, multiplier: 1 },
      { label: 'Another of that day', sent: 1, retried: 0, multiplier: 3 },
      { label: 'Alone on its day', sent: 2, retried: 0, broad_start_at: at(fromMs + 3 * 3_600_000 + 86_400_000 * 3) },
      { label: 'Text message', message_type: 1, sent: 101, retried: 0, multiplier: 1.5 },
      { label: 'Push', message_type: 41 },
      { label: 'A template', is_model: 1 },
      { label: 'Of another server', source_delivery_id: 77 },
      { label: 'Nothing sent', sent: 0, retried: 0 },
      { label: 'Deleted', delete_status: 1 },
      { label: 'Not begun', broad_start_at: null },
    ];
    await knex('nms_delivery').insert(
      made.map((one, index) => ({ ...others, ...large, ...one, delivery_id: 90_001 + index })),
    );
    await knex('xtk_operator').where({ name: 'elin' }).update({ disabled: 1 });
    await knex('nms_app_subscription_rcp').where({ app_subscription_id: 1 }).update({ recipient_id: 0 });
  }, 120_000);
  afterAll(() => engine.close());

  it('ends without a mail or a report on any other type of instance', async () => {
    for (const type of ['midSourcing', 'execution']) {
      await setOption('NmsServer_InstanceType', 'text', type);
      await run();
    }
    await setOption('NmsServer_InstanceType', 'text', 'marketing');
    expect(await reports()).toEqual([]);
    expect(await mailsOf(engine)).toEqual([]);
  });

  it('compiles the summary and the lines that the oracle foresees, and mails them to the operator billing', async () => {
    await run();
    const all = billed(await deliveries());
    const units = (type: number): number =>
      sum(all.filter((one) => one.message_type === type).map((one) => messagesOf(one) * one.multiplier));
    const { all: profileCount, active } = await profiles();
    expect(active).toBeGreaterThan(0);
    const [report, ...others] = await reports();
    expect(others).toEqual([]);
    expect(report).toEqual({
      period_from: fromMs,
      period_until: untilMs,
      customer_id: null,
      deliveries: all.length,
      bytes: sum(all.map(({ bytes }) => bytes)),
      email_units: Math.round(units(0)),
      sms_units: Math.round(units(1)),
      profiles: profileCount,
      active_profiles: active,
      named_users: (await numberOf('xtk_operator')) - 1,
      database_bytes: report?.database_bytes,
      compiled_at: nowMs,
      mailed_at: nowMs,
    });
    expect(report?.database_bytes).toBeGreaterThan(1_000_000);

    const foreseen = foreseenLines(all);
    const close = (line: Line): Line => ({ ...line, average_volume: Math.round(line.average_volume * 1_000) });
    expect((await lines()).map(close)).toEqual(foreseen.map(close));
    const labels = foreseen.map(({ label }) => label);
    expect(labels).toEqual(
      expect.arrayContaining(['2 deliveries of fewer than 100 messages', '1 delivery of fewer than 100 messages']),
    );
    for (const label of ['First instant of the month', 'Last instant of the month', 'Deleted', 'Push'])
      expect(labels).toContain(label);

    const [mail, ...further] = await mailsOf(engine);
    expect(further).toEqual([]);
    expect(mail).toMatchObject({
      to: ['billing@shop.example.org'],
      title: 'Billing report 2025-12-24 to 2026-01-23',
      status: 'kept',
    });
    const text = mail?.message.split('\n') ?? [];
    expect(text).toEqual(
      expect.arrayContaining([
        'Customer: ',
        'Period: 2025-12-24 to 2026-01-23',
        `Deliveries: ${all.length}`,
        `Bytes: ${report?.bytes}`,
        `E-mail units: ${report?.email_units}`,
        `Text-message units: ${report?.sms_units}`,
        `Profiles: ${profileCount}`,
        `Active profiles: ${active}`,
        `Named users: ${report?.named_users}`,
        `Size of the database: ${report?.database_bytes}`,
      ]),
    );
    const written = text.filter((line) => /^\d{4}-/.test(line));
    expect(written).toEqual(
      foreseen.map((line) =>
        [
          line.started_on,
          line.label,
          line.total_volume,
          line.average_volume.toFixed(2),
          line.messages,
          line.multiplier.toFixed(2),
          line.count.toFixed(2),
        ].join(' | '),
      ),
    );
  });

  it('has counted the active profiles by table, as the metric of customers', async () => {
    const rows = z
      .array(z.object({ day: z.string(), profiles: z.number() }))
      .parse(await engine.knex('nms_active_contact').select());
    expect(sum(rows.map((row) => row.profiles))).toBe((await profiles()).active);
    expect(new Set(rows.map(({ day }) => day))).toEqual(new Set(['2026-01-25']));
  });

  it('leaves a report that was mailed as it is, unless it is told to compile it again', async () => {
    const [before] = await reports();
    await engine.knex('nms_delivery').where({ delivery_id: 90_001 }).update({ sent: 220 });
    await run();
    expect(await reports()).toEqual([before]);
    expect(await mailsOf(engine)).toHaveLength(1);
    await setOption('NmsServer_CustomerId', 'text', 'shop-4711');
    await run({ again: true });
    const [after, ...others] = await reports();
    expect(others).toEqual([]);
    expect(after?.customer_id).toBe('shop-4711');
    expect(after?.email_units).toBe((before?.email_units ?? 0) + 150);
    expect((await lines()).find(({ delivery_id: number }) => number === 90_001)?.messages).toBe(223);
    expect(await mailsOf(engine)).toHaveLength(2);
  });

  it('takes the threshold of its option', async () => {
    await setOption('NmsBilling_MainActionThreshold', 'integer', '300');
    await run({ again: true });
    expect((await lines()).some(({ delivery_id: number }) => number === 90_001)).toBe(false);
    expect((await lines()).some(({ label }) => label.endsWith('of fewer than 300 messages'))).toBe(true);
  });

  it('compiles the report and tells the supervisors where the operator billing gets no mail', async () => {
    const { knex } = engine;
    for (const reason of [{ email: null }, { email: '' }, { email: 'nowhere' }, { disabled: 1 }]) {
      await knex('nms_billing_line').delete();
      await knex('nms_billing_report').delete();
      await knex('sb_mail').delete();
      await knex('xtk_operator')
        .where({ name: 'billing' })
        .update({ email: 'a@example.org', disabled: 0, ...reason });
      await run();
      expect(await reports()).toMatchObject([{ mailed_at: null }]);
      expect(await mailsOf(engine)).toMatchObject([
        { group_name: 'workflowSupervisors', title: 'The billing report could not be mailed' },
      ]);
    }
  });

  it.each([
    ['2026-02-23T23:59:59.999Z', '2025-12-24T00:00:00.000Z'],
    ['2026-02-24T00:00:00.000Z', '2026-01-24T00:00:00.000Z'],
    ['2026-03-25T00:01:00.000Z', '2026-02-24T00:00:00.000Z'],
  ])('at %s reports on the last month that is over, from %s on', async (now, from) => {
    await engine.knex('nms_billing_line').delete();
    await engine.knex('nms_billing_report').delete();
    await engine.until(Date.parse(now));
    await engine.knex('nms_billing_line').delete();
    await engine.knex('nms_billing_report').delete();
    await run();
    expect((await reports()).map((one) => one.period_from)).toEqual([Date.parse(from)]);
  });
});
