import type { Entry } from '../../engine/model/entry.ts';
import type { InstanceView } from '../contract/instanceView.ts';
import { applyEntry } from '../contract/instanceViewFold.ts';

/** The views of watched instances, folded once and brought forward for each new watcher. */
export interface ViewCache {
  /** The view as of now with its `seq`; undefined where the instance is unknown. */
  readonly current: (instance: string) => Promise<InstanceView | undefined>;
  readonly forget: (instance: string) => void;
}

type History = (instance: string, after: number, limit: number) => Promise<readonly Entry[]>;
const chunk = 500;

/** Folds what is new in parts, so that a long history does not keep the process from answering others. */
async function forward(
  history: History,
  instance: string,
  known: InstanceView | undefined,
): Promise<InstanceView | undefined> {
  const entries = await history(instance, known?.seq ?? 0, chunk);
  const view = entries.reduce<InstanceView | undefined>(applyEntry, known);
  return entries.length < chunk ? view : forward(history, instance, view);
}

export function createViewCache(history: History): ViewCache {
  const views = new Map<string, Promise<InstanceView | undefined>>();
  return {
    current: (instance) => {
      const before = views.get(instance) ?? Promise.resolve(undefined);
      // One after the other: each continues where the one before it ended; a failed one is begun anew.
      const next = before.catch(() => undefined).then((known) => forward(history, instance, known));
      views.set(instance, next);
      next.then((view) => view ?? views.delete(instance)).catch(() => views.delete(instance));
      return next;
    },
    forget: (instance) => {
      views.delete(instance);
    },
  };
}
