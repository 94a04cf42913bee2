import type { Row } from '../../../engine/activity/executor.ts';
import { messageStatus, type Audience, type MessageStatus } from './audiences.ts';
import { idList, idOf, textOf, type DeliverySql } from './deliverySql.ts';
import type { ReadyDelivery } from './readyDeliveries.ts';

/** A message that is to be sent, with whom it is for. */
export interface Message {
  readonly id: string;
  readonly token: string;
  /** Undefined where whom it is for is no more. */
  readonly target: Row | undefined;
}

/** What became of a message, and why. */
export interface Fate {
  readonly id: string;
  readonly status: MessageStatus;
  /** A short text, the same for many messages. */
  readonly why?: { readonly text: string; readonly reason: number };
}

const { prepared, sending, doubtful } = messageStatus;

/** Longer than any server is waited for: who claimed a message and has not said what became of it is dead. */
const claimHoldsMs = 15 * 60_000;

/** The messages of a log, as one attempt of a task handles them. */
export interface MessageLog {
  readonly db: DeliverySql;
  /** The attempt; the ones before it are those of the same task. */
  readonly by: string;
  readonly former: readonly string[];
}

const quoted = (texts: readonly string[]): string => texts.map((text) => `'${text.replaceAll("'", "''")}'`).join(', ');

/** Whether a message waits for this attempt: what it has tried in vain waits for the next one. */
const waits = ({ by }: MessageLog): string =>
  `status = ${String(prepared)} AND (sending_by IS NULL OR sending_by <> ${quoted([by])})`;

/** Claimed by a former attempt of this task, or so long ago that whoever did it must be dead. */
const isAbandoned = ({ former }: MessageLog): string =>
  `status = ${String(sending)} AND (${former.length > 0 ? `sending_by IN (${quoted(former)}) OR ` : ''}sending_at < :stale)`;

const staleAt = ({ db }: MessageLog): string => new Date(Date.parse(db.now()) - claimHoldsMs).toISOString();

/** Whether a delivery has any message. */
export async function hasMessages({ db }: MessageLog, { id, audience }: ReadyDelivery): Promise<boolean> {
  const rows = await db.all(`SELECT broad_log_id FROM ${audience.log} WHERE delivery_id = ${id} LIMIT 1`);
  return rows.length > 0;
}

/** Whether there is anything to do in a delivery's log. */
export async function hasWork(log: MessageLog, { id, audience }: ReadyDelivery): Promise<boolean> {
  const [row] = await log.db.all(
    `SELECT broad_log_id FROM ${audience.log} WHERE delivery_id = ${id} AND (${waits(log)} OR ${isAbandoned(log)}) LIMIT 1`,
    { stale: staleAt(log) },
  );
  return row !== undefined;
}

/** Marks what was on its way when a worker died: nobody knows whether it was sent. Answers how many there were. */
export async function markDoubtful(log: MessageLog, { id, audience }: ReadyDelivery): Promise<number> {
  return log.db.run(
    `UPDATE ${audience.log} SET status = ${String(doubtful)}, sending_by = :by, last_modified_at = :now
     WHERE delivery_id = ${id} AND ${isAbandoned(log)}`,
    { by: log.by, now: log.db.now(), stale: staleAt(log) },
  );
}

/** The next messages of a delivery, each with the secret part of its addresses. */
export async function nextMessages(
  log: MessageLog,
  { id, audience }: ReadyDelivery,
  limit: number,
): Promise<readonly Message[]> {
  const { db } = log;
  const found = await db.all(
    `SELECT broad_log_id, ${audience.key} AS target FROM ${audience.log}
     WHERE delivery_id = ${id} AND ${waits(log)} ORDER BY broad_log_id LIMIT ${String(limit)}`,
  );
  if (found.length === 0) return [];
  const ids = idList(found.map((row) => idOf(row['broad_log_id'])));
  await db.run(`UPDATE ${audience.log} SET token = ${db.secret} WHERE broad_log_id IN (${ids}) AND token IS NULL`);
  const tokens = await db.all(`SELECT broad_log_id, token FROM ${audience.log} WHERE broad_log_id IN (${ids})`);
  const tokenOf = new Map(tokens.map((row) => [idOf(row['broad_log_id']), textOf(row['token'])]));
  const targets = await targetsOf(db, audience, [...new Set(found.map((row) => idOf(row['target'])))]);
  return found.map((row) => {
    const message = idOf(row['broad_log_id']);
    return { id: message, token: tokenOf.get(message) ?? '', target: targets.get(idOf(row['target'])) };
  });
}

