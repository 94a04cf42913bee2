import type { TaskStatus } from '../../../engine/model/task.ts';
import type { InstanceView } from '../../../server/contract/instanceView.ts';

/** A task that does not go on by itself. */
export interface StuckTask {
  readonly id: string;
  readonly status: TaskStatus;
  /** It can be executed now: what waits for an answer, a signal or other instances cannot. */
  readonly runs: boolean;
}

const stuck: ReadonlySet<TaskStatus> = new Set(['failed', 'held', 'waiting', 'retrying']);

/**
 * Looks for a task of an activity that does not go on by itself.
 * @returns the first one, or nothing
 */
export function stuckTask(view: Pick<InstanceView, 'tasks'>, activity: string): StuckTask | undefined {
  const found = Object.entries(view.tasks).find(([, task]) => task.activity === activity && stuck.has(task.status));
  if (!found) return undefined;
  const [id, { status, waitsForTime }] = found;
  return { id, status, runs: status !== 'waiting' || waitsForTime === true };
}
