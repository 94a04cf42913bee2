import { ExecutorFailure } from '../../../engine/activity/executor.ts';
import { misconfigured } from '../../../engine/activity/sqlExecution.ts';
import type { DeliveryConfig } from './delivery.kind.ts';
import { audiences, deliveryState, messageStatus, type Audience } from './audiences.ts';
import { idOf, textOf, type DeliverySql, type Run } from './deliverySql.ts';

/** A delivery that is to be sent. */
export interface ReadyDelivery {
  readonly id: string;
  readonly label: string;
  readonly audience: Audience;
  /** Its messages are not all in the log yet. */
  readonly isPending: boolean;
  /** The list whose members it is for; absent where others put its messages into the log. */
  readonly group: string | undefined;
  /** Of events: more messages may come at any time. */
  readonly isContinuous: boolean;
}

const ready = `d.delivery_mode = 1 AND d.message_type = 0 AND d.delete_status = 0 AND d.is_model = 0
  AND (d.state = ${String(deliveryState.inProgress)}
    OR d.state = ${String(deliveryState.startPending)} AND (d.scheduled_at IS NULL OR d.scheduled_at <= :now))
  AND (d.validity_at IS NULL OR d.validity_at > :now)` as const;

const hasContent =
  'EXISTS (SELECT 1 FROM nms_delivery_content c WHERE c.delivery_id IN (d.delivery_id, d.template_id))';

/** @throws ExecutorFailure where the tables of deliveries are not there. */
export function requireDeliveries({ tables }: DeliverySql): void {
  if (!tables.has('nms_delivery') || !tables.has('nms_delivery_content'))
    throw misconfigured('There are no tables of deliveries.', 'Install the package delivery.');
}

/** The number that the configuration gives; absent: all that are ready. */
export function deliveryAsked({ config, evaluate }: Run): string | undefined {
  if (config.delivery === undefined) return undefined;
  const id = idOf(evaluate(config.delivery));
  if (/^\d+$/.test(id)) return id;
  throw new ExecutorFailure({
    cause: 'data',
    message: `“Delivery” gave ${id === '' ? 'nothing' : id}, which is no number of a delivery.`,
    hint: `Mend the expression ${config.delivery}.`,
  });
}

/** @throws ExecutorFailure where the delivery that is asked for is not there, or nobody has set it going. */
export async function requireSetGoing(db: DeliverySql, asked: string | undefined): Promise<void> {
  if (asked === undefined) return;
  const [row] = await db.all(`SELECT state FROM nms_delivery WHERE delivery_id = ${asked}`);
  const state = Number(row?.['state'] ?? Number.NaN);
  const { startPending, inProgress, finished } = deliveryState;
  if (state === startPending || state === inProgress || state === finished) return;
  throw new ExecutorFailure({
    cause: 'data',
    message: row
      ? `Delivery ${asked} is not set going: its state is ${String(state)}.`
      : `There is no delivery ${asked}.`,
    hint: `What is to be sent has the state ${String(startPending)}.`,
  });
}

const only = (id: string | undefined): string => (id === undefined ? '' : ` AND d.delivery_id = ${id}`);

/** A transactional delivery has the template that its events were given. */
const parts = {
  all: '',
  transactional: ' AND d.template_id IS NOT NULL',
  others: ' AND d.template_id IS NULL',
} as const;

/** The deliveries that can be sent now, in the order of their turns: transactional ones go first. */
export async function readyDeliveries(
  db: DeliverySql,
  asked: string | undefined,
  which: DeliveryConfig['only'],
): Promise<readonly ReadyDelivery[]> {
  const rows = await db.all(
    `SELECT d.delivery_id, d.label, d.state, d.target_group_id, d.template_id, m.broad_log_schema
     FROM nms_delivery d JOIN nms_delivery_mapping m ON m.delivery_mapping_id = d.delivery_mapping_id
     WHERE ${ready} AND ${hasContent}${only(asked)}${parts[which]}
     ORDER BY CASE WHEN d.template_id IS NULL THEN 1 ELSE 0 END, d.weight DESC, d.scheduled_at, d.delivery_id`,
    { now: db.now() },
  );
  return rows.flatMap((row) => {
    const audience = audiences.find(({ log }) => log === row['broad_log_schema']);
    if (!audience || !db.tables.has(audience.log)) return [];
    const group = idOf(row['target_group_id']);
    return [
      {
        id: idOf(row['delivery_id']),
        label: textOf(row['label']),
        audience,
        isPending: Number(row['state']) === deliveryState.startPending,
        group: group === '' || audience.name !== 'recipient' ? undefined : group,
        isContinuous: row['template_id'] !== null && audience.name === 'event',
      },
    ];
  });
}

/** Those that would begin if anybody had written what they say. */
export async function withoutContent(db: DeliverySql, asked: string | undefined): Promise<readonly string[]> {
  const rows = await db.all(
    `SELECT d.delivery_id, d.label FROM nms_delivery d
     WHERE ${ready} AND d.state = ${String(deliveryState.startPending)} AND NOT ${hasContent}${only(asked)}
     ORDER BY d.delivery_id LIMIT 20`,
    { now: db.now() },
  );
  return rows.map((row) => `${idOf(row['delivery_id'])} (${textOf(row['label'])})`);
}

/** A line of what happens with a delivery, where people look it up. */
export async function logDelivery(db: DeliverySql, delivery: string, message: string): Promise<void> {
  await db.run(`INSERT INTO xtk_job_log (delivery_id, message, logged_at) VALUES (${delivery}, :message, :now)`, {
    message,
    now: db.now(),
  });
}

/** Puts a delivery into another state; answers whether it still was in the one before. */
export async function moveDelivery(
  db: DeliverySql,
  delivery: string,
  states: { readonly from: number; readonly to: number; readonly dated?: 'broad_start_at' | 'broad_end_at' },
): Promise<boolean> {
  const dated = states.dated === undefined ? '' : `, ${states.dated} = :now`;
  const touched = await db.run(
    `UPDATE nms_delivery SET state = ${String(states.to)}, last_modified_at = :now${dated}
     WHERE delivery_id = ${delivery} AND state = ${String(states.from)}`,
    { now: db.now() },
  );
  return touched > 0;
}

const { prepared, sending, sent, failed, ignored, doubtful } = messageStatus;

/** Counts a delivery's messages; answers how many are still to be sent. */
export async function countDelivery(db: DeliverySql, { id, audience: { log } }: ReadyDelivery): Promise<number> {
  const rows = await db.all(
    `SELECT status, count(*) AS messages FROM ${log} WHERE delivery_id = ${id} GROUP BY status`,
  );
  const of = (...statuses: readonly number[]): number =>
    rows.reduce((sum, row) => sum + (statuses.includes(Number(row['status'])) ? Number(row['messages']) : 0), 0);
  const all = rows.reduce((sum, row) => sum + Number(row['messages']), 0);
  const open = of(prepared, sending);
  // One whose figures stay as they are was not changed: a continuous one is counted by each run.
  await db.run(
    `UPDATE nms_delivery SET to_deliver = :all, processed = :processed, sent = :sent, failed = :failed,
       ignored = :ignored, doubtful = :doubtful, last_modified_at = :now
     WHERE delivery_id = ${id} AND (to_deliver <> :all OR processed <> :processed OR sent <> :sent
       OR failed <> :failed OR ignored <> :ignored OR doubtful <> :doubtful)`,
    {
      all,
      processed: all - open,
      sent: of(sent),
      failed: of(failed),
      ignored: of(ignored),
      doubtful: of(doubtful),
      now: db.now(),
    },
  );
  return open;
}
