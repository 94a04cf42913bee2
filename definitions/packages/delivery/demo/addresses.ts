import { numbered } from '../../demoData/numbered.ts';
import type { Instants } from '../../demoData/instants.ts';
import { createRandom } from '../../demoData/random.ts';
import type { DemoRow, Sink } from '../../demoData/sink.ts';

/** Days since the clean-up before this one, and since the error statistics were last summed up. */
export const lastRun = { cleanupDays: 1, coalesceDays: 2 } as const;

const withErrors = 1;
const valid = 2;
const quarantine = 3;
const unknown = 0;
const denylisted = 4;
const mailboxFull = 5;

interface AddressFacts {
  readonly status: number;
  readonly type?: number;
  readonly reason?: number;
  readonly errorAt?: string | null;
  readonly successAt?: string | null;
  readonly modifiedAt: string;
}

const row = (
  name: string,
  { status, type = 0, reason = 0, errorAt = null, successAt = null, modifiedAt }: AddressFacts,
): DemoRow => [
  `${name}@example.net`,
  type,
  status,
  reason,
  status === withErrors ? 2 : 0,
  errorAt,
  successAt,
  modifiedAt,
];

/** Addresses on either side of every limit of tasks 11 and 21, and of the way back from errors. */
function limits(at: Instants): DemoRow[] {
  const errors = { status: withErrors, modifiedAt: at.ago(40) };
  return [
    ...at.around(lastRun.cleanupDays).map((modifiedAt) => row('valid.since', { status: valid, modifiedAt })),
    ...at.around(0).map((modifiedAt) => row('valid.until', { status: valid, modifiedAt })),
    ...at.around(10).map((errorAt) => row('bounced', { ...errors, reason: 3, errorAt })),
    ...at.around(30).map((errorAt) => row('full', { ...errors, reason: mailboxFull, errorAt })),
    row('delivered.since', { ...errors, errorAt: at.ago(2), successAt: at.ago(1) }),
    row('delivered.before', { ...errors, errorAt: at.ago(2), successAt: at.ago(3) }),
    row('delivered.at.once', { ...errors, errorAt: at.ago(2), successAt: at.ago(2) }),
    row('errors.undated', errors),
    row('denylisted', { status: denylisted, errorAt: at.ago(300), modifiedAt: at.ago(300) }),
    ...[41, 42].flatMap((type) =>
      at.around(185).map((modifiedAt) => row('token', { status: quarantine, type, modifiedAt })),
    ),
    row('quarantine.old', { status: quarantine, errorAt: at.ago(600), modifiedAt: at.ago(600) }),
    row('token.with.errors', { status: unknown, type: 41, modifiedAt: at.ago(600) }),
  ];
}

function* ordinary(count: number, at: Instants): Generator<DemoRow> {
  const random = createRandom('nms_address');
  for (let index = 0; index < count; index += 1) {
    const status = random.pick([unknown, withErrors, withErrors, valid, quarantine]);
    const type = random.pick([0, 0, 0, 1, 41, 42]);
    const errorDays = random.next() * 60;
    // The run before this one took the valid addresses that were changed before it.
    const changedDays = status === valid ? random.next() * lastRun.cleanupDays : random.next() * 400;
    yield row(`address.${index}`, {
      status,
      type,
      reason: random.pick([1, 3, mailboxFull]),
      errorAt: at.ago(errorDays),
      successAt: random.below(5) === 0 ? at.ago(errorDays / 2) : null,
      modifiedAt: at.ago(changedDays),
    });
  }
}

/** Addresses as quarantine management keeps them. */
export async function fillAddresses(sink: Sink, count: number, at: Instants): Promise<void> {
  const columns = [
    'address',
    'type',
    'status',
    'failure_reason',
    'error_count',
    'last_error_at',
    'last_success_at',
    'last_modified_at',
  ];
  await sink.fill('nms_address', ['address_id', ...columns], numbered([...ordinary(count, at), ...limits(at)]));
}

/** Mail servers by what becomes of them: their sums stay, are dropped, or they have none at all. */
const mxGroups = [
  { ip: '192.0.2.', errors: 10, rows: 12 },
  { ip: '198.51.100.', errors: 1, rows: 12 },
  { ip: '203.0.113.', errors: 0, rows: 0 },
] as const;
const serversEach = 20;

function stat(ip: string, publicId: number, errors: number, statAt: string): DemoRow {
  return [ip, publicId, errors * 10, errors, errors, 0, 1, 0, 2, statAt];
}

function* statistics(at: Instants): Generator<DemoRow> {
  for (const { ip, errors, rows } of mxGroups) {
    for (let server = 0; server < serversEach; server += 1) {
      for (let index = 0; index < rows; index += 1)
        yield stat(`${ip}${server}`, 1 + (index % 2), errors, at.ago((index + 1) / 8));
    }
  }
  const [before, start, after] = at.around(lastRun.coalesceDays);
  // Exactly 20 errors are kept, 19 are not, whatever comes a millisecond before the window.
  for (const [ip, last] of [
    ['192.0.2.200', 10],
    ['198.51.100.200', 9],
  ] as const) {
    yield stat(ip, 1, 10, start);
    yield stat(ip, 1, last, after);
  }
  // The twentieth error of that server falls beyond the window.
  yield stat('198.51.100.200', 1, 1, at.now);
  yield stat('192.0.2.201', 1, 5, before);
  yield stat('192.0.2.202', 1, 5, at.now);
  yield stat('198.51.100.201', 1, 5, at.ago(0, -1));
}

/** SMTP errors and what is counted of them. */
export async function fillErrors(sink: Sink, at: Instants): Promise<void> {
  const counted = [
    'total_connections',
    'total_errors',
    'message_errors',
    'aborted_connections',
    'failed_connections',
    'refused_connections',
    'timeout_connections',
  ];
  await sink.fill(
    'nms_email_error_stat',
    ['email_error_stat_id', 'mx_ip', 'public_id', ...counted, 'stat_at'],
    numbered(statistics(at)),
  );
  const servers = mxGroups.flatMap(({ ip }) => Array.from({ length: serversEach }, (_, server) => `${ip}${server}`));
  const all = [...servers, '192.0.2.200', '198.51.100.200', '192.0.2.201', '192.0.2.202', '198.51.100.201'];
  const errors = all.flatMap((ip, index) =>
    [1, 2, 3].map((nth): DemoRow => [ip, `421 try again later (${nth})`, at.ago(1 + (index % 30))]),
  );
  await sink.fill('nms_email_error', ['email_error_id', 'mx_ip', 'text', 'logged_at'], numbered(errors));
  await sink.fill(
    'nms_mx_domain',
    ['mx_domain_id', 'mx_ip', 'domain'],
    numbered(all.map((ip, index) => [ip, `mx${index}.example.net`])),
  );
}
