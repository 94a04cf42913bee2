import type { TaskId } from '../model/ids.ts';
import type { Json } from '../model/json.ts';
import type { WorkTable } from '../model/workTable.ts';
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
  /** The values that a task begins children for, numbered from `from`; or the rows of a work table, from 0. */
  | { readonly type: 'keepItems'; readonly task: TaskId; readonly from: number; readonly values: readonly Json[] }
  | { readonly type: 'keepRows'; readonly task: TaskId; readonly workTable: WorkTable }
  /** Children of these items shall begin. */
  | { readonly type: 'beginChildren'; readonly task: TaskId; readonly items: readonly number[] }
  /** The children that a task has begun shall pause, go on, or stop; it waits for their end all the same. */
  | { readonly type: 'pauseChildren' | 'resumeChildren' | 'stopChildren'; readonly task: TaskId }
  /** Nobody waits for a task's children any more: they are stopped, and none begins. */
  | { readonly type: 'leaveChildren'; readonly task: TaskId; readonly unconditionally: boolean }
  /** Supervisors are told that the instance needs a person (semantics.md 10). */
  | {
      readonly type: 'tellSupervisors';
      readonly group: string;
      readonly title: string;
      readonly message: string;
      /** When they are told again, unless that is taken back. */
      readonly againMs?: number;
    }
  | { readonly type: 'stopReminding' }
  /** Those of a group, or operators, are told that a task waits for their answer. */
  | {
      readonly type: 'tellAsked';
      readonly group?: string;
      readonly to: readonly string[];
      readonly title: string;
      readonly message: string;
    };

/** The commands that are about children. */
export type ChildCommand = Extract<
  Command,
  {
    type:
      | 'keepItems'
      | 'keepRows'
      | 'beginChildren'
      | 'pauseChildren'
      | 'resumeChildren'
      | 'stopChildren'
      | 'leaveChildren';
  }
>;

const childCommands: ReadonlySet<string> = new Set<ChildCommand['type']>([
  'keepItems',
  'keepRows',
  'beginChildren',
  'pauseChildren',
  'resumeChildren',
  'stopChildren',
  'leaveChildren',
]);

/** Whether a command is about children. */
export const isChildCommand = (command: Command): command is ChildCommand => childCommands.has(command.type);
