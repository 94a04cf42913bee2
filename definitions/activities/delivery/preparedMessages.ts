import { messageStatus } from './audiences.ts';
import { advanceKey, idOf, type DeliverySql, type Run } from './deliverySql.ts';
import type { ReadyDelivery } from './readyDeliveries.ts';

/** Members of a list that are looked at in one statement. */
const membersAtOnce = 5_000;

/** Why nobody writes to a member: no address, quarantine, denylist, another member has the same address, arbitration. */
const reasons = { address: 1, quarantine: 2, denied: 3, duplicate: 4, arbitration: 5 } as const;
const addressStatus = { quarantine: 3, denied: 4 } as const;

const isInLog = (delivery: string, recipient: string): string =>
  `EXISTS (SELECT 1 FROM nms_broad_log_rcp l WHERE l.recipient_id = ${recipient} AND l.delivery_id = ${delivery})`;

const hasAddress = (status: number): string =>
  `EXISTS (SELECT 1 FROM nms_address a WHERE a.address IN (r.email, lower(r.email)) AND a.type = 0 AND a.status = ${String(status)})`;

/** The deliverability service knows that mails to the address do harm. */
const isSuppressed = 'EXISTS (SELECT 1 FROM nms_suppression s WHERE s.address IN (r.email, lower(r.email)))';

/** The last forecast gave the recipient's place to a delivery of more weight, or their messages are too many. */
const isArbitrated = (delivery: string): string =>
  `EXISTS (SELECT 1 FROM nms_forecast_log_rcp f
     WHERE f.delivery_id = ${delivery} AND f.recipient_id = r.recipient_id AND f.excluded = 1)`;

/** The members of a part of the list who are not in the log, with the reason why they shall not be, or 0. */
const candidates = (delivery: string): string =>
  `SELECT r.recipient_id,
     CASE WHEN r.email NOT LIKE '%_@_%' THEN ${String(reasons.address)}
       WHEN r.black_list <> 0 OR ${hasAddress(addressStatus.denied)} THEN ${String(reasons.denied)}
       WHEN ${hasAddress(addressStatus.quarantine)} OR ${isSuppressed} THEN ${String(reasons.quarantine)}
       WHEN ${isArbitrated(delivery)} THEN ${String(reasons.arbitration)}
       WHEN row_number() OVER (PARTITION BY lower(r.email) ORDER BY r.recipient_id) > 1
         OR EXISTS (SELECT 1 FROM nms_recipient o WHERE lower(o.email) = lower(r.email) AND o.recipient_id <> r.recipient_id
           AND ${isInLog(delivery, 'o.recipient_id')}) THEN ${String(reasons.duplicate)}
       ELSE 0 END AS reason
   FROM nms_recipient r
   WHERE r.recipient_id IN (SELECT g.recipient_id FROM nms_rcp_grp_rel g
       WHERE g.group_id = :members AND g.recipient_id > :after AND g.recipient_id <= :last)
     AND NOT ${isInLog(delivery, 'r.recipient_id')}`;

/** The largest number of a delivery log: they are numbered over all of their tables. */
function lastLog({ tables }: DeliverySql): string {
  const logs = [...tables].filter((table) => /^nms_broad_log_(?!msg$|event_histo$)\w+$/.test(table)).sort();
  const largest = logs.map((table) => `SELECT max(broad_log_id) AS number FROM ${table}`).join(' UNION ALL ');
  return `(SELECT COALESCE(max(number), 0) FROM (${largest}) AS numbers)`;
}

/**
 * Puts the next members of a delivery's list into its log, or notes why they are left out; answers how many there were.
 * Each statement leaves out what it finds done, so that a part may be repeated.
 */
export async function prepareMessages(run: Run, db: DeliverySql, delivery: ReadyDelivery): Promise<number> {
  const { id, group } = delivery;
  if (group === undefined) return 0;
  const [row] = await db.all(`SELECT COALESCE(prepared_until, 0) AS after FROM nms_delivery WHERE delivery_id = ${id}`);
  const members = { members: group, after: idOf(row?.['after']) };
  const [part] = await db.all(
    `SELECT max(recipient_id) AS last, count(*) AS members FROM (SELECT DISTINCT recipient_id FROM nms_rcp_grp_rel
       WHERE group_id = ${group} AND recipient_id > ${members.after} ORDER BY recipient_id
       LIMIT ${String(membersAtOnce)}) AS part`,
  );
  const count = Number(part?.['members'] ?? 0);
  if (count === 0) return 0;
  await takeMembers(run, db, id, { ...members, last: idOf(part?.['last']) });
  return count;
}

interface Members {
  readonly members: string;
  readonly after: string;
  readonly last: string;
}

async function takeMembers(run: Run, db: DeliverySql, id: string, { members, after, last }: Members): Promise<void> {
  const found = candidates(id).replace(':members', members).replace(':after', after).replace(':last', last);
  const now = db.now();
  await db.run(
    `INSERT INTO nms_broad_log_rcp (broad_log_id, delivery_id, recipient_id, status, last_modified_at)
     SELECT ${lastLog(db)} + row_number() OVER (ORDER BY found.recipient_id), ${id}, found.recipient_id,
       ${String(messageStatus.prepared)}, ${db.instant(':now')}
     FROM (${found}) AS found WHERE found.reason = 0`,
    { now },
  );
  await advanceKey(run.services.sql, 'nms_broad_log_rcp', 'broad_log_id');
  await db.run(
    `INSERT INTO nms_exclude_log_rcp (delivery_id, recipient_id, reason, last_modified_at)
     SELECT ${id}, found.recipient_id, found.reason, ${db.instant(':now')} FROM (${found}) AS found
     WHERE found.reason > 0 AND NOT EXISTS (SELECT 1 FROM nms_exclude_log_rcp x
       WHERE x.recipient_id = found.recipient_id AND x.delivery_id = ${id})`,
    { now },
  );
  await db.run(`UPDATE nms_delivery SET prepared_until = ${last} WHERE delivery_id = ${id}`);
}