async function targetsOf(db: DeliverySql, { table, key }: Audience, ids: readonly string[]) {
  const rows = await db.all(`SELECT * FROM ${table} WHERE ${key} IN (${idList(ids)})`);
  return new Map(rows.map((row) => [idOf(row[key]), row]));
}

/** Addresses that nobody writes to, of some. */
export async function closedAddresses(db: DeliverySql, addresses: readonly string[]): Promise<ReadonlySet<string>> {
  if (addresses.length === 0) return new Set();
  const spelled = [...new Set(addresses.flatMap((address) => [address, address.toLowerCase()]))];
  const named = spelled.map((address, index) => [`a${String(index)}`, address] as const);
  const among = `address IN (${named.map(([name]) => `:${name}`).join(', ')})`;
  const rows = await db.all(
    `SELECT address FROM nms_address WHERE ${among} AND type = 0 AND status IN (3, 4)
     UNION SELECT address FROM nms_suppression WHERE ${among}`,
    Object.fromEntries(named),
  );
  return new Set(rows.map((row) => textOf(row['address'])));
}

/** Claims messages for this attempt, at once and durably; answers those that nobody else has claimed. */
export async function claim(log: MessageLog, audience: Audience, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await log.db.all(
    `UPDATE ${audience.log} SET status = ${String(sending)}, sending_by = :by, sending_at = :now
     WHERE broad_log_id IN (${idList(ids)}) AND status = ${String(prepared)} RETURNING broad_log_id`,
    { by: log.by, now: log.db.now() },
  );
  return new Set(rows.map((row) => idOf(row['broad_log_id'])));
}

const keyOf = ({ status, why }: Fate): string => `${String(status)} ${why?.text ?? ''}`;

/** Notes what became of messages, those that became the same together. */
export async function noteFates(log: MessageLog, audience: Audience, fates: readonly Fate[]): Promise<void> {
  // What needs no text goes first: whatever happens to a text, what was sent is known.
  const ordered = [...fates.filter(({ why }) => !why), ...fates.filter(({ why }) => why)];
  const keys = new Set(ordered.map(keyOf));
  for (const key of keys) {
    const group = ordered.filter((fate) => keyOf(fate) === key);
    const [first] = group;
    if (!first) continue;
    const why = first.why ? await messageNumber(log.db, first.why) : 'NULL';
    await log.db.run(
      `UPDATE ${audience.log} SET status = ${String(first.status)}, broad_log_msg_id = ${why}, sending_by = :by,
         last_modified_at = :now
       WHERE broad_log_id IN (${idList(group.map(({ id }) => id))})
         AND (status = ${String(prepared)} OR status = ${String(sending)} AND sending_by = :by)`,
      { by: log.by, now: log.db.now() },
    );
  }
}

/** The number of a text of the log; another workflow may note the same one at the same time. */
async function messageNumber(db: DeliverySql, { text, reason }: NonNullable<Fate['why']>): Promise<string> {
  const find = () => db.all('SELECT broad_log_msg_id FROM nms_broad_log_msg WHERE text = :text LIMIT 1', { text });
  const [known] = await find();
  if (known) return idOf(known['broad_log_msg_id']);
  await db.run(
    `INSERT INTO nms_broad_log_msg (failure_reason, text, last_modified_at)
     VALUES (${String(reason)}, CAST(:text AS text), ${db.instant(':now')}) ON CONFLICT DO NOTHING`,
    { text, now: db.now() },
  );
  const [made] = await find();
  return idOf(made?.['broad_log_msg_id']) || 'NULL';
}

/** How many messages this task has brought to each status, in all of its attempts. */
export async function countFates(log: MessageLog, audience: Audience): Promise<ReadonlyMap<number, number>> {
  const rows = await log.db.all(
    `SELECT status, count(*) AS messages FROM ${audience.log}
     WHERE sending_by IN (${quoted([...log.former, log.by])}) GROUP BY status`,
  );
  return new Map(rows.map((row) => [Number(row['status']), Number(row['messages'])]));
}
