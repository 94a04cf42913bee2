export interface OracleOptions {
  readonly now: Date;
  /** Options that differ from their default. */
  readonly options?: Readonly<Record<string, number>>;
}

const dayMs = 86_400_000;

const due = 'SELECT delivery_id FROM nms_delivery WHERE delete_status <> 0 AND deleted_at < :recycled';
const local = `delete_status = 0 AND is_model = 0 AND delivery_mode = 1 AND (
  (state BETWEEN 51 AND 84 AND validity_at < :now)
  OR (state = 85 AND last_modified_at >= :fortnight AND to_deliver - processed > 9999))`;
const midSourced = `delivery_mode = 4 AND state IN (85, 95) AND last_modified_at >= :fortnight AND ext_account_id IN (
  SELECT ext_account_id FROM nms_ext_account
  WHERE active <> 0 AND (nms_delivery.validity_at < :fortnight OR nms_delivery.validity_at < last_pull_up_at)
    AND last_pull_up_at IS NOT NULL)`;
export const expired = `SELECT delivery_id FROM nms_delivery WHERE (${local} OR ${midSourced}) AND delivery_id NOT IN (${due})`;
const pagesDue = 'SELECT delivery_id FROM nms_delivery WHERE web_validity_at < :now AND web_res_purged = 0';
export const keptLists =
  'SELECT group_id FROM nms_group WHERE delete_status = 0 AND (expiration_at IS NULL OR expiration_at > :now)';
const allLogs = ['rcp', 'visitor', 'app_sub', 'mid']
  .map((name) => `SELECT broad_log_id, delivery_id FROM nms_broad_log_${name}`)
  .join(' UNION ALL ');
const ofKept = `delivery_id NOT IN (${due})`;
const window = 'stat_at >= :coalesceFrom AND stat_at < :now';
const sums = `SELECT mx_ip, public_id, MIN(stat_at) AS stat_at, SUM(total_connections) AS total_connections,
    SUM(total_errors) AS total_errors, SUM(message_errors) AS message_errors, SUM(aborted_connections) AS aborted_connections,
    SUM(failed_connections) AS failed_connections, SUM(refused_connections) AS refused_connections,
    SUM(timeout_connections) AS timeout_connections
  FROM nms_email_error_stat WHERE ${window} GROUP BY mx_ip, public_id HAVING SUM(total_errors) > 19`;
const countedServers = `SELECT mx_ip FROM nms_email_error_stat WHERE NOT (${window}) UNION SELECT mx_ip FROM (${sums}) summed`;
const freed = `status = 1 AND (last_success_at > last_error_at
  OR last_error_at < CASE failure_reason WHEN 5 THEN :mailboxFull ELSE :softBounce END)`;

/** A table of whose rows some stay, perhaps changed. */
interface Rule {
  readonly keep?: string;
  readonly change?: Readonly<Record<string, string>>;
  readonly add?: string;
}

const broadLog: Rule = {
  keep: `${ofKept} AND (last_modified_at >= :broadLog OR (status = 6 AND delivery_id IN (${expired})))`,
  change: {
    status: `CASE WHEN status = 6 AND delivery_id IN (${expired}) THEN 7 ELSE status END`,
    last_modified_at: `CASE WHEN status = 6 AND delivery_id IN (${expired}) THEN :now ELSE last_modified_at END`,
    broad_log_msg_id: `CASE WHEN status = 6 AND delivery_id IN (${expired}) THEN 1 ELSE broad_log_msg_id END`,
  },
};
const trackingLog: Rule = { keep: `${ofKept} AND logged_at >= :trackingLog` };
const proposition: Rule = { keep: `(delivery_id IS NULL OR ${ofKept}) AND last_modified_at >= :proposition` };

