import { createMachine } from 'xstate';
import type { TaskStatus } from '../model/task.ts';
import { createStep } from './step.ts';

/** What can happen to a task's life cycle. */
export type TaskLifecycleEvent =
  'start' | 'wait' | 'hold' | 'release' | 'retry' | 'again' | 'lose' | 'complete' | 'fail' | 'cancel' | 'skip';

/** The life cycle of a task (semantics.md 4). A failed task may be executed again while its instance lives. */
export const taskMachine = createMachine({
  id: 'task',
  initial: 'pending',
  states: {
    pending: {
      on: {
        start: 'running',
        wait: 'waiting',
        hold: 'held',
        complete: 'done',
        fail: 'failed',
        cancel: 'cancelled',
        skip: 'skipped',
      },
    },
    running: {
      on: {
        complete: 'done',
        fail: 'failed',
        retry: 'retrying',
        lose: 'pending',
        again: 'pending',
        cancel: 'cancelled',
      },
    },
    waiting: { on: { complete: 'done', fail: 'failed', cancel: 'cancelled', skip: 'skipped', again: 'pending' } },
    retrying: { on: { again: 'pending', fail: 'failed', cancel: 'cancelled', skip: 'skipped' } },
    held: { on: { release: 'pending', cancel: 'cancelled', skip: 'skipped' } },
    failed: { on: { again: 'pending', cancel: 'cancelled', skip: 'skipped' } },
    done: { type: 'final' },
    cancelled: { type: 'final' },
    skipped: { type: 'final' },
  },
});

/** The status after a life-cycle event, or undefined where the status does not accept it. */
export const stepTask = createStep<TaskStatus, TaskLifecycleEvent>(taskMachine);
