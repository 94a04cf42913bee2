import type { InstanceId, TaskId, WorkflowName, ActivityId } from '../model/ids.ts';
import type { Progress } from '../model/task.ts';

/** What has changed, told only after the commit: ids and numbers, bodies come from the store (semantics.md 11). */
export interface Change {
  readonly workflow: WorkflowName;
  readonly instance?: { readonly id: InstanceId; readonly seq: number };
}

/** Tells watchers; losing a message loses nothing. */
export interface Publisher {
  /** Resolves when the message has left this process. */
  changed: (change: Change) => Promise<void>;
  progress: (message: {
    readonly instance: InstanceId;
    readonly task: TaskId;
    readonly activity: ActivityId;
    readonly progress: Progress;
  }) => void;
  /** What web must do in the file that only it writes. */
  webCommands: () => void;
}
