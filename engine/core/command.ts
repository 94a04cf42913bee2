import type { TaskId } from '../model/ids.ts';
import type { TimerName } from './input.ts';

/** What the core asks of the shell; stored with the step, performed only after it is committed. */
export type Command =
  /** The task may start: it goes into the run queue. */
  | { readonly type: 'queue'; readonly task: TaskId }
  /** The task may not start (any more). */
  | { readonly type: 'unqueue'; readonly task: TaskId }
  /** What is in flight is cancelled at its source. */
  | { readonly type: 'cancel'; readonly task: TaskId }
  | { readonly type: 'setTimer'; readonly task: TaskId; readonly name: TimerName; readonly dueAtMs: number }
  /** All of a task's timers, or the one of a name. */
  | { readonly type: 'clearTimers'; readonly task: TaskId; readonly name?: TimerName }
  | { readonly type: 'subscribe'; readonly task: TaskId; readonly signal: string; readonly key?: string }
  | { readonly type: 'unsubscribe'; readonly task: TaskId }
  /** A task's failure was ignored by the error policy: the workflow's consecutive failures grow. */
  | { readonly type: 'countFailure' }
  /** The instance finished and no failure was ignored in it: the workflow's consecutive failures begin anew. */
  | { readonly type: 'resetFailures' }
  /** Supervisors are told that the instance needs a person (semantics.md 10). */
  | { readonly type: 'tellSupervisors'; readonly group: string; readonly title: string; readonly message: string };
