import type { SummaryMessage } from '../contract/stream.ts';
import type { Resources } from '../operations/resources.ts';
import { isoOrNull } from '../operations/ports/clock.ts';
import type { ChangedMessage } from '../processes/messages.ts';
import type { LiveConnection } from './liveConnection.ts';

/** Which workflows a list shows. */
export interface ListFilter {
  readonly folder?: string | undefined;
}

/** Tells lists what changed: the newest only, so what a slow client misses is told once, later. */
export interface ListFeed {
  readonly add: (connection: LiveConnection, filter: ListFilter) => void;
  readonly remove: (connection: LiveConnection) => void;
  readonly changed: (message: ChangedMessage) => void;
  readonly close: () => void;
}

interface Follower {
  readonly filter: ListFilter;
  readonly workflows: Set<string>;
  readonly instances: Set<string>;
}

type Reading = Pick<Resources, 'engine' | 'inbox'>;
const paceMs = 250;
const instancesAtOnce = 200;

async function folderOf({ inbox }: Reading, workflow: string): Promise<string> {
  const record = await inbox.workflows.find(workflow);
  const version = record && (await inbox.versions.find(workflow, record.version));
  return version?.definition.folder ?? 'Workflows';
}

const isInFolder = (folder: string, { folder: wanted }: ListFilter): boolean =>
  wanted === undefined || folder === wanted || folder.startsWith(`${wanted}/`);

interface Told {
  readonly folder: string;
  readonly message: SummaryMessage;
}

async function readSummaries(
  reading: Reading,
  about: { workflows: ReadonlySet<string>; instances: readonly string[] },
): Promise<Told[]> {
  const { engine } = reading;
  const found = await Promise.all(about.instances.map((id) => engine.summary(id)));
  const instances = found.filter((instance) => instance !== undefined);
  const names = new Set([...about.workflows, ...instances.map(({ workflow }) => workflow)]);
  const [states, nextDue, live] = await Promise.all([engine.workflowStates(), engine.nextDue(), engine.liveCounts()]);
  const statuses = new Map(states.map(({ workflow, status }) => [workflow, status]));
  const told = await Promise.all(
    [...names].map(async (workflow): Promise<Told[]> => {
      const folder = await folderOf(reading, workflow);
      const own = instances.filter((instance) => instance.workflow === workflow);
      return (own.length > 0 ? own : [null]).map((instance) => ({
        folder,
        message: {
          workflow,
          status: statuses.get(workflow) ?? 'draft',
          nextFiringAt: isoOrNull(nextDue.get(workflow)),
          liveInstances: live.get(workflow) ?? 0,
          instance,
        },
      }));
    }),
  );
  return told.flat();
}

async function tell(reading: Reading, connection: LiveConnection, follower: Follower): Promise<void> {
  const instances = [...follower.instances].slice(0, instancesAtOnce);
  const about = { workflows: new Set(follower.workflows), instances };
  follower.workflows.clear();
  // What does not fit comes with the next tick.
  for (const instance of instances) follower.instances.delete(instance);
  for (const { folder, message } of await readSummaries(reading, about)) {
    if (isInFolder(folder, follower.filter)) connection.summary(message);
  }
}

const isWaiting = ({ workflows, instances }: Follower): boolean => workflows.size + instances.size > 0;

export function createListFeed(reading: Reading, onFault: (error: unknown) => void): ListFeed {
  const followers = new Map<LiveConnection, Follower>();
  const pending: { timer: NodeJS.Timeout | undefined } = { timer: undefined };

  function tick(): void {
    pending.timer = undefined;
    const waiting = [...followers].filter(([, follower]) => isWaiting(follower));
    const ready = waiting.filter(([connection]) => connection.isDrained());
    Promise.all(ready.map(([connection, follower]) => tell(reading, connection, follower))).catch(onFault);
    if (waiting.some(([, follower]) => isWaiting(follower))) schedule();
  }

  function schedule(): void {
    pending.timer ??= setTimeout(tick, paceMs);
  }

  return {
    add: (connection, filter) => {
      followers.set(connection, { filter, workflows: new Set(), instances: new Set() });
    },
    remove: (connection) => {
      followers.delete(connection);
    },
    changed: ({ workflows, instances }) => {
      if (followers.size === 0) return;
      for (const follower of followers.values()) {
        for (const workflow of workflows) follower.workflows.add(workflow);
        for (const { instance } of instances) follower.instances.add(instance);
      }
      schedule();
    },
    close: () => {
      clearTimeout(pending.timer);
      followers.clear();
    },
  };
}
