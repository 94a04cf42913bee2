import { fillRecords } from '../../demoData/demoOnce.ts';
import type { Instants } from '../../demoData/instants.ts';
import type { Sink } from '../../demoData/sink.ts';

const plannedCount = 12;

/** What a planned delivery is; `list` 1 and 2 are lists that stay. */
const planned = (first: number, index: number, at: Instants) => ({
  delivery_id: first + index,
  label: `Planned ${index + 1}`,
  internal_name: `planned${index + 1}`,
  delivery_mode: 1,
  message_type: 0,
  state: 0,
  delivery_mapping_id: 1,
  typology_id: 1,
  target_group_id: 1 + (index % 2),
  // The third weighs most; the fifth and sixth are planned for the same hour.
  weight: [5, 5, 9, 2, 5, 5][index % 6] ?? 5,
  is_provisional: index === 11 ? 0 : 1,
  scheduled_at: at.ago(-(index === 5 ? 4 : index) - 0.5),
  validity_at: at.ago(-(index + 7)),
  created_at: at.ago(3),
  last_modified_at: at.ago(2),
});

async function fillRules(sink: Sink, at: Instants): Promise<void> {
  await fillRecords(sink, 'nms_typology', [{ typology_id: 1, name: 'standard', label: 'Standard' }]);
  const rule = { typology_id: 1, active: 1, message_type: 0 };
  await fillRecords(
    sink,
    'nms_typology_rule',
    [
      { typology_rule_id: 1, label: 'Four mails in four weeks', kind: 'pressure', threshold: 4, period_days: 28 },
      { typology_rule_id: 2, label: 'Two mails a week', kind: 'pressure', threshold: 2, period_days: 7 },
      {
        typology_rule_id: 3,
        label: 'Mornings of the call centre',
        kind: 'capacity',
        threshold: 500,
        period_days: 1,
        slot_start: '08:00',
        slot_hours: 4,
        valid_from: at.ago(10),
        valid_until: at.ago(-60),
      },
      { typology_rule_id: 4, label: 'Out of use', kind: 'pressure', threshold: 0, period_days: 1, active: 0 },
    ],
    rule,
  );
}

/** The provisional calendar, and the rules that apply to it. @param first the number of its first delivery. */
export async function fillPlanned(sink: Sink, first: number, at: Instants): Promise<void> {
  await fillRules(sink, at);
  const records = Array.from({ length: plannedCount }, (_, index) => planned(first, index, at));
  await fillRecords(sink, 'nms_delivery', records);
  await fillRecords(
    sink,
    'nms_delivery_content',
    records.map(({ delivery_id: id, label }) => ({
      delivery_content_id: id,
      delivery_id: id,
      sender: 'shop@shop.example.org',
      subject: `${label}: news from the shop`,
      text_body: 'Hello {{ recipient.first_name }}, here is what is new.',
      html_body:
        '<p>Hello {{ recipient.first_name }}, here is <a href="https://shop.example.org/new">what is new</a>.</p>',
      last_modified_at: at.ago(2),
    })),
  );
}
