import { z } from 'zod';
import { daysBefore, type DemoDay } from '../../demoData/demoDay.ts';
import { operators } from '../../demoData/people.ts';

const packageSchema = z.object({ campaign_package_id: z.coerce.number() });

/** What people do on a day: a local entity orders a campaign, and an order that came before is approved. */
export async function liveDay(day: DemoDay): Promise<void> {
  const now = daysBefore(day, 0);
  const { knex, day: number } = day;
  const offered = packageSchema.parse(await knex('nms_campaign_package').where({ label: 'Shop opening' }).first());
  const south = number % 2 === 0;
  const order = {
    ...offered,
    org_entity_id: south ? 2 : 1,
    ordered_by_id: south ? operators.south : operators.north,
    ordered_at: daysBefore(day, 0.5),
    reviewer_id: operators.chloe,
  };
  await knex('nms_campaign_order')
    .where({ status: 'ordered', comment: 'For the anniversary.' })
    .update({ status: 'approved', reviewed_at: now });
  await knex('nms_campaign_order').insert({ ...order, status: 'ordered', comment: 'For the anniversary.' });
}
