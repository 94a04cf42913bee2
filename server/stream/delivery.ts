import type { Entry } from '../../engine/model/entry.ts';
import type { HistoryMessage } from '../contract/stream.ts';

/** What a delivery sends through. */
export interface Outlet {
  readonly history: (message: HistoryMessage) => Promise<void>;
  readonly isOpen: () => boolean;
}

/** Brings the histories of the instances that one client watches to it. */
export interface Delivery {
  /** Begins after an entry that the client has; a former watch of the instance ends. */
  readonly add: (instance: string, after: number) => void;
  readonly remove: (instance: string) => void;
  /** Something may be new: up to `seq` where that is known. */
  readonly wake: (instance: string, seq?: number) => void;
  readonly watched: () => readonly string[];
}

interface Watched {
  readonly instance: string;
  sent: number;
  isDirty: boolean;
  lastAtMs: number;
}

/** At most 20 batches a second a watcher. */
const paceMs = 50;
/** Entries in a batch: what a client is behind comes in several. */
const batchSize = 500;

interface Means {
  readonly outlet: Outlet;
  readonly history: (instance: string, after: number, limit: number) => Promise<readonly Entry[]>;
  readonly nowMs: () => number;
  readonly delay: (ms: number) => Promise<void>;
  /** The history cannot be read: the client connects anew and resyncs. */
  readonly onFault: (error: unknown) => void;
}

/** The watch that has waited longest of those that may have something new. */
function nextOf(watches: ReadonlyMap<string, Watched>): Watched | undefined {
  const dirty = [...watches.values()].filter(({ isDirty }) => isDirty);
  return dirty.reduce<Watched | undefined>(
    (first, each) => (first && first.lastAtMs <= each.lastAtMs ? first : each),
    undefined,
  );
}

/** Reads the next batch of a watch and sends it. */
async function deliver(watch: Watched, watches: ReadonlyMap<string, Watched>, means: Means): Promise<void> {
  const { outlet, history, nowMs, delay } = means;
  const waitMs = watch.lastAtMs + paceMs - nowMs();
  if (waitMs > 0) await delay(waitMs);
  if (!outlet.isOpen()) return;
  watch.isDirty = false;
  const entries = await history(watch.instance, watch.sent, batchSize);
  const last = entries.at(-1);
  // Meanwhile the client may have ended this watch, or begun it anew elsewhere in the history.
  if (last === undefined || watches.get(watch.instance) !== watch) return;
  watch.lastAtMs = nowMs();
  watch.sent = last.seq;
  if (entries.length === batchSize) watch.isDirty = true;
  await outlet.history({ instance: watch.instance, entries: [...entries] });
}

/**
 * One batch at a time: it is read from the database when it can be sent, so a slow client costs no memory and keeps
 * nobody waiting; what it missed meanwhile is read together.
 */
export function createDelivery(means: Means): Delivery {
  const { outlet, onFault } = means;
  const watches = new Map<string, Watched>();
  const loop = { isRunning: false };

  async function run(): Promise<void> {
    if (loop.isRunning) return;
    loop.isRunning = true;
    try {
      for (let next = nextOf(watches); next && outlet.isOpen(); next = nextOf(watches)) {
        await deliver(next, watches, means);
      }
    } finally {
      loop.isRunning = false;
    }
  }

  const start = (): void => {
    run().catch(onFault);
  };
  return {
    add: (instance, after) => {
      watches.set(instance, { instance, sent: after, isDirty: true, lastAtMs: 0 });
      start();
    },
    remove: (instance) => {
      watches.delete(instance);
    },
    wake: (instance, seq = Number.MAX_SAFE_INTEGER) => {
      const watch = watches.get(instance);
      if (!watch || seq <= watch.sent) return;
      watch.isDirty = true;
      start();
    },
    watched: () => [...watches.keys()],
  };
}
