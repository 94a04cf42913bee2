import type { InstanceStatus } from '../../engine/model/instance.ts';
import type { TaskStatus } from '../../engine/model/task.ts';
import type { WorkflowStatus } from '../../server/contract/workflows.ts';

/** Every status that is drawn: of tasks, instances and workflows. */
export type AnyStatus = TaskStatus | InstanceStatus | WorkflowStatus;

/** The hue of a status; `tokens.css` has the colours. */
export type Tone = 'idle' | 'running' | 'done' | 'waiting' | 'failed' | 'held';

/** The shape of a status: with the hue it is told apart by the colour-blind too. */
export type Shape =
  'ring' | 'disc' | 'tick' | 'cross' | 'clock' | 'bars' | 'square' | 'hand' | 'dash' | 'slash' | 'hollow' | 'again';

interface Look {
  readonly tone: Tone;
  readonly shape: Shape;
}

const looks: Readonly<Record<AnyStatus, Look>> = {
  pending: { tone: 'idle', shape: 'hollow' },
  running: { tone: 'running', shape: 'ring' },
  waiting: { tone: 'waiting', shape: 'clock' },
  retrying: { tone: 'waiting', shape: 'again' },
  held: { tone: 'held', shape: 'hand' },
  done: { tone: 'done', shape: 'tick' },
  failed: { tone: 'failed', shape: 'cross' },
  cancelled: { tone: 'idle', shape: 'slash' },
  skipped: { tone: 'idle', shape: 'dash' },
  pausing: { tone: 'waiting', shape: 'bars' },
  paused: { tone: 'waiting', shape: 'bars' },
  stopping: { tone: 'idle', shape: 'square' },
  stopped: { tone: 'idle', shape: 'square' },
  finished: { tone: 'done', shape: 'tick' },
  draft: { tone: 'idle', shape: 'hollow' },
  started: { tone: 'running', shape: 'disc' },
};

/**
 * How a status looks everywhere: one hue and one shape each.
 * @returns tone and shape
 */
export function lookOf(status: AnyStatus): Look {
  return looks[status];
}
