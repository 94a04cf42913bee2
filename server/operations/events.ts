import type { EventsAnswer, EventsBody } from '../contract/events.ts';
import { requireRight, type Actor } from './actor.ts';
import { audit } from './audit.ts';
import { isoOf } from './ports/clock.ts';
import { stateConflict } from './requestError.ts';
import type { Resources } from './resources.ts';

const packageName = 'message-center-execution';
const tables = { realTime: 'nms_rt_event', batch: 'nms_batch_event' } as const;
const channels = { email: 0, sms: 1 } as const;

type Event = EventsBody['events'][number];

const rowOf = (event: Event, createdAt: string) => ({
  type: event.type,
  wished_channel: channels[event.channel],
  status: 'pending',
  email: event.email ?? '',
  mobile_phone: event.mobilePhone ?? null,
  language: event.language ?? null,
  context: JSON.stringify(event.context),
  created_at: createdAt,
  scheduled_at: event.scheduledAt === undefined ? null : isoOf(Date.parse(event.scheduledAt)),
  external_id: event.key,
});

async function requireQueues({ engine }: Resources): Promise<void> {
  const found = (await engine.packages()).find(({ name }) => name === packageName);
  if (found?.status === 'installed') return;
  throw stateConflict('not-installed', `There are no queues of events: install the package ${packageName}.`);
}

/**
 * Stores events durably before it is answered; the same key in the same queue is the same event, also within one call, and
 * also when it was processed long ago.
 */
async function receive(resources: Resources, actor: Actor, { queue, events }: EventsBody): Promise<EventsAnswer> {
  const { inbox, engine, clock, worker } = resources;
  const table = tables[queue];
  const atMs = clock.nowMs();
  const at = isoOf(atMs);
  const keys = events.map(({ key }) => key);
  const items = await inbox.change(async (stores) => {
    const waiting = await stores.packageRows.known(table, keys);
    // Read after the inbox: what a worker takes over meanwhile is in one of the two.
    const known = new Set([...waiting, ...(await engine.eventKeys(table, keys))]);
    const answered: EventsAnswer['items'] = [];
    for (const event of events) {
      const { key } = event;
      answered.push({ key, status: known.has(key) ? 'known' : 'received' });
      if (!known.has(key)) await stores.packageRows.add({ table, key, row: rowOf(event, at), receivedAt: at });
      known.add(key);
    }
    const received = answered.filter(({ status }) => status === 'received').length;
    if (received > 0)
      await audit(
        stores,
        { by: actor.operator, atMs },
        { action: 'events', subject: `events/${queue}`, after: String(received) },
      );
    return answered;
  });
  worker.nudge();
  return { items };
}

/** Events of other programs that messages answer. */
export const createEventOperations = (resources: Resources) => ({
  receive: async (actor: Actor, body: EventsBody): Promise<EventsAnswer> => {
    requireRight(actor, 'signal');
    await requireQueues(resources);
    return receive(resources, actor, body);
  },
});
