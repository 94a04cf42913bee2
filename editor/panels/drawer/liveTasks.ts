import type { TaskRow } from '../../../server/contract/instances.ts';
import type { TaskStatus } from '../../../engine/model/task.ts';
import type { ActivityView, InstanceView } from '../../../server/contract/instanceView.ts';

/** The last task of an activity: what the view tells of the activity is told of it. */
const withView = (task: TaskRow, seen: ActivityView, status: TaskStatus | undefined): TaskRow => ({
  ...task,
  status: status ?? seen.status ?? task.status,
  progress: seen.progress ?? task.progress,
  failure: seen.failure ?? task.failure,
  // While it lives, rows and duration are those of the task before it.
  recordCount: status === undefined ? (seen.recordCount ?? task.recordCount) : task.recordCount,
  durationMs: status === undefined ? (seen.durationMs ?? task.durationMs) : task.durationMs,
});

/**
 * Puts over the fetched tasks what the live view knows better: their status and progress.
 * @returns the tasks, in the order in which they were made
 */
export function liveTasks(fetched: readonly TaskRow[], view: InstanceView): TaskRow[] {
  return fetched.map((task) => {
    const status = view.tasks[task.id]?.status;
    const seen = view.activities[task.activity];
    if (seen?.lastTask === task.id) return withView(task, seen, status);
    return status === undefined ? task : { ...task, status };
  });
}
