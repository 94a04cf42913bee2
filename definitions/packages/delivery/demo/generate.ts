import type { Knex } from 'knex';
import { fillAddresses, fillErrors, lastRun } from './addresses.ts';
import { fillAttachments } from './attachments.ts';
import { fillDeliveries, planDeliveries, type DeliveryPlan } from './deliveries.ts';
import { fillEnumerations } from './enumerations.ts';
import { demoOnce } from '../../demoData/demoOnce.ts';
import type { Instants } from '../../demoData/instants.ts';
import { fillAroundLogs, fillBroadLogs, fillTrackingLogs, fillWebTracking, type Targets } from './logs.ts';
import { fillOffers } from './offers.ts';
import { createWorkTables, fillApps, fillEvents, fillHypotheses, fillRejects, fillStatistics } from './operations.ts';
import { fillOperators } from './operators.ts';
import { fillLists, fillPeople } from './people.ts';
import { fillPlanned } from './planned.ts';
import { fillDeliverability, fillTrackingQueue } from './tracking.ts';
import type { DemoOptions } from '../../demoData/demoOptions.ts';
import type { DemoRow, Sink } from '../../demoData/sink.ts';

const rowsInAll = 810_000;

/**
 * Fills the tables of the package with two years of a marketing team's work: rows that `cleanup` must remove in each of
 * its tasks, and rows on the other side of every limit. The same options give the same rows. All of it is one
 * transaction, and a database that has it already stays as it is: it may be called again after a crash.
 */
export async function generateDemo(knex: Knex, options: DemoOptions): Promise<void> {
  await demoOnce(knex, options, {
    table: 'nms_delivery_mapping',
    rowsInAll,
    fill: async ({ knex: transaction, sink, at, scaled }) => {
      await fillAll(sink, at, scaled);
      await setPointers(transaction, at);
    },
  });
}

async function fillAll(sink: Sink, at: Instants, scaled: (count: number) => number): Promise<void> {
  const people = { recipients: scaled(20_000), visitors: scaled(25_000) };
  const targets: Targets = {
    rcp: people.recipients,
    visitor: people.visitors,
    app_sub: scaled(6_000),
    mid: scaled(100_000),
  };
  const plans = planDeliveries(at, scaled(1_650));
  await fillPeople(sink, people, at);
  await fillLists(sink, people, at);
  await fillDeliveries(sink, plans, at);
  await fillMessages(sink, at);
  await fillAttachments(sink, plans, at);
  await fillBroadLogs(sink, plans, targets, at);
  await fillTrackingLogs(sink, plans, targets, at);
  await fillWebTracking(sink, scaled(20_000), targets, at);
  await fillAroundLogs(sink, plans, targets, at);
  await fillAddresses(sink, scaled(12_000), at);
  await fillErrors(sink, at);
  await fillRejects(sink, scaled(12_000), at);
  await fillStatistics(sink, scaled(8_000), at);
  await fillApps(sink, { subscriptions: targets.app_sub, recipients: people.recipients }, at);
  await fillEvents(sink, scaled(7_000), at);
  await fillHypotheses(sink, { reactions: scaled(9_000), recipients: people.recipients }, at);
  await createWorkTables(sink, plans);
  await fillBeside(sink, plans, { queue: scaled(3_000) }, at);
}

/** What the workflows beside `cleanup` find to do. */
async function fillBeside(
  sink: Sink,
  plans: readonly DeliveryPlan[],
  count: { readonly queue: number },
  at: Instants,
): Promise<void> {
  await fillOperators(sink, at);
  await fillEnumerations(sink, at);
  await fillPlanned(sink, plans.length + 1, at);
  await fillOffers(sink, at);
  await fillTrackingQueue(sink, plans, count.queue, at);
  await fillDeliverability(sink, at);
}

async function fillMessages(sink: Sink, at: Instants): Promise<void> {
  const reasons = ['User unknown', 'Invalid domain', 'Unreachable', 'Account disabled', 'Mailbox full'];
  const qualifications = ['keep', 'keep', 'ignore', 'toQualify', 'keep'];
  const rows = reasons.map((text, index): DemoRow => [
    index + 2,
    index + 1,
    text,
    qualifications[index] ?? 'toQualify',
    at.ago(index),
  ]);
  const columns = ['broad_log_msg_id', 'failure_reason', 'text', 'qualification', 'last_modified_at'];
  await sink.fill('nms_broad_log_msg', columns, rows);
}

/** What the clean-up before this one left behind. */
async function setPointers(knex: Knex, at: Instants): Promise<void> {
  await knex('xtk_option').insert([
    { name: 'NmsCleanup_LastCleanup', data_type: 'instant', value: at.ago(lastRun.cleanupDays) },
    { name: 'NmsLastErrorStatCoalesce', data_type: 'instant', value: at.ago(lastRun.coalesceDays) },
  ]);
}
