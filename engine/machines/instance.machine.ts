import { createMachine } from 'xstate';
import type { InstanceStatus } from '../model/instance.ts';
import { createStep } from './step.ts';

/** What can happen to an instance's life cycle. */
export type InstanceLifecycleEvent = 'pause' | 'drained' | 'resume' | 'stop' | 'stopped' | 'kill' | 'finish' | 'fail';

/** The life cycle of an instance (semantics.md 3): small, static, without context. */
export const instanceMachine = createMachine({
  id: 'instance',
  initial: 'running',
  states: {
    running: { on: { pause: 'pausing', stop: 'stopping', kill: 'stopped', finish: 'finished', fail: 'failed' } },
    pausing: {
      on: {
        drained: 'paused',
        resume: 'running',
        stop: 'stopping',
        kill: 'stopped',
        finish: 'finished',
        fail: 'failed',
      },
    },
    paused: { on: { resume: 'running', stop: 'stopping', kill: 'stopped', finish: 'finished', fail: 'failed' } },
    stopping: { on: { stopped: 'stopped', kill: 'stopped' } },
    stopped: { type: 'final' },
    finished: { type: 'final' },
    failed: { type: 'final' },
  },
});

/** The status after a life-cycle event, or undefined where the status does not accept it. */
export const stepInstance = createStep<InstanceStatus, InstanceLifecycleEvent>(instanceMachine);
