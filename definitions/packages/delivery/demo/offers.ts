import { fillRecords, type DemoRecord } from '../../demoData/demoOnce.ts';
import type { Instants } from '../../demoData/instants.ts';
import type { Sink } from '../../demoData/sink.ts';

const design = 1;
const live = 2;
/** Live offers are numbered from 1, as propositions know them; those of design from here. */
const firstDesigned = 101;
const liveCount = 40;
const spaces = [
  { name: 'mailHeader', label: 'Head of a mail', channel: 0 },
  { name: 'webBanner', label: 'Banner of a page', channel: 2 },
  { name: 'callCentre', label: 'Call centre', channel: 3 },
];
const categories = ['Summer', 'Winter', 'Loyalty', 'Outlet'];

/** Of each design thing its live copy; what is named has changed since it was deployed, or was never deployed. */
function pairs<Item>(
  items: readonly Item[],
  row: (item: Item, index: number) => DemoRecord,
  { key, changed, fresh, at }: { key: string; changed: number; fresh: number; at: Instants },
): readonly DemoRecord[] {
  const designed = items.map((item, index) => ({
    ...row(item, index),
    [key]: index + 11,
    offer_env_id: design,
    last_modified_at: at.ago(index === changed ? 0.5 : 30),
  }));
  const copies = items.map((item, index) => ({
    ...row(item, index),
    ...(index === changed && { label: 'Before it was renamed' }),
    [key]: index + 1,
    offer_env_id: live,
    source_id: index + 11,
    last_modified_at: at.ago(20),
  }));
  return [...copies.filter((_, index) => index !== fresh), ...designed];
}

const keyFirst = (key: string, records: readonly DemoRecord[]): DemoRecord[] =>
  records.map((record) => ({ [key]: record[key] ?? null, ...record }));

async function fillSurroundings(sink: Sink, at: Instants): Promise<void> {
  await fillRecords(sink, 'nms_offer_env', [
    { offer_env_id: design, name: 'recipientDesign', label: 'Recipients, design', live: 0, live_env_id: live },
    { offer_env_id: live, name: 'recipientLive', label: 'Recipients, live', live: 1, last_synchronised_at: at.ago(1) },
  ]);
  const category = pairs(categories, (label) => ({ name: label.toLowerCase(), label, valid_until: at.ago(-90) }), {
    key: 'offer_category_id',
    changed: 1,
    fresh: 3,
    at,
  });
  await fillRecords(sink, 'nms_offer_category', keyFirst('offer_category_id', category));
  const space = pairs(spaces, (item) => ({ ...item }), { key: 'offer_space_id', changed: 0, fresh: 2, at });
  await fillRecords(sink, 'nms_offer_space', keyFirst('offer_space_id', space));
  const filters = ['Everybody', 'Good customers'];
  const filter = pairs(
    filters,
    (label, index) => ({ name: `filter${index}`, label, kind: index === 0 ? 'filter' : 'rule', expression: '1 = 1' }),
    { key: 'offer_filter_id', changed: 1, fresh: -1, at },
  );
  await fillRecords(sink, 'nms_offer_filter', keyFirst('offer_filter_id', filter));
}

/** Approvals of design offers by their place: approved twice and new, approved once, deleted, changed. */
function designed(index: number, at: Instants): DemoRecord {
  const approved = { content_status: 'approved', eligibility_status: 'approved', approved_at: at.ago(30) };
  if (index >= liveCount && index < liveCount + 3) return { ...approved, approved_at: at.ago(0.2) };
  if (index === liveCount + 3) return { content_status: 'approved', eligibility_status: 'pending' };
  if (index === liveCount + 4) return { content_status: 'pending', eligibility_status: 'approved' };
  // Two that are deleted: one lately, one longer ago than propositions are kept.
  if (index === 4) return { ...approved, deleted_at: at.ago(2) };
  if (index === 5) return { ...approved, deleted_at: at.ago(400) };
  return approved;
}

const common = (index: number, at: Instants): DemoRecord => ({
  name: `offer${index + 1}`,
  label: `Offer ${index + 1}`,
  eligibility: 'recipient.black_list == 0',
  weight: (index * 7) % 50,
  starts_at: at.ago(100),
  ends_at: at.ago(-100),
  last_modified_at: at.ago(30),
});

/** Offers in both environments, with what they stand in. */
export async function fillOffers(sink: Sink, at: Instants): Promise<void> {
  await fillSurroundings(sink, at);
  const copies = Array.from({ length: liveCount }, (_, index) => ({
    offer_id: index + 1,
    ...common(index, at),
    offer_env_id: live,
    source_id: firstDesigned + index,
    offer_category_id: 1 + (index % 3),
    content_status: 'approved',
    eligibility_status: 'approved',
    read_only: 1,
    published_at: at.ago(25),
    disabled_at: index === 5 ? at.ago(390) : null,
  }));
  const originals = Array.from({ length: liveCount + 5 }, (_, index) => ({
    offer_id: firstDesigned + index,
    ...common(index, at),
    offer_env_id: design,
    offer_category_id: 11 + (index % 4),
    read_only: 0,
    ...designed(index, at),
  }));
  await fillRecords(sink, 'nms_offer', [...copies, ...originals]);
  await fillViews(sink, copies, originals);
}

async function fillViews(
  sink: Sink,
  copies: readonly { readonly offer_id: number }[],
  originals: readonly { readonly offer_id: number }[],
): Promise<void> {
  const views = originals.flatMap(({ offer_id: offer }, index) =>
    spaces.map((_, space) => ({ offer, space: space + 11, chosen: (index + space) % 3 === 0 ? 0 : 1 })),
  );
  const liveViews = copies.flatMap(({ offer_id: offer }, index) =>
    [0, 1].filter((space) => (index + space) % 3 !== 0).map((space) => ({ offer, space: space + 1, chosen: 1 })),
  );
  await fillRecords(
    sink,
    'nms_offer_view',
    [...liveViews, ...views].map(({ offer, space, chosen }, index) => ({
      offer_view_id: index + 1,
      offer_id: offer,
      offer_space_id: space,
      content: `Offer ${offer} for space ${space}`,
      chosen,
    })),
  );
}
