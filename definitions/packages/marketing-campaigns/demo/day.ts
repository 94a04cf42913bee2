import { z } from 'zod';
import { campaigns } from '../../demoData/campaigns.ts';
import { daysBefore, type DemoDay } from '../../demoData/demoDay.ts';
import { operators } from '../../demoData/people.ts';

const idSchema = z.tuple([z.object({ delivery_id: z.coerce.number() })]);
const keySchema = z.object({ operation_delivery_id: z.coerce.number() });

/** Letters of the day before lie with the provider: their file has gone. */
async function fileGone(day: DemoDay): Promise<void> {
  const yesterday = day
    .knex('nms_delivery')
    .where({ internal_name: letterOf(day.day - 1) })
    .select('delivery_id');
  await day
    .knex('nms_operation_delivery')
    .whereIn('delivery_id', yesterday)
    .whereNotNull('supplier_told_at')
    .update({ file_sent_at: daysBefore(day, 0.1) });
}

const letterOf = (day: number): string => `letterOfDay${String(day)}`;

async function addDelivery(day: DemoDay, row: Readonly<Record<string, string | number>>): Promise<number> {
  const added: unknown = await day
    .knex('nms_delivery')
    .insert({
      operation_id: campaigns.summer,
      state: 0,
      delivery_mapping_id: 1,
      target_group_id: 1,
      to_deliver: 400,
      analysed_at: daysBefore(day, 0.5),
      validity_at: daysBefore(day, -14),
      created_at: daysBefore(day, 1),
      last_modified_at: daysBefore(day, 0.5),
      ...row,
    })
    .returning('delivery_id');
  return idSchema.parse(added)[0].delivery_id;
}

/** What people do on a day: a letter is approved, so that its file is extracted and goes to its provider, and a mail is targeted and waits for its approval. */
export async function liveDay(day: DemoDay): Promise<void> {
  const { knex, day: number } = day;
  const now = daysBefore(day, 0);
  await fileGone(day);
  const letter = await addDelivery(day, {
    label: `Letter of day ${String(number)}`,
    internal_name: letterOf(number),
    delivery_mode: 0,
    message_type: 3,
  });
  const mail = await addDelivery(day, {
    label: `Mail of day ${String(number)}`,
    internal_name: `mailOfDay${String(number)}`,
    delivery_mode: 1,
    message_type: 0,
  });
  const common = { operation_id: campaigns.summer, owner_id: operators.bruno, notices: 1, targeted: 400 };
  const added: unknown = await knex('nms_operation_delivery')
    .insert([
      { ...common, delivery_id: letter, kind: 'directMail', stage: 'targeted', ...letterCosts },
      { ...common, delivery_id: mail, kind: 'email', stage: 'targeted', supplier_service_id: null, cost_type_id: null },
    ])
    .returning('operation_delivery_id');
  const [ofLetter, ofMail] = z.array(keySchema).parse(added);
  const answered = { answered_by_id: operators.chloe, answered_at: now, submitted_at: daysBefore(day, 0.5) };
  await knex('nms_approval').insert(
    ['target', 'content', 'extraction'].map((item) => ({ ...ofLetter, item, status: 'accepted', ...answered })),
  );
  await knex('nms_approval').insert({ ...ofMail, item: 'target', status: 'needed', reviewer_id: operators.chloe });
}

const letterCosts = { supplier_service_id: 1, cost_type_id: 2 };
