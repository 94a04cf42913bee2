import { numbered } from '../../demoData/numbered.ts';
import { fillRecords } from '../../demoData/demoOnce.ts';
import type { Instants } from '../../demoData/instants.ts';
import { createRandom } from '../../demoData/random.ts';
import type { DemoRow, Sink } from '../../demoData/sink.ts';
import type { DeliveryPlan } from './deliveries.ts';

const agents = [
  'Mozilla/5.0 (Windows NT 10.0) Firefox/140.0',
  'Mozilla/5.0 (iPhone) Safari/18.0',
  'Mozilla/5.0 (Linux; Android 15) Chrome/142.0',
  'Mozilla/5.0 (Macintosh) Chrome/142.0',
] as const;

function* lines(plans: readonly DeliveryPlan[], count: number, at: Instants): Generator<DemoRow> {
  const random = createRandom('nms_tracking_queue');
  const recent = plans.filter(
    ({ audience, row, sentDays, share }) =>
      audience !== 'mid' && (row.delete_status ?? 0) === 0 && sentDays < 30 && share > 0.1,
  );
  for (let index = 0; index < count; index += 1) {
    const plan = recent[index % recent.length];
    if (!plan) return;
    // In the order of their coming, over the last day.
    const loggedAt = at.ago((count - index) / count);
    const server = `redirect${1 + (index % 2)}`;
    const agent = random.pick(agents);
    if (index % 10 === 9) yield [server, loggedAt, '0', '1', String(1 + random.below(20)), agent];
    else {
      const log = plan.firstLog + random.below(plan.logs);
      const url = (plan.id - 1) * 3 + 1 + random.below(3);
      yield [server, loggedAt, String(log), String(url), null, agent];
    }
  }
}

/** What the redirection servers noted in the last day and nobody has fetched yet. */
export async function fillTrackingQueue(
  sink: Sink,
  plans: readonly DeliveryPlan[],
  count: number,
  at: Instants,
): Promise<void> {
  const columns = ['server', 'logged_at', 'broad_log', 'tracking_url', 'visitor', 'user_agent'];
  await sink.fill('nms_tracking_queue', ['tracking_queue_id', ...columns], numbered(lines(plans, count, at)));
}

/** What is known of bounces and domains: rules of the service, of operators, and messages nobody has looked at. */
export async function fillDeliverability(sink: Sink, at: Instants): Promise<void> {
  const rule = { last_modified_at: at.ago(60) };
  await fillRecords(
    sink,
    'nms_bounce_rule',
    [
      { bounce_rule_id: 1, name: 'userUnknown', pattern: '550 5.1.1%', reason: 1, source: 'service' },
      { bounce_rule_id: 2, name: 'mailboxFull', pattern: '452 4.2.2%', reason: 5, source: 'service' },
      { bounce_rule_id: 3, name: 'ours', pattern: '554 policy%', reason: 20, source: 'operator' },
    ],
    rule,
  );
  await fillRecords(
    sink,
    'nms_inbound_mail_rule',
    [
      { inbound_mail_rule_id: 1, name: 'outOfOffice', pattern: 'Out of office%', reason: 0, source: 'operator' },
      { inbound_mail_rule_id: 2, name: 'complaint', pattern: 'Abuse report%', reason: 8, source: 'service' },
    ],
    rule,
  );
  await fillRecords(
    sink,
    'nms_known_domain',
    ['example.org', 'example.net', 'example.com'].map((domain, index) => ({
      known_domain_id: index + 1,
      domain,
      mx_pattern: `*.mail.${domain}`,
      ...rule,
    })),
  );
}
