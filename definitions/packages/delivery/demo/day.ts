import { z } from 'zod';
import { daysBefore, type DemoDay } from '../../demoData/demoDay.ts';

const linksSchema = z.array(z.object({ broad_log_id: z.coerce.number(), tracking_url_id: z.coerce.number() }));
const visits = 40;

const offerSchema = z.object({
  offer_id: z.coerce.number(),
  offer_env_id: z.coerce.number(),
  offer_category_id: z.coerce.number(),
  eligibility: z.string(),
});

/** The offer that has waited longest for the approval of its eligibility gets it, and another is drawn that waits. */
async function approveOffer(day: DemoDay): Promise<void> {
  const { knex, day: number } = day;
  const now = daysBefore(day, 0);
  const waits = { content_status: 'approved', eligibility_status: 'pending', read_only: 0 };
  const found: unknown = await knex('nms_offer').where(waits).whereNull('deleted_at').orderBy('offer_id').first();
  const { offer_id: id, ...place } = offerSchema.parse(found);
  await knex('nms_offer')
    .where({ offer_id: id })
    .update({ eligibility_status: 'approved', approved_at: now, last_modified_at: now });
  await knex('nms_offer').insert({
    ...place,
    ...waits,
    name: `offerOfDay${String(number)}`,
    label: `Offer of day ${String(number)}`,
    weight: 10,
    starts_at: now,
    ends_at: daysBefore(day, -100),
    last_modified_at: now,
  });
}

/** What people do on a day: they click on links of the latest messages, one who has a new address gives it, and an offer is approved. */
export async function liveDay(day: DemoDay): Promise<void> {
  const { knex, day: number } = day;
  const links = linksSchema.parse(
    await knex('nms_broad_log_rcp as l')
      .join('nms_tracking_url as u', 'u.delivery_id', 'l.delivery_id')
      .groupBy('l.broad_log_id')
      .orderBy('l.broad_log_id', 'desc')
      .limit(visits)
      .select('l.broad_log_id')
      .min({ tracking_url_id: 'u.tracking_url_id' }),
  );
  const rows = links.map(({ broad_log_id: log, tracking_url_id: url }, index) => ({
    server: `redirect${String(1 + (index % 2))}`,
    // In the order of their coming, over the last hour.
    logged_at: daysBefore(day, (visits - index) / visits / 24),
    broad_log: String(log),
    tracking_url: String(url),
    user_agent: 'Mozilla/5.0 (iPhone) Safari/18.0',
  }));
  if (rows.length > 0) await knex('nms_tracking_queue').insert(rows);
  // Typed as people do: an alias that the enumeration knows.
  await knex('nms_recipient')
    .where({ email: `customer.${String(number)}@example.org` })
    .update({ city: 'Sthlm', last_modified_at: daysBefore(day, 0) });
  await approveOffer(day);
}
