import { numbered } from '../../demoData/numbered.ts';
import type { DeliveryPlan } from './deliveries.ts';
import type { Instants } from '../../demoData/instants.ts';
import { spread } from './logs.ts';
import { createRandom } from '../../demoData/random.ts';
import type { DemoRow, Sink } from '../../demoData/sink.ts';

/** Import jobs with their rejects; those of jobs 6 to 8 are orphans. */
export async function fillRejects(sink: Sink, count: number, at: Instants): Promise<void> {
  const jobs = [1, 2, 3, 4, 5].map((id): DemoRow => [id, `Import ${id}`, at.ago(id * 40)]);
  await sink.fill('xtk_job', ['job_id', 'label', 'created_at'], jobs);
  const rows = spread(count, 180, at, (instant, index) => [
    1 + (index % 5),
    index,
    'The e-mail address is missing',
    instant,
  ]);
  const orphans = [6, 7, 8].flatMap((job) =>
    [1, 2, 3].map((line): DemoRow => [job, line, 'The line is too short', at.ago(line)]),
  );
  await sink.fill(
    'xtk_reject',
    ['reject_id', 'job_id', 'line', 'message', 'logged_at'],
    numbered([...rows, ...orphans]),
  );
}

/** Statistics of clicks, ids that providers gave to messages. */
export async function fillStatistics(sink: Sink, count: number, at: Instants): Promise<void> {
  const random = createRandom('nms_tracking_stats');
  await sink.fill(
    'nms_tracking_stats',
    ['tracking_stats_id', 'delivery_id', 'clicks', 'started_at'],
    numbered(spread(count, 360, at, (instant) => [1 + random.below(200), random.below(500), instant])),
  );
  await sink.fill(
    'nms_provider_msg_id',
    ['provider_msg_id', 'broad_log_id', 'provider_id', 'created_at'],
    numbered(spread(count * 2, 180, at, (instant, index) => [index + 1, `prv-${index}`, instant])),
  );
}

/** Apps and their subscribers; service 4 and app 3 are gone. */
export async function fillApps(
  sink: Sink,
  count: { subscriptions: number; recipients: number },
  at: Instants,
): Promise<void> {
  const random = createRandom('nms_app_subscription_rcp');
  await sink.fill(
    'nms_mobile_app',
    ['mobile_app_id', 'service_id', 'label'],
    [
      [1, 3, 'Shop on iOS'],
      [2, 3, 'Shop on Android'],
      [4, 4, 'Of a deleted service'],
    ],
  );
  const subscription = (
    app: readonly [service: number, app: number],
    disabled: number,
    modifiedAt: string,
  ): DemoRow => [
    ...app,
    1 + random.below(count.recipients),
    `token-${Math.floor(random.next() * 1e12).toString(36)}`,
    disabled,
    modifiedAt,
  ];
  const rows = [
    ...spread(count.subscriptions, 180, at, (instant, index) =>
      subscription([3, 1 + (index % 2)], index % 5 === 0 ? 1 : 0, instant),
    ),
    ...at.around(180).map((instant) => subscription([3, 1], 1, instant)),
    ...[1, 2, 3].map(() => subscription([3, 3], 0, at.ago(5))),
    ...[1, 2, 3].map(() => subscription([4, 4], 0, at.ago(5))),
  ];
  const columns = ['service_id', 'mobile_app_id', 'recipient_id', 'registration_token', 'disabled', 'last_modified_at'];
  await sink.fill('nms_app_subscription_rcp', ['app_subscription_id', ...columns], numbered(rows));
}

/** Transactional events, live and archived. */
export async function fillEvents(sink: Sink, count: number, at: Instants): Promise<void> {
  for (const [table, days] of [
    ['nms_rt_event', 30],
    ['nms_batch_event', 30],
    ['nms_event_histo', 360],
  ] as const) {
    const random = createRandom(table);
    const rows = spread(count, days, at, (instant, index): DemoRow => {
      const status = random.pick(['sent', 'sent', 'sent', 'notCovered', 'expired']);
      return [
        random.pick(['orderConfirmation', 'passwordReset', 'shipping']),
        0,
        status,
        `customer.${index + 1}@example.org`,
        instant,
      ];
    });
    await sink.fill(table, ['event_id', 'type', 'wished_channel', 'status', 'email', 'created_at'], numbered(rows));
  }
}

/** Hypotheses with the reactions that they found; hypothesis 3 is gone. */
export async function fillHypotheses(
  sink: Sink,
  count: { reactions: number; recipients: number },
  at: Instants,
): Promise<void> {
  const random = createRandom('nms_rema_match_rcp');
  await sink.fill(
    'nms_rema_hypothesis',
    ['rema_hypothesis_id', 'label'],
    [
      [1, 'Bought after the newsletter'],
      [2, 'Came back'],
    ],
  );
  const rows = Array.from({ length: count.reactions }, (_, index): DemoRow => [
    1 + (index % 3),
    1 + random.below(count.recipients),
    at.ago(random.next() * 300),
  ]);
  await sink.fill(
    'nms_rema_match_rcp',
    ['rema_match_id', 'rema_hypothesis_id', 'recipient_id', 'matched_at'],
    numbered(rows),
  );
}

/** Simulations, and the work tables of simulations and deliveries: with an owner that keeps them, and without. */
export async function createWorkTables(sink: Sink, plans: readonly DeliveryPlan[]): Promise<void> {
  const subjects: DemoRow[] = [
    [1, 'Spring offers', 'offer'],
    [2, 'Volume of June', 'delivery'],
    [12, 'Summer offers', 'offer'],
  ];
  await sink.fill('nms_simulation', ['simulation_id', 'label', 'subject'], subjects);
  for (const name of ['1', '2', '2_target', '12', '12_offer', '3', '3_target', '120'])
    await sink.createWorkTable(`wk_simu_${name}`);
  const special = plans.filter(({ share }) => share < 0.1);
  const regular = plans.filter(({ id }) => id % 20 === 0 || id % 20 === 4);
  for (const { id } of new Set([...special, ...regular])) await sink.createWorkTable(`wk_dlv_${id}`);
  await sink.createWorkTable('wk_dlv_1_exclusions');
  await sink.createWorkTable('wk_dlv_900001');
}
