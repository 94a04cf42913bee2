import type { Instants } from '../../demoData/instants.ts';
import { accounts, midCopies, situations, type Situation } from './situations.ts';
import type { DemoRow, Sink, Value } from '../../demoData/sink.ts';

/** What a delivery sends, and so which tables its logs are in; `mid`: carried out for another server. */
export type Audience = 'rcp' | 'visitor' | 'app_sub' | 'mid';

/** One delivery of the demo, with what the makers of its logs must know. */
export interface DeliveryPlan {
  readonly id: number;
  readonly audience: Audience;
  /** Days since it began to send. */
  readonly sentDays: number;
  readonly row: Situation;
  /** Its share of the large tables; the shares of all add up to about 200. */
  readonly share: number;
  /** Where its broad_log_id numbers begin: unique over all log tables. */
  readonly firstLog: number;
  readonly logs: number;
}

const mappings = { rcp: 1, visitor: 2, app_sub: 3, mid: null } as const;

const regularCount = 200;
const spanDays = 728;
const shares = [0.6, 0.8, 1, 1.2, 1.4] as const;
const topics = [
  'Newsletter',
  'Spring offers',
  'Summer sale',
  'Loyalty points',
  'Order follow-up',
  'Winter catalogue',
] as const;

/** The ordinary life of a marketing team: 200 deliveries over two years, some deleted since. */
function regular(index: number, at: Instants): Situation & { readonly sentDays: number } {
  const sentDays = spanDays - index * (spanDays / regularCount);
  const running = sentDays < 6;
  const deleted = index % 10 === 3;
  const midSourced = index % 7 === 5;
  return {
    label: `${topics[index % topics.length] ?? topics[0]} ${index + 1}`,
    delivery_mode: midSourced ? 4 : 1,
    ext_account_id: midSourced ? accounts.active : null,
    state: running ? 55 : 95,
    delete_status: deleted ? 1 + (index % 2) : 0,
    deleted_at: deleted ? at.ago(Math.min(8 + (index % 37), sentDays)) : null,
    validity_at: at.ago(sentDays - 6),
    web_validity_at: at.ago(sentDays - 60),
    // The clean-up before this one was a month ago.
    web_res_purged: sentDays > 90 ? 1 : 0,
    last_modified_at: at.ago(Math.max(sentDays - 6, 0.1)),
    sentDays,
  };
}

function audienceOf(index: number): Audience {
  if (index % 10 === 7) return 'visitor';
  return index % 10 === 9 ? 'app_sub' : 'rcp';
}

/** Every delivery of the demo, in the order of its number; `logsPerShare`: delivery-log rows of one share. */
export function planDeliveries(at: Instants, logsPerShare: number): readonly DeliveryPlan[] {
  const regulars = Array.from({ length: regularCount }, (_, index) => {
    const { sentDays, ...row } = regular(index, at);
    return { row, sentDays, audience: audienceOf(index), share: shares[index % shares.length] ?? 1 };
  });
  const special = situations(at).map((row) => ({
    row,
    sentDays: 30,
    audience: row.audience ?? ('rcp' as const),
    share: 0.05,
  }));
  const mid = midCopies(at).map((row, index) => ({
    row,
    sentDays: 20 + index * 70,
    audience: 'mid' as const,
    share: 1,
  }));
  let firstLog = 1;
  return [...regulars, ...special, ...mid].map((plan, index) => {
    const logs = Math.max(12, Math.round(plan.share * logsPerShare));
    const planned = { ...plan, id: index + 1, firstLog, logs };
    firstLog += logs;
    return planned;
  });
}

function mappingRow(audience: 'rcp' | 'visitor' | 'app_sub', label: string): DemoRow {
  return [
    mappings[audience],
    `map_${audience}`,
    label,
    `nms_broad_log_${audience}`,
    audience === 'visitor' ? null : `nms_exclude_log_${audience}`,
    `nms_tracking_log_${audience}`,
    audience === 'app_sub' ? null : `nms_proposition_${audience}`,
    audience === 'app_sub' ? 'nms_app_subscription_rcp' : null,
  ];
}

/** What a delivery is where its situation says nothing else, by column. */
const ordinary = {
  delivery_mode: 1,
  message_type: 0,
  delete_status: 0,
  deleted_at: null,
  is_model: 0,
  ext_account_id: null,
  source_delivery_id: null,
  validity_at: null,
  web_validity_at: null,
  web_res_purged: 0,
} as const;

function deliveryColumns(
  { id, row, audience, logs, sentDays }: DeliveryPlan,
  at: Instants,
): Readonly<Record<string, Value>> {
  const { audience: _, ...situation } = row;
  return {
    delivery_id: id,
    ...ordinary,
    to_deliver: logs,
    processed: logs,
    delivery_mapping_id: mappings[audience],
    broad_start_at: at.ago(sentDays),
    sent: logs,
    retried: id % 7,
    bytes: logs * (18_000 + (id % 40) * 500),
    multiplier: id % 13 === 0 ? 1.5 : 1,
    created_at: at.ago(sentDays + 2),
    ...situation,
    // Every thirteenth is a text message.
    ...(audience === 'rcp' && id % 13 === 0 && { message_type: 1 }),
    ...(audience === 'app_sub' && { message_type: 41 }),
  };
}

/** Mappings, accounts of mid-sourcing servers and the deliveries themselves. */
export async function fillDeliveries(sink: Sink, plans: readonly DeliveryPlan[], at: Instants): Promise<void> {
  await fillMappings(sink, at);
  const rows = plans.map((plan) => deliveryColumns(plan, at));
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  await sink.fill(
    'nms_delivery',
    columns,
    rows.map((row) => columns.map((column) => row[column] ?? null)),
  );
}

async function fillMappings(sink: Sink, at: Instants): Promise<void> {
  const schemas = [
    'broad_log_schema',
    'broad_log_excl_schema',
    'tracking_log_schema',
    'proposition_schema',
    'app_subscription_schema',
  ];
  await sink.fill(
    'nms_delivery_mapping',
    ['delivery_mapping_id', 'name', 'label', ...schemas],
    [mappingRow('rcp', 'Recipients'), mappingRow('visitor', 'Visitors'), mappingRow('app_sub', 'Subscribers of apps')],
  );
  await sink.fill(
    'nms_ext_account',
    ['ext_account_id', 'name', 'label', 'active', 'last_pull_up_at'],
    [
      [accounts.active, 'midSourcing', 'Mid-sourcing', 1, at.ago(20)],
      [accounts.inactive, 'midSourcingOld', 'Mid-sourcing, out of use', 0, at.ago(1)],
      [accounts.neverPulled, 'midSourcingNew', 'Mid-sourcing, new', 1, null],
      [accounts.busy, 'midSourcingBusy', 'Mid-sourcing, pulled an hour ago', 1, at.ago(1 / 24)],
    ],
  );
}
