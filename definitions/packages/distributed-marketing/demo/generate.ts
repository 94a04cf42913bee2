import type { Knex } from 'knex';
import { campaigns } from '../../demoData/campaigns.ts';
import { demoOnce, fillRecords } from '../../demoData/demoOnce.ts';
import type { DemoOptions } from '../../demoData/demoOptions.ts';
import type { Instants } from '../../demoData/instants.ts';
import { operatorGroups, operators } from '../../demoData/people.ts';
import type { Sink } from '../../demoData/sink.ts';

/** Two local entities, what they are offered and what they have ordered. */
export async function generateDemo(knex: Knex, options: DemoOptions): Promise<void> {
  await demoOnce(knex, options, {
    table: 'nms_org_entity',
    rowsInAll: 30,
    fill: async ({ sink, at }) => {
      await fillPackages(sink, at);
      await fillOrders(sink, at);
    },
  });
}

async function fillPackages(sink: Sink, at: Instants): Promise<void> {
  await fillRecords(sink, 'nms_org_entity', [
    { org_entity_id: 1, name: 'north', label: 'North', notification_group_id: operatorGroups.northern },
    { org_entity_id: 2, name: 'south', label: 'South', notification_group_id: operatorGroups.southern },
  ]);
  const published = { status: 'published', published_at: at.ago(0.2), available_at: at.ago(1) };
  const others = { kind: 'local', reference_operation_id: campaigns.localReference, reviewer_id: operators.chloe };
  const joint = { kind: 'collaborativeByCampaign', reference_operation_id: campaigns.collaborative };
  await fillRecords(
    sink,
    'nms_campaign_package',
    [
      { campaign_package_id: 1, label: 'Shop opening', ...published, order_deadline_at: at.ago(-20) },
      { campaign_package_id: 2, label: 'Deadline today', ...published, order_deadline_at: at.ago(0.1) },
      {
        campaign_package_id: 3,
        label: 'To be reviewed',
        status: 'pendingApproval',
        submitted_at: at.ago(2),
        review_deadline_at: at.ago(-1),
        review_reminder_days: 1,
        available_at: at.ago(-10),
      },
      { campaign_package_id: 4, label: 'Joint campaign', ...published, ...joint, order_deadline_at: at.ago(-5) },
      {
        campaign_package_id: 5,
        label: 'Joint, cancelled',
        ...published,
        ...joint,
        kind: 'collaborativeSimple',
        reference_operation_id: campaigns.calledOff,
        status: 'cancelled',
        cancelled_at: at.ago(0.1),
        order_deadline_at: at.ago(-5),
      },
      {
        campaign_package_id: 6,
        label: 'Local, cancelled',
        ...published,
        status: 'cancelled',
        cancelled_at: at.ago(0.1),
      },
      {
        campaign_package_id: 7,
        label: 'Available in three days',
        ...published,
        available_at: at.ago(-3),
        order_deadline_at: at.ago(-9),
      },
    ],
    others,
  );
  await fillRecords(sink, 'nms_campaign_package_entity', [
    { campaign_package_entity_id: 1, campaign_package_id: 1, org_entity_id: 1 },
    { campaign_package_entity_id: 2, campaign_package_id: 4, org_entity_id: 1 },
    { campaign_package_entity_id: 3, campaign_package_id: 4, org_entity_id: 2 },
  ]);
}

async function fillOrders(sink: Sink, at: Instants): Promise<void> {
  const others = {
    ordered_by_id: operators.north,
    ordered_at: at.ago(0.5),
    org_entity_id: 1,
    reviewer_id: operators.chloe,
  };
  const reviewed = { reviewed_at: at.ago(0.2) };
  const south = { org_entity_id: 2, ordered_by_id: operators.south };
  await fillRecords(
    sink,
    'nms_campaign_order',
    [
      { campaign_order_id: 1, campaign_package_id: 1, status: 'approved', ...reviewed },
      { campaign_order_id: 2, campaign_package_id: 1, status: 'ordered', ...south },
      {
        campaign_order_id: 3,
        campaign_package_id: 2,
        status: 'refused',
        ...reviewed,
        comment: 'Too far from the shop.',
      },
      // After the deadline of its package.
      { campaign_order_id: 4, campaign_package_id: 2, status: 'ordered', ...south, ordered_at: at.ago(0.05) },
      { campaign_order_id: 5, campaign_package_id: 4, status: 'approved', ...reviewed },
      { campaign_order_id: 6, campaign_package_id: 4, status: 'approved', ...reviewed, ...south },
      { campaign_order_id: 7, campaign_package_id: 5, status: 'ordered' },
      { campaign_order_id: 8, campaign_package_id: 7, status: 'approved', ...reviewed },
    ],
    others,
  );
}
