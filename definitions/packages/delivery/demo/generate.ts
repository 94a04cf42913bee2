import type { Knex } from 'knex';
import { fillAddresses, fillErrors, lastRun } from './addresses.ts';
import { fillAttachments } from './attachments.ts';
import { fillDeliveries, planDeliveries } from './deliveries.ts';
import { createInstants, type Instants } from '../../demoData/instants.ts';
import { fillAroundLogs, fillBroadLogs, fillTrackingLogs, fillWebTracking, type Targets } from './logs.ts';
import { createWorkTables, fillApps, fillEvents, fillHypotheses, fillRejects, fillStatistics } from './operations.ts';
import { fillLists, fillPeople } from './people.ts';
import type { DemoOptions } from '../../demoData/demoOptions.ts';
import { createSink, type DemoRow, type Sink } from '../../demoData/sink.ts';

const rowsInAll = 806_000;

/**
 * Fills the tables of the package with two years of a marketing team's work: rows that `cleanup` must remove in each of
 * its tasks, and rows on the other side of every limit. The same options give the same rows. All of it is one
 * transaction, and a database that has it already stays as it is: it may be called again after a crash.
 */
export async function generateDemo(knex: Knex, options: DemoOptions): Promise<void> {
  const { now, scale = 1, onProgress = () => undefined } = options;
  await knex.transaction(async (transaction) => {
    const present: unknown = await transaction('nms_delivery_mapping').first('delivery_mapping_id');
    if (present !== undefined) return;
    const sink = createSink(transaction, Math.ceil(rowsInAll * scale), onProgress);
    await fillAll(sink, createInstants(now), (count) => Math.max(20, Math.round(count * scale)));
    await setPointers(transaction, createInstants(now));
    await sink.finish();
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
  await fillMessages(sink);
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
}

async function fillMessages(sink: Sink): Promise<void> {
  const reasons = ['User unknown', 'Invalid domain', 'Unreachable', 'Account disabled', 'Mailbox full'];
  const rows = reasons.map((text, index): DemoRow => [index + 2, index + 1, text]);
  await sink.fill('nms_broad_log_msg', ['broad_log_msg_id', 'failure_reason', 'text'], rows);
}

/** What the clean-up before this one left behind. */
async function setPointers(knex: Knex, at: Instants): Promise<void> {
  await knex('xtk_option').insert([
    { name: 'NmsCleanup_LastCleanup', data_type: 'instant', value: at.ago(lastRun.cleanupDays) },
    { name: 'NmsLastErrorStatCoalesce', data_type: 'instant', value: at.ago(lastRun.coalesceDays) },
  ]);
}
