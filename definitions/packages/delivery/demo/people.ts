import { numbered } from '../../demoData/numbered.ts';
import type { Instants } from '../../demoData/instants.ts';
import { createRandom } from '../../demoData/random.ts';
import { typedValues } from './enumerations.ts';
import type { DemoRow, Sink } from '../../demoData/sink.ts';

const firstNames = [
  'Ada',
  'Björn',
  'Chloé',
  'David',
  'Eun-ji',
  'Fatima',
  'Goran',
  'Hana',
  'Ines',
  'Jun',
  'Karin',
  'Luis',
] as const;
const lastNames = [
  'Andersson',
  'Bernard',
  'Choi',
  'Dupont',
  'Eriksson',
  'Fischer',
  'García',
  'Hansen',
  'Ito',
  'Kim',
] as const;

function* recipients(count: number, at: Instants): Generator<DemoRow> {
  const random = createRandom('nms_recipient');
  const places = createRandom('nms_recipient places');
  for (let id = 1; id <= count; id += 1) {
    const joinedDays = random.next() * 1_400;
    const changedAt = at.ago(random.next() * joinedDays);
    const listed = random.below(50) === 0 ? 1 : 0;
    yield [
      id,
      random.pick(firstNames),
      random.pick(lastNames),
      `customer.${id}@example.org`,
      random.below(3),
      listed,
      at.ago(joinedDays),
      changedAt,
      ...typedValues(places),
      `+33 1 ${String(10_000_000 + id)}`,
      `+33 6 ${String(10_000_000 + id)}`,
    ];
  }
}

function* visitors(count: number, at: Instants): Generator<DemoRow> {
  const random = createRandom('nms_visitor');
  for (let index = 0; index < count; index += 1) {
    const known = index % 4 === 0 ? 1 + random.below(100) : 0;
    const seenDays = random.next() * 400;
    yield [known, index % 6 === 1 ? 1 : 0, `cookie-${index}`, at.ago(seenDays + 1), at.ago(seenDays)];
  }
  for (const instant of at.around(30)) yield [0, 0, 'limit', at.ago(60), instant];
  yield [7, 0, 'known', at.ago(500), at.ago(400)];
  yield [0, 2, 'of another origin', at.ago(500), at.ago(400)];
}

/** Recipients, the visitors of pages, services and who subscribed to them. */
export async function fillPeople(
  sink: Sink,
  count: { recipients: number; visitors: number },
  at: Instants,
): Promise<void> {
  const people = [
    'recipient_id',
    'first_name',
    'last_name',
    'email',
    'email_format',
    'black_list',
    'created_at',
    'last_modified_at',
    'city',
    'country',
    'title',
    'phone',
    'mobile_phone',
  ];
  await sink.fill('nms_recipient', people, recipients(count.recipients, at));
  const cookies = ['visitor_id', 'recipient_id', 'origin', 'source_id', 'created_at', 'last_modified_at'];
  await sink.fill('nms_visitor', cookies, numbered(visitors(count.visitors, at)));
  await fillSubscriptions(sink, count.recipients, at);
}

async function fillSubscriptions(sink: Sink, recipientCount: number, at: Instants): Promise<void> {
  const services: DemoRow[] = [
    [1, 'Newsletter', 0],
    [2, 'Text messages', 1],
    [3, 'Shop app', 0],
  ];
  await sink.fill('nms_service', ['service_id', 'label', 'type'], services);
  const random = createRandom('nms_subscription');
  const subscriptions = Array.from({ length: Math.ceil(recipientCount / 4) }, (_, index): DemoRow => {
    const deleted = index % 9 === 0 ? 1 + (index % 2) : 0;
    return [1 + (index % services.length), 1 + random.below(recipientCount), deleted, at.ago(random.next() * 900)];
  });
  const columns = ['subscription_id', 'service_id', 'recipient_id', 'delete_status', 'created_at'];
  await sink.fill('nms_subscription', columns, numbered(subscriptions));
}

interface List {
  readonly label: string;
  readonly type: 0 | 1;
  readonly deleteStatus?: number;
  readonly expirationAt?: string;
}

function lists(at: Instants): readonly List[] {
  const [before, limit, after] = at.around(0);
  return [
    { label: 'Customers', type: 1 },
    { label: 'Customers of the spring', type: 1, expirationAt: at.ago(-90) },
    { label: 'Old group', type: 0 },
    { label: 'Deleted list', type: 1, deleteStatus: 1 },
    { label: 'Deleted group', type: 0, deleteStatus: 1 },
    { label: 'Recycled list', type: 1, deleteStatus: 2, expirationAt: at.ago(-10) },
    { label: 'Expired a millisecond ago', type: 1, expirationAt: before },
    { label: 'Expires now', type: 1, expirationAt: limit },
    { label: 'Expires next', type: 1, expirationAt: after },
    { label: 'Expired group', type: 0, expirationAt: at.ago(40) },
  ];
}

/** Lists with their members and tables: obsolete ones, kept ones, and tables that no list owns. */
export async function fillLists(sink: Sink, count: { recipients: number }, at: Instants): Promise<void> {
  const all = lists(at);
  const members = Math.max(5, Math.ceil(count.recipients / 16));
  await sink.fill(
    'nms_group',
    ['group_id', 'label', 'type', 'delete_status', 'expiration_at', 'last_modified_at'],
    all.map((list, index) => [
      index + 1,
      list.label,
      list.type,
      list.deleteStatus ?? 0,
      list.expirationAt ?? null,
      at.ago(20),
    ]),
  );
  const random = createRandom('nms_rcp_grp_rel');
  const rows = all.flatMap((_, index) =>
    Array.from({ length: members }, (): DemoRow => [index + 1, 1 + random.below(count.recipients)]),
  );
  await sink.fill('nms_rcp_grp_rel', ['rcp_grp_rel_id', 'group_id', 'recipient_id'], numbered(rows));
  await sink.fill(
    'nms_group_import',
    ['group_import_id', 'group_id', 'row_count', 'imported_at'],
    numbered(all.flatMap((_, index) => [1, 2].map((nth) => [index + 1, members, at.ago(30 * nth)]))),
  );
  for (const [index, { type }] of all.entries()) if (type > 0) await sink.createWorkTable(`grp${index + 1}`);
  // Of a group that has none, and of a list that is no more.
  await sink.createWorkTable('grp3');
  await sink.createWorkTable('grp9001');
}
