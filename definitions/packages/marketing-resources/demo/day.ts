import { z } from 'zod';
import { campaigns } from '../../demoData/campaigns.ts';
import { daysBefore, type DemoDay } from '../../demoData/demoDay.ts';
import { operators } from '../../demoData/people.ts';

const forumSchema = z.object({ newsgroup_id: z.coerce.number() });

/** What people do on a day: one writes to a forum, and a poster goes from its submission over its approval to publication. */
export async function liveDay(day: DemoDay): Promise<void> {
  const now = daysBefore(day, 0);
  const { knex, day: number } = day;
  const poster = (of: number): string => `Poster of day ${String(of)}`;
  const ofSpring = { subject: 'campaign', subject_id: campaigns.spring };
  const forum = forumSchema.parse(await knex('nms_newsgroup').where(ofSpring).first());
  await knex('nms_newsgroup_msg').insert({
    ...forum,
    author_id: operators.bruno,
    subject: `News of day ${String(number)}`,
    body: 'Have a look at the new poster.',
    posted_at: now,
  });
  await knex('nms_asset')
    .where({ label: poster(number - 2) })
    .update({ publish_requested_at: now });
  await knex('nms_asset')
    .where({ label: poster(number - 1) })
    .update({ status: 'approved', reviewed_at: now, last_modified_at: now });
  await knex('nms_asset').insert({
    label: poster(number),
    status: 'edited',
    owner_id: operators.anna,
    reviewer_id: operators.chloe,
    publishing_reviewer_id: operators.dae,
    available_at: daysBefore(day, -5),
    submitted_at: now,
    last_modified_at: now,
  });
}
