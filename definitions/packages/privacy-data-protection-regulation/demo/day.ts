import { daysBefore, type DemoDay } from '../../demoData/demoDay.ts';

const email = 1;
const kinds = { access: 1, erase: 2 } as const;
// Whom the requests of the first day are about stands before these.
const firstPerson = 20;

/** What people do on a day: two ask what is stored of them, one to be forgotten, and who asked that yesterday confirms it. */
export async function liveDay(day: DemoDay): Promise<void> {
  const now = daysBefore(day, 0);
  const { knex, day: number } = day;
  await knex('nms_gdpr_request')
    .where({ status: 'deleteConfirmationPending' })
    .where('name', 'like', 'Request of day %')
    .update({ status: 'deletePending', confirmed_at: now, last_modified_at: now });
  const request = (nth: number, type: number) => ({
    name: `Request of day ${String(number)}, ${String(nth)}`,
    type,
    regulation: 1,
    gdpr_namespace_id: email,
    reconciliation_value: `customer.${String(firstPerson + number * 3 + nth)}@example.org`,
    status: 'new',
    error_count: 0,
    created_at: daysBefore(day, 0.3),
    last_modified_at: daysBefore(day, 0.3),
  });
  await knex('nms_gdpr_request').insert([request(0, kinds.access), request(1, kinds.access), request(2, kinds.erase)]);
}
