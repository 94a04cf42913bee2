import type { Entry } from '../../engine/model/entry.ts';
import type { Progress } from '../../engine/model/task.ts';
import type { ApplyEntry } from '../../server/contract/instanceView.ts';
import type { ProblemDetails } from '../../server/contract/problemDetails.ts';
import { watchAnswerSchema, type Watch, type WatchAnswer } from '../../server/contract/stream.ts';
import { createStore, type Store } from './store.ts';
import { absorbEntries, beginWatching, showProgress, type WatchedInstance } from './watchedInstance.ts';
import type { Wire } from './wire.ts';

/** What is known of a watched instance: nothing yet, the instance, or why it is refused. */
export interface WatchState {
  readonly watched?: WatchedInstance;
  readonly problem?: ProblemDetails;
}

interface Watching {
  readonly store: Store<WatchState>;
  watchers: number;
  /** A question is on its way; batches that come meanwhile are kept for after its answer. */
  asking: boolean;
  readonly kept: Entry[];
}

/** The instances that are watched, each kept whole over holes and reconnects. */
export interface InstanceWatches {
  readonly of: (id: string) => Store<WatchState>;
  readonly begin: (id: string) => void;
  readonly end: (id: string) => void;
  readonly absorb: (id: string, batch: readonly Entry[]) => void;
  readonly progress: (id: string, activity: string, progress: Progress) => void;
  /** The line is back: asks for what was missed. */
  readonly again: () => void;
}

/** What the watches work with. */
export interface Surroundings {
  readonly wire: Wire;
  readonly apply: ApplyEntry;
  /** Told the protocol's version with each answer. */
  readonly onProtocol: (version: number) => void;
  /** Told when an answer is not what the contract says. */
  readonly onUnreadable: () => void;
}

/** A question that got no answer is asked again after this long. */
const retryMs = 1_000;

const createWatching = (): Watching => ({ store: createStore<WatchState>({}), watchers: 0, asking: false, kept: [] });

/** Keeps one instance: what arrives, what is missing, what the server answers. */
const createKeeper = (id: string, { wire, apply, onProtocol, onUnreadable }: Surroundings) => {
  const watching = createWatching();

  const absorb = (batch: readonly Entry[]): void => {
    const { watched } = watching.store.getSnapshot();
    if (watching.asking || !watched) {
      watching.kept.push(...batch);
      return;
    }
    const next = absorbEntries(watched, batch, apply);
    if (next.watched !== watched) watching.store.set({ watched: next.watched });
    if (next.gap) void ask();
  };

  const take = (answer: WatchAnswer): void => {
    onProtocol(answer.protocol);
    if (answer.status === 'refused') watching.store.set({ problem: answer.problem });
    if (answer.status === 'snapshot')
      watching.store.set({ watched: beginWatching(answer.view, watching.store.getSnapshot().watched) });
    absorb([...(answer.status === 'entries' ? answer.entries : []), ...watching.kept.splice(0)]);
  };

  const ask = async (): Promise<void> => {
    if (watching.asking) return;
    watching.asking = true;
    const seq = watching.store.getSnapshot().watched?.view.seq;
    const message: Watch = seq === undefined ? { instance: id } : { instance: id, after: seq };
    const answer: unknown = await wire.ask('watch', message).catch(() => undefined);
    watching.asking = false;
    if (watching.watchers === 0) return;
    const read = watchAnswerSchema.safeParse(answer);
    if (read.success) take(read.data);
    else if (answer === undefined) setTimeout(() => void ask(), retryMs);
    else onUnreadable();
  };

  return { watching, absorb, ask };
};

/**
 * Creates the watches over a wire.
 * @returns them; nothing is asked before somebody watches
 */
export function createInstanceWatches(surroundings: Surroundings): InstanceWatches {
  const keepers = new Map<string, ReturnType<typeof createKeeper>>();
  const keeperOf = (id: string) => {
    const keeper = keepers.get(id) ?? createKeeper(id, surroundings);
    keepers.set(id, keeper);
    return keeper;
  };
  const end = (id: string): void => {
    const { watching } = keeperOf(id);
    watching.watchers -= 1;
    // What is known is kept: whoever comes back asks only for what was missed.
    if (watching.watchers === 0) surroundings.wire.emit('unwatch', { instance: id });
  };
  return {
    of: (id) => keeperOf(id).watching.store,
    begin: (id) => {
      const keeper = keeperOf(id);
      keeper.watching.watchers += 1;
      if (keeper.watching.watchers === 1) void keeper.ask();
    },
    end,
    absorb: (id, batch) => keepers.get(id)?.absorb(batch),
    progress: (id, activity, progress) => {
      const store = keepers.get(id)?.watching.store;
      const watched = store?.getSnapshot().watched;
      if (store && watched) store.set({ watched: showProgress(watched, activity, progress) });
    },
    again: () => {
      for (const keeper of keepers.values()) if (keeper.watching.watchers > 0) void keeper.ask();
    },
  };
}
