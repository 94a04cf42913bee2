import { numbered } from '../../demoData/numbered.ts';
import type { Audience, DeliveryPlan } from './deliveries.ts';
import type { Instants } from '../../demoData/instants.ts';
import { createRandom, type Random } from '../../demoData/random.ts';
import type { DemoRow, Sink, Value } from '../../demoData/sink.ts';

/** How many of each target there are to choose from. */
export type Targets = Readonly<Record<Audience, number>>;

interface LogTable {
  readonly audience: Audience;
  readonly target: string;
}

const logTables: readonly LogTable[] = [
  { audience: 'rcp', target: 'recipient_id' },
  { audience: 'visitor', target: 'visitor_id' },
  { audience: 'app_sub', target: 'app_subscription_id' },
  { audience: 'mid', target: 'source_broad_log_id' },
];

const waiting = 6;

/** Of those under way some messages wait; of the finished some failed. */
function statusOf(plan: DeliveryPlan, index: number, random: Random): number {
  const special = plan.share < 0.1 || plan.audience === 'mid';
  if ((special || plan.row.state < 95) && index % 4 === 0) return waiting;
  const chance = random.next();
  if (chance < 0.06) return 2;
  return chance < 0.061 ? waiting : 1;
}

function* broadLogRows(
  plans: readonly DeliveryPlan[],
  targets: number,
  at: Instants,
  random: Random,
): Generator<DemoRow> {
  for (const plan of plans) {
    for (let index = 0; index < plan.logs; index += 1) {
      const status = statusOf(plan, index, random);
      const message = status === 2 ? 2 + random.below(5) : null;
      const modifiedAt = at.ago(plan.sentDays - random.next() * 3);
      yield [plan.firstLog + index, plan.id, 1 + random.below(targets), status, message, modifiedAt];
    }
  }
}

/** Rows on either side of a limit, on a delivery that stays: the last two of each three are kept. */
function boundary(days: number, at: Instants, row: (instant: string, index: number) => DemoRow): DemoRow[] {
  return at.around(days).map(row);
}

/** The delivery that boundary rows belong to: finished, neither deleted nor expired. */
function keptOf(plans: readonly DeliveryPlan[]): number {
  const kept = plans.findLast(
    ({ row }) => row.state === 95 && row.delete_status !== 1 && row.delete_status !== 2 && row.delivery_mode !== 4,
  );
  return kept?.id ?? 1;
}

/** Delivery logs, one table an audience; their numbers are unique over all of them. */
export async function fillBroadLogs(
  sink: Sink,
  plans: readonly DeliveryPlan[],
  targets: Targets,
  at: Instants,
): Promise<void> {
  let next = plans.reduce((last, { firstLog, logs }) => Math.max(last, firstLog + logs), 1);
  for (const { audience, target } of logTables) {
    const table = `nms_broad_log_${audience}`;
    const columns = ['broad_log_id', 'delivery_id', target, 'status', 'broad_log_msg_id', 'last_modified_at'];
    const mine = plans.filter((plan) => plan.audience === audience);
    await sink.fill(table, columns, broadLogRows(mine, targets[audience], at, createRandom(table)));
    const first = next;
    await sink.fill(
      table,
      columns,
      boundary(180, at, (instant, index) => [first + index, keptOf(mine), 1, 1, null, instant]),
    );
    next += 3;
  }
}

function* withBoundary(rows: Iterable<DemoRow>, limits: Iterable<DemoRow>): Generator<DemoRow> {
  yield* rows;
  yield* limits;
}

function* trackingRows(
  plans: readonly DeliveryPlan[],
  targets: number,
  at: Instants,
  random: Random,
): Generator<DemoRow> {
  for (const { id, firstLog, logs, sentDays } of plans) {
    for (let clicks = Math.round(logs * 0.65); clicks > 0; clicks -= 1) {
      // Most within hours, a few weeks later.
      const loggedAt = at.ago(sentDays - Math.min(20 * random.next() ** 4, sentDays));
      yield [
        id,
        firstLog + random.below(logs),
        (id - 1) * 3 + 1 + random.below(3),
        1 + random.below(targets),
        loggedAt,
      ];
    }
  }
}

/** Clicks on links of messages, and on pages. */
export async function fillTrackingLogs(
  sink: Sink,
  plans: readonly DeliveryPlan[],
  targets: Targets,
  at: Instants,
): Promise<void> {
  for (const { audience, target } of logTables.filter((table) => table.audience !== 'mid')) {
    const table = `nms_tracking_log_${audience}`;
    const mine = plans.filter((plan) => plan.audience === audience);
    const rows = trackingRows(mine, targets[audience], at, createRandom(table));
    const limits = boundary(360, at, (instant) => [keptOf(mine), 1, 1, 1, instant]);
    await sink.fill(
      table,
      ['tracking_log_id', 'delivery_id', 'broad_log_id', 'tracking_url_id', target, 'logged_at'],
      numbered(withBoundary(rows, limits)),
    );
  }
}

