import { messageStatus } from './audiences.ts';
import { idOf, type DeliverySql } from './deliverySql.ts';
import { takeLogNumbers } from './logNumbers.ts';
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

/** A part of a delivery's list. */
interface Members {
  readonly members: string;
  readonly after: string;
  readonly last: string;
  /** Who joins the list meanwhile comes later: there are no more than were counted. */
  readonly newest: string;
  readonly count: number;
}

/** The members of a part of the list who are not in the log, with the reason why they shall not be, or 0. */
const candidates = (delivery: string, { members, after, last, newest }: Members): string =>
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
       WHERE g.group_id = ${members} AND g.recipient_id > ${after} AND g.recipient_id <= ${last}
         AND g.rcp_grp_rel_id <= ${newest})
     AND NOT ${isInLog(delivery, 'r.recipient_id')}`;

/**
 * Puts the next members of a delivery's list into its log, or notes why they are left out; answers how many there were.
 * Each statement leaves out what it finds done, so that a part may be repeated.
 */
export async function prepareMessages(db: DeliverySql, delivery: ReadyDelivery): Promise<number> {
  const { id, group } = delivery;
  if (group === undefined) return 0;
  const [row] = await db.all(`SELECT COALESCE(prepared_until, 0) AS after FROM nms_delivery WHERE delivery_id = ${id}`);
  const members = { members: group, after: idOf(row?.['after']) };
  const [part] = await db.all(
    `SELECT max(recipient_id) AS last, max(newest) AS newest, count(*) AS members
     FROM (SELECT recipient_id, max(rcp_grp_rel_id) AS newest FROM nms_rcp_grp_rel
       WHERE group_id = ${group} AND recipient_id > ${members.after} GROUP BY recipient_id ORDER BY recipient_id
       LIMIT ${String(membersAtOnce)}) AS part`,
  );
  const count = Number(part?.['members'] ?? 0);
  if (count === 0) return 0;
  await takeMembers(db, id, { ...members, last: idOf(part?.['last']), newest: idOf(part?.['newest']), count });
  return count;
}

async function takeMembers(db: DeliverySql, id: string, part: Members): Promise<void> {
  const found = candidates(id, part);
  const now = db.now();
  const before = await takeLogNumbers(db, 'nms_broad_log_rcp', part.count);
  await db.run(
    `INSERT INTO nms_broad_log_rcp (broad_log_id, delivery_id, recipient_id, status, last_modified_at)
     SELECT ${before} + row_number() OVER (ORDER BY found.recipient_id), ${id}, found.recipient_id,
       ${String(messageStatus.prepared)}, ${db.instant(':now')}
     FROM (${found}) AS found WHERE found.reason = 0`,
    { now },
  );
  await db.run(
    `INSERT INTO nms_exclude_log_rcp (delivery_id, recipient_id, reason, last_modified_at)
     SELECT ${id}, found.recipient_id, found.reason, ${db.instant(':now')} FROM (${found}) AS found
     WHERE found.reason > 0 AND NOT EXISTS (SELECT 1 FROM nms_exclude_log_rcp x
       WHERE x.recipient_id = found.recipient_id AND x.delivery_id = ${id})`,
    { now },
  );
  await db.run(`UPDATE nms_delivery SET prepared_until = ${part.last} WHERE delivery_id = ${id}`);
}
