import { createMachine } from 'xstate';
import { createStep } from './step.ts';

/** The states of a workflow's life cycle (semantics.md 2). */
export type WorkflowStatus = 'draft' | 'started' | 'paused' | 'stopped';

/** What can happen to a workflow's life cycle. */
export type WorkflowLifecycleEvent = 'start' | 'pause' | 'resume' | 'stop';

/** The life cycle of a workflow: never started, started, paused, stopped. */
export const workflowMachine = createMachine({
  id: 'workflow',
  initial: 'draft',
  states: {
    draft: { on: { start: 'started' } },
    started: { on: { pause: 'paused', stop: 'stopped' } },
    paused: { on: { resume: 'started', stop: 'stopped' } },
    stopped: { on: { start: 'started' } },
  },
});

/** The status after a life-cycle event, or undefined where the status does not accept it. */
export const stepWorkflow = createStep<WorkflowStatus, WorkflowLifecycleEvent>(workflowMachine);