export const rules: Readonly<Record<string, Rule>> = {
  // 1
  nms_group: { keep: `group_id IN (${keptLists})` },
  nms_rcp_grp_rel: { keep: `group_id IN (${keptLists})` },
  nms_group_import: { keep: `group_id IN (${keptLists})` },
  // 2, 3c, 4
  nms_delivery: {
    keep: ofKept,
    change: {
      state: `CASE WHEN delivery_id IN (${expired}) THEN 95 ELSE state END`,
      broad_end_at: `CASE WHEN delivery_id IN (${expired}) THEN validity_at ELSE broad_end_at END`,
      web_res_purged: `CASE WHEN delivery_id IN (${pagesDue}) THEN 1 ELSE web_res_purged END`,
    },
  },
  nms_dlv_exclusion: { keep: ofKept },
  nms_coupon_value: {
    keep: `message_id IS NULL OR message_id NOT IN (SELECT broad_log_id FROM (${allLogs}) logs WHERE delivery_id IN (${due}))`,
  },
  nms_tracking_url: { keep: ofKept },
  nms_delivery_content: { keep: ofKept },
  nms_delivery_log_stats: { keep: ofKept },
  xtk_job_log: {
    keep: `delivery_id IS NULL OR ${ofKept}`,
    add: `SELECT delivery_id, :now AS logged_at FROM nms_delivery WHERE delivery_id IN (${pagesDue}) AND ${ofKept}`,
  },
  // 2f, 3d, 3e
  nms_delivery_part: {
    keep: `${ofKept} AND delivery_id NOT IN (SELECT delivery_id FROM nms_delivery WHERE state IN (85, 95))
      AND delivery_id NOT IN (${expired}) AND (validity_at IS NULL OR validity_at >= :now)`,
  },
  nms_mirror_page_info: { keep: `${ofKept} AND delivery_id NOT IN (${pagesDue})` },
  nms_mirror_page_search: { keep: `${ofKept} AND delivery_id NOT IN (${pagesDue})` },
  // 2c, 3b, 14
  nms_broad_log_rcp: broadLog,
  nms_broad_log_visitor: broadLog,
  nms_broad_log_app_sub: broadLog,
  nms_broad_log_mid: broadLog,
  nms_broad_log_rt_event: broadLog,
  nms_broad_log_batch_event: broadLog,
  nms_exclude_log_rcp: { keep: 'last_modified_at >= :broadLog' },
  nms_exclude_log_app_sub: { keep: 'last_modified_at >= :broadLog' },
  nms_provider_msg_id: { keep: 'created_at >= :broadLog' },
  // 2e, 13
  nms_tracking_log_rcp: trackingLog,
  nms_tracking_log_visitor: trackingLog,
  nms_tracking_log_app_sub: trackingLog,
  nms_tracking_log_rt_event: trackingLog,
  nms_tracking_log_batch_event: trackingLog,
  nms_tracking_log_mid: { keep: 'logged_at >= :trackingLog' },
  nms_web_tracking_log: { keep: 'logged_at >= :trackingLog' },
  nms_tracking_stats: { keep: 'started_at >= :trackingStat' },
  // 2d, 18
  nms_proposition_rcp: proposition,
  nms_proposition_visitor: proposition,
  // 6, 10, 12
  xtk_reject: { keep: 'logged_at >= :rejects AND job_id IN (SELECT job_id FROM xtk_job)' },
  nms_visitor: { keep: 'recipient_id <> 0 OR origin <> 0 OR last_modified_at >= :visitor' },
  nms_subscription: { keep: 'delete_status = 0' },
  // 11, 21, and the way back from errors
  nms_address: {
    keep: `NOT (status = 2 AND last_modified_at >= :lastCleanup AND last_modified_at < :now)
      AND NOT (status = 3 AND type IN (41, 42) AND last_modified_at < :pushToken)`,
    change: {
      status: `CASE WHEN ${freed} THEN 2 ELSE status END`,
      error_count: `CASE WHEN ${freed} THEN 0 ELSE error_count END`,
      last_modified_at: `CASE WHEN ${freed} THEN :now ELSE last_modified_at END`,
    },
  },
  // 15, 16, 17
  nms_email_error_stat: { keep: `NOT (${window})`, add: sums },
  nms_email_error: { keep: `mx_ip IN (${countedServers})` },
  nms_mx_domain: { keep: `mx_ip IN (${countedServers})` },
  // 23, 25, 26
  nms_app_subscription_rcp: {
    keep: `service_id IN (SELECT service_id FROM nms_service) AND mobile_app_id IN (SELECT mobile_app_id FROM nms_mobile_app)
      AND (disabled <> 1 OR last_modified_at >= :appSubscription)`,
  },
  nms_rt_event: { keep: 'created_at >= :event' },
  nms_batch_event: { keep: 'created_at >= :event' },
  nms_event_histo: { keep: 'created_at >= :eventHisto' },
  nms_rema_match_rcp: { keep: 'rema_hypothesis_id IN (SELECT rema_hypothesis_id FROM nms_rema_hypothesis)' },
};

/** The limits that the documentation gives, in days before now, unless an option says otherwise. */
export function bindings(
  { now, options = {} }: OracleOptions,
  stored: ReadonlyMap<string, string>,
): Record<string, string> {
  const before = (days: number): string => new Date(now.getTime() - days * dayMs).toISOString();
  const by = (option: string, days: number): string => before(options[option] ?? Number(stored.get(option) ?? days));
  const app = options['NmsCleanup_AppSubscriptionRcpPurgeDelay'] ?? 180;
  return {
    now: now.toISOString(),
    fortnight: before(15),
    recycled: by('NmsCleanup_RecycledDeliveryPurgeDelay', 7),
    rejects: by('NmsCleanup_RejectsPurgeDelay', 180),
    visitor: by('NmsCleanup_VisitorPurgeDelay', 30),
    lastCleanup: stored.get('NmsCleanup_LastCleanup') ?? '0001-01-01T00:00:00.000Z',
    softBounce: before(10),
    mailboxFull: by('NmsCleanup_QuarantineMailboxFull', 30),
    trackingLog: by('NmsCleanup_TrackingLogPurgeDelay', 360),
    trackingStat: by('NmsCleanup_TrackingStatPurgeDelay', 360),
    broadLog: by('NmsCleanup_BroadLogPurgeDelay', 180),
    coalesceFrom: stored.get('NmsLastErrorStatCoalesce') ?? '9999-12-31T00:00:00.000Z',
    proposition: by('NmsCleanup_PropositionPurgeDelay', 360),
    pushToken: before(app + 5),
    appSubscription: before(app),
    event: by('NmsCleanup_EventPurgeDelay', 30),
    eventHisto: by('NmsCleanup_EventHistoPurgeDelay', 360),
  };
}
