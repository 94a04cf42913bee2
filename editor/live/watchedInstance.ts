import type { Entry } from '../../engine/model/entry.ts';
import type { Progress } from '../../engine/model/task.ts';
import type { ApplyEntry, InstanceView } from '../../server/contract/instanceView.ts';

/** An instance as this browser has it: the view, and the entries that came since the watch began. */
export interface WatchedInstance {
  readonly view: InstanceView;
  /** Entries that arrived live, in order, none missing, none twice; they follow `firstSeq`, which a snapshot gave. */
  readonly entries: readonly Entry[];
  readonly firstSeq: number;
}

/** What became of a batch: what is known now, and whether a hole shows that something was missed. */
export interface Absorbed {
  readonly watched: WatchedInstance;
  readonly gap: boolean;
}

/**
 * Begins with a snapshot, or begins again: what follows the new snapshot follows nothing that was kept before.
 * @returns the instance as it is watched from there
 */
export function beginWatching(view: InstanceView, before?: WatchedInstance): WatchedInstance {
  return before?.view.seq === view.seq ? { ...before, view } : { view, entries: [], firstSeq: view.seq };
}

/**
 * Takes a batch in: what is known already is left out, and at a hole it stops, so that the caller asks again.
 * @returns the instance after the entries that could be taken
 */
export function absorbEntries(watched: WatchedInstance, batch: readonly Entry[], apply: ApplyEntry): Absorbed {
  const fresh: Entry[] = [];
  const state = { view: watched.view };
  for (const entry of batch) {
    if (entry.seq <= state.view.seq) continue;
    if (entry.seq > state.view.seq + 1) return { watched: append(watched, state.view, fresh), gap: true };
    state.view = apply(state.view, entry);
    fresh.push(entry);
  }
  return { watched: append(watched, state.view, fresh), gap: false };
}

const append = (watched: WatchedInstance, view: InstanceView, fresh: readonly Entry[]): WatchedInstance =>
  fresh.length === 0 ? watched : { ...watched, view, entries: [...watched.entries, ...fresh] };

/**
 * Shows progress that is not committed yet; the next entry overrules it.
 * @returns the view with the progress on its activity
 */
export function showProgress(watched: WatchedInstance, activity: string, progress: Progress): WatchedInstance {
  const before = watched.view.activities[activity];
  if (before?.status !== 'running') return watched;
  const activities = { ...watched.view.activities, [activity]: { ...before, progress } };
  return { ...watched, view: { ...watched.view, activities } };
}
