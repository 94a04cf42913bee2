import type { InstanceStatus } from '../../engine/model/instance.ts';
import type { ActivityView } from '../../server/contract/instanceView.ts';

/** How an activity of an instance is drawn: each has its hue and its shape (ux.md, screen 4). */
export type DrawnStatus =
  | 'notReached'
  | 'ready'
  | 'running'
  | 'waiting'
  | 'retrying'
  | 'held'
  | 'paused'
  | 'done'
  | 'warning'
  | 'failed'
  | 'skipped'
  | 'cancelled';

/** The hue of a drawn status, as `editor/ui/tokens.css` names it. */
export type Hue = 'idle' | 'running' | 'done' | 'waiting' | 'failed' | 'held';

const hues: Readonly<Record<DrawnStatus, Hue>> = {
  notReached: 'idle',
  ready: 'idle',
  running: 'running',
  waiting: 'waiting',
  retrying: 'waiting',
  held: 'held',
  paused: 'waiting',
  done: 'done',
  warning: 'waiting',
  failed: 'failed',
  skipped: 'idle',
  cancelled: 'idle',
};

/** The hue that a status is drawn in. */
export const hueOf = (status: DrawnStatus): Hue => hues[status];

const isHalted = (status: InstanceStatus | undefined) => status === 'paused' || status === 'pausing';

/**
 * What is drawn for an activity: the liveliest of its tasks. What would start at once but for a pause shows the pause;
 * what is done after failed attempts shows that it was not smooth.
 */
export function drawnStatus(view: ActivityView | undefined, instance: InstanceStatus | undefined): DrawnStatus {
  if (view?.status === undefined) return 'notReached';
  switch (view.status) {
    case 'pending':
      return isHalted(instance) ? 'paused' : 'ready';
    case 'done':
      return view.failure ? 'warning' : 'done';
    default:
      return view.status;
  }
}

/** How many tasks of an activity there were, ended ones included. */
export function taskCount(view: ActivityView | undefined): number {
  return Object.values(view?.counts ?? {}).reduce<number>((sum, count) => sum + count, 0);
}

/** How far a task is, from 0 to 1; undefined where nobody can tell. */
export function progressShare(view: ActivityView | undefined): number | undefined {
  const progress = view?.progress;
  if (!progress?.total) return undefined;
  return Math.min(1, progress.rows / progress.total);
}