/** So many rows, spread over two years by chance; `limitDays`: where cleanup cuts them, with rows on either side. */
export function* spread(
  count: number,
  limitDays: number,
  at: Instants,
  row: (instant: string, index: number) => DemoRow,
): Generator<DemoRow> {
  const random = createRandom(`spread ${limitDays} ${count}`);
  for (let index = 0; index < count; index += 1)
    yield row(at.ago(random.next() * Math.max(728, limitDays * 1.5)), index);
  yield* at.around(limitDays).map((instant, index) => row(instant, count + index));
}

/** Page views of visitors, apart from deliveries. */
export async function fillWebTracking(sink: Sink, count: number, targets: Targets, at: Instants): Promise<void> {
  const random = createRandom('nms_web_tracking_log');
  const rows = spread(count, 360, at, (instant) => [1 + random.below(targets.visitor), 1 + random.below(600), instant]);
  await sink.fill(
    'nms_web_tracking_log',
    ['tracking_log_id', 'visitor_id', 'tracking_url_id', 'logged_at'],
    numbered(rows),
  );
}

/** A row for every so many delivery logs. */
function* everyLog(
  plans: readonly DeliveryPlan[],
  step: number,
  row: (plan: DeliveryPlan, log: number) => readonly Value[],
): Generator<DemoRow> {
  for (const plan of plans)
    for (let index = 0; index < plan.logs; index += step) yield row(plan, plan.firstLog + index);
}

/** What was left out before sending, what was offered, and the coupons that went with messages. */
export async function fillAroundLogs(
  sink: Sink,
  plans: readonly DeliveryPlan[],
  targets: Targets,
  at: Instants,
): Promise<void> {
  for (const table of logTables) {
    const scene = {
      sink,
      plans: plans.filter(({ audience }) => audience === table.audience),
      targets: targets[table.audience],
      at,
    };
    if (table.audience === 'rcp' || table.audience === 'app_sub') await fillExcludeLogs(table, scene);
    if (table.audience === 'rcp' || table.audience === 'visitor') await fillPropositions(table, scene);
  }
  const coupons = everyLog(plans, 30, ({ id }, log) => [`SAVE-${id}-${log}`, log]);
  const unused: DemoRow[] = Array.from({ length: 50 }, (_, index) => [`FREE-${index}`, null]);
  await sink.fill(
    'nms_coupon_value',
    ['coupon_value_id', 'value', 'message_id'],
    numbered(withBoundary(coupons, unused)),
  );
}

interface Scene {
  readonly sink: Sink;
  readonly plans: readonly DeliveryPlan[];
  readonly targets: number;
  readonly at: Instants;
}

async function fillExcludeLogs({ audience, target }: LogTable, { sink, plans, targets, at }: Scene): Promise<void> {
  const table = `nms_exclude_log_${audience}`;
  const random = createRandom(table);
  const rows = everyLog(plans, 14, ({ id, sentDays }) => [
    id,
    1 + random.below(targets),
    1 + random.below(4),
    at.ago(sentDays),
  ]);
  const limits = boundary(180, at, (instant) => [keptOf(plans), 1, 1, instant]);
  const columns = ['broad_log_id', 'delivery_id', target, 'reason', 'last_modified_at'];
  await sink.fill(table, columns, numbered(withBoundary(rows, limits)));
}

async function fillPropositions({ audience, target }: LogTable, { sink, plans, targets, at }: Scene): Promise<void> {
  const table = `nms_proposition_${audience}`;
  const random = createRandom(table);
  // Every third offer was made on a page.
  const rows = everyLog(plans, 12, ({ id, sentDays }, log) => [
    log % 3 === 0 ? null : id,
    1 + random.below(targets),
    1 + random.below(40),
    at.ago(sentDays),
    log % 3 === 0 ? null : log,
    log % 3 === 0 ? 2 : 1,
    log % 3 === 0 ? 2 : 0,
  ]);
  const limits = boundary(360, at, (instant) => [null, 1, 1, instant, null, 2, 2]);
  const own = ['broad_log_id', 'offer_space_id', 'channel'];
  const columns = ['proposition_id', 'delivery_id', target, 'offer_id', 'last_modified_at', ...own];
  await sink.fill(table, columns, numbered(withBoundary(rows, limits)));
}
