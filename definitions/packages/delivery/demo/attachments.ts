import { fillRecords } from '../../demoData/demoOnce.ts';
import { numbered } from '../../demoData/numbered.ts';
import type { DeliveryPlan } from './deliveries.ts';
import type { Instants } from '../../demoData/instants.ts';
import type { DemoRow, Sink } from '../../demoData/sink.ts';

const partsEach = 2;
const urlsEach = 3;

/** So many rows for each delivery. */
function* each(
  plans: readonly DeliveryPlan[],
  count: (plan: DeliveryPlan) => number,
  row: (plan: DeliveryPlan, index: number) => DemoRow,
): Generator<DemoRow> {
  for (const plan of plans) {
    const rows = count(plan);
    for (let index = 0; index < rows; index += 1) yield row(plan, index);
  }
}

function* parts(plans: readonly DeliveryPlan[], at: Instants): Generator<DemoRow> {
  const [before, limit, after] = at.around(0);
  // Deliveries that task 3 leaves as they are, so that the parts' own validity decides.
  const open = plans.filter(({ row }) => row.state === 0 || row.state === 45);
  yield* each(
    plans,
    () => partsEach,
    ({ id, row, logs }) => [id, row.state, Math.ceil(logs / partsEach), row.validity_at ?? at.ago(-30)],
  );
  yield* each(
    open,
    () => 3,
    ({ id, row }, index) => [id, row.state, 0, [before, limit, after][index] ?? null],
  );
}

function jobLogLines({ row, sentDays }: DeliveryPlan, at: Instants): readonly [string, string][] {
  const lines: [string, string][] = [
    ['The target is being computed', at.ago(sentDays, 1_000)],
    ['The messages are being prepared', at.ago(sentDays, 60_000)],
    ['The delivery has started', at.ago(sentDays, 120_000)],
  ];
  return row.state >= 95 ? [...lines, ['The delivery has finished', at.ago(sentDays - 1)]] : lines;
}

/** What hangs on single deliveries: parts, exclusions, links, mirror pages, process logs and statistics. */
export async function fillAttachments(sink: Sink, plans: readonly DeliveryPlan[], at: Instants): Promise<void> {
  await fillParts(sink, plans, at);
  await fillMirrorPages(sink, plans);
  await fillContents(sink, plans, at);
  const lines = plans.flatMap((plan) =>
    jobLogLines(plan, at).map(([message, loggedAt]): DemoRow => [plan.id, null, message, loggedAt]),
  );
  await sink.fill('xtk_job_log', ['job_log_id', 'delivery_id', 'job_id', 'message', 'logged_at'], numbered(lines));
  const copies = plans.filter(({ audience }) => audience === 'mid');
  const counts = each(
    copies,
    () => 3,
    ({ id, logs }, index) => [id, [1, 2, 6][index] ?? 0, Math.ceil(logs / (index + 1))],
  );
  await sink.fill(
    'nms_delivery_log_stats',
    ['delivery_log_stats_id', 'delivery_id', 'status', 'message_count'],
    numbered(counts),
  );
}

/** What the deleted ones said: it goes with them. */
async function fillContents(sink: Sink, plans: readonly DeliveryPlan[], at: Instants): Promise<void> {
  const deleted = plans.filter(({ row }) => (row.delete_status ?? 0) !== 0);
  await fillRecords(
    sink,
    'nms_delivery_content',
    deleted.map(({ id, row }) => ({
      delivery_content_id: id,
      delivery_id: id,
      sender: 'shop@shop.example.org',
      subject: row.label,
      text_body: 'Hello {{ recipient.first_name }}, this was new.',
      last_modified_at: at.ago(50),
    })),
  );
}

async function fillParts(sink: Sink, plans: readonly DeliveryPlan[], at: Instants): Promise<void> {
  const partColumns = ['delivery_part_id', 'delivery_id', 'state', 'message_count', 'validity_at'];
  await sink.fill('nms_delivery_part', partColumns, numbered(parts(plans, at)));
  const rules = ['Denylisted', 'In quarantine'];
  const exclusions = each(
    plans,
    () => rules.length,
    ({ id }, index) => [id, rules[index] ?? '', (id * 7 + index) % 90],
  );
  await sink.fill('nms_dlv_exclusion', ['dlv_exclusion_id', 'delivery_id', 'rule', 'excluded'], numbered(exclusions));
  const urls = each(
    plans,
    () => urlsEach,
    ({ id }, index) => [id, [2, 1, 3][index] ?? 1, `https://shop.example.org/${id}/${index}`],
  );
  await sink.fill('nms_tracking_url', ['tracking_url_id', 'delivery_id', 'type', 'source_url'], numbered(urls));
}

async function fillMirrorPages(sink: Sink, plans: readonly DeliveryPlan[]): Promise<void> {
  const pages = ({ row, logs }: DeliveryPlan): number =>
    row.web_res_purged === 1 && logs > 100 ? 2 : Math.ceil(logs / 5);
  await sink.fill(
    'nms_mirror_page_info',
    ['mirror_page_info_id', 'delivery_id', 'delivery_part_id', 'data'],
    numbered(
      each(plans, pages, ({ id }, index) => [
        id,
        (id - 1) * partsEach + 1 + (index % partsEach),
        `{"page":${index},"greeting":"Hello"}`,
      ]),
    ),
  );
  await sink.fill(
    'nms_mirror_page_search',
    ['mirror_page_search_id', 'delivery_id', 'broad_log_id'],
    numbered(each(plans, pages, ({ id, firstLog }, index) => [id, firstLog + index])),
  );
}
