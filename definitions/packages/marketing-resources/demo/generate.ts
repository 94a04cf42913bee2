import type { Knex } from 'knex';
import { campaigns } from '../../demoData/campaigns.ts';
import { demoOnce, fillRecords } from '../../demoData/demoOnce.ts';
import type { DemoOptions } from '../../demoData/demoOptions.ts';
import type { Instants } from '../../demoData/instants.ts';
import { operatorGroups, operators } from '../../demoData/people.ts';
import type { Sink } from '../../demoData/sink.ts';

/** Resources in every status, and forums with messages that nobody was told of yet. */
export async function generateDemo(knex: Knex, options: DemoOptions): Promise<void> {
  await demoOnce(knex, options, {
    table: 'nms_newsgroup',
    rowsInAll: 40,
    fill: async ({ knex: transaction, sink, at }) => {
      await fillResources(sink, at);
      await fillForums(sink, at);
      // It begins in a week: its first notice goes out in five days.
      await transaction('nms_task').where({ label: 'Starts next week' }).update({ initial_notice_hours: 48 });
    },
  });
}

async function fillResources(sink: Sink, at: Instants): Promise<void> {
  const others = { status: 'edited', owner_id: operators.anna, late: 0, last_modified_at: at.ago(4) };
  const reviewed = { reviewer_id: operators.chloe, publishing_reviewer_id: operators.dae };
  await fillRecords(
    sink,
    'nms_asset',
    [
      { asset_id: 1, label: 'Logo', available_at: at.ago(-10) },
      { asset_id: 2, label: 'Banner, submitted', status: 'approvalInProgress', submitted_at: at.ago(0.2), ...reviewed },
      {
        asset_id: 3,
        label: 'Photo, approved',
        status: 'approved',
        submitted_at: at.ago(3),
        reviewed_at: at.ago(0.3),
        ...reviewed,
      },
      {
        asset_id: 4,
        label: 'Photo, rejected',
        status: 'rejected',
        submitted_at: at.ago(3),
        reviewed_at: at.ago(0.3),
        ...reviewed,
      },
      {
        asset_id: 5,
        label: 'Text, to be published',
        status: 'approved',
        publish_requested_at: at.ago(0.1),
        ...reviewed,
      },
      { asset_id: 6, label: 'Leaflet of a task', status: 'approved', ...reviewed },
      { asset_id: 7, label: 'Film, overdue', available_at: at.ago(1), ...reviewed },
      { asset_id: 8, label: 'Submitted without reviewer', submitted_at: at.ago(0.2) },
      {
        asset_id: 9,
        label: 'Published',
        status: 'published',
        publish_requested_at: at.ago(9),
        published_at: at.ago(9),
        ...reviewed,
      },
    ],
    others,
  );
}

async function fillForums(sink: Sink, at: Instants): Promise<void> {
  await fillRecords(sink, 'nms_newsgroup', [
    { newsgroup_id: 1, label: 'Spring offers', subject: 'campaign', subject_id: campaigns.spring },
    { newsgroup_id: 2, label: 'Banner', subject: 'resource', subject_id: 2 },
    { newsgroup_id: 3, label: 'Bruno', subject: 'operator', subject_id: operators.bruno },
  ]);
  const followers = [
    [1, operators.anna],
    [1, operators.silent],
    [1, operators.dae],
    [2, operators.chloe],
  ] as const;
  await fillRecords(
    sink,
    'nms_newsgroup_follower',
    followers.map(([forum, operator], index) => ({
      newsgroup_follower_id: index + 1,
      newsgroup_id: forum,
      operator_id: operator,
    })),
  );
  const others = { body: 'What do you think?', newsgroup_id: 1, author_id: operators.bruno };
  await fillRecords(
    sink,
    'nms_newsgroup_msg',
    [
      { newsgroup_msg_id: 1, subject: 'The colours', posted_at: at.ago(3), notified_at: at.ago(3) },
      {
        newsgroup_msg_id: 2,
        parent_id: 1,
        subject: 'Re: The colours',
        author_id: operators.elin,
        posted_at: at.ago(0.2),
      },
      {
        newsgroup_msg_id: 3,
        subject: 'The draft',
        attachment_name: 'draft.txt',
        attachment: 'SGVsbG8=',
        posted_at: at.ago(0.1),
      },
      {
        newsgroup_msg_id: 4,
        newsgroup_id: 2,
        subject: 'Please look',
        to_operator_id: operators.elin,
        posted_at: at.ago(0.1),
      },
      {
        newsgroup_msg_id: 5,
        newsgroup_id: 2,
        subject: 'All of you',
        to_group_id: operatorGroups.reviewers,
        posted_at: at.ago(0.1),
      },
      { newsgroup_msg_id: 6, newsgroup_id: 3, subject: 'For you', author_id: operators.anna, posted_at: at.ago(0.05) },
    ],
    others,
  );
}
