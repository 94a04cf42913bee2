/** Whom the messages of a log are for, and where their addresses stand. */
export interface Audience {
  /** The table of the log. */
  readonly log: string;
  /** The table of those it is for; its key has the same name in the log. */
  readonly table: string;
  readonly key: string;
  /** What content calls one of them: `{{ recipient.first_name }}`. */
  readonly name: string;
  /** A column that is not 0 for whoever wants no messages. */
  readonly denied?: string;
}

/** The logs whose messages are mails. Each has the columns that sending notes. */
export const audiences: readonly Audience[] = [
  {
    log: 'nms_broad_log_rcp',
    table: 'nms_recipient',
    key: 'recipient_id',
    name: 'recipient',
    denied: 'black_list',
  },
  { log: 'nms_broad_log_rt_event', table: 'nms_rt_event', key: 'event_id', name: 'event' },
  { log: 'nms_broad_log_batch_event', table: 'nms_batch_event', key: 'event_id', name: 'event' },
];

/** What became of a message, in its log (the README of the package tells which of these are documented). */
export const messageStatus = {
  sent: 1,
  failed: 2,
  /** Claimed: it is on its way, or was when a worker died. */
  sending: 3,
  /** Nobody knows whether it was sent: it is never sent again by itself. */
  doubtful: 4,
  /** Kept in the outbox, since no mail server is set. */
  kept: 5,
  prepared: 6,
  /** Left out when it was to be sent. */
  ignored: 8,
} as const;
export type MessageStatus = (typeof messageStatus)[keyof typeof messageStatus];

/** Where a delivery stands. */
export const deliveryState = { startPending: 51, inProgress: 55, paused: 75, finished: 95 } as const;

/** What the address of a tracked link stands for. */
export const linkType = { click: 1, open: 2, mirror: 4 } as const;
