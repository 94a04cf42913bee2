import type { InstanceStatus } from '../../../engine/model/instance.ts';
import { killOfferedMs } from '../../../server/contract/instances.ts';
import type { Right } from '../../../server/contract/rights.ts';

/** What can be asked of an instance as a whole. */
export type InstanceAction = 'resume' | 'pause' | 'stop' | 'kill' | 'restart';

/** What decides about the actions of an instance. */
export interface InstanceFacts {
  readonly status: InstanceStatus;
  /** Its workflow may be started by administrators only. */
  readonly technical: boolean;
  /** Another instance waits for what it gives: nobody would wait for one that took its place. */
  readonly child: boolean;
  /** How long it has been stopping. */
  readonly stoppingMs: number;
}

const ended: ReadonlySet<InstanceStatus> = new Set(['stopped', 'finished', 'failed']);

const suits = (action: InstanceAction, { status, child, stoppingMs }: InstanceFacts): boolean => {
  switch (action) {
    case 'resume':
      return status === 'paused' || status === 'pausing';
    case 'pause':
      return status === 'running';
    case 'stop':
      return status === 'running' || status === 'pausing' || status === 'paused';
    case 'kill':
      return status === 'stopping' && stoppingMs >= killOfferedMs;
    case 'restart':
      return ended.has(status) && !child;
  }
};

const rightsFor = (action: InstanceAction, technical: boolean): readonly Right[] => {
  switch (action) {
    case 'resume':
      return ['resume'];
    case 'pause':
    case 'stop':
      return ['controlInstance'];
    case 'kill':
      return ['kill'];
    case 'restart':
      return technical ? ['runAgain', 'startTechnical'] : ['runAgain'];
  }
};

const all: readonly InstanceAction[] = ['resume', 'pause', 'stop', 'kill', 'restart'];

/**
 * What this session can ask of an instance now; the rest is not shown.
 * @returns the actions in the order of their buttons
 */
export function instanceActionsFor(facts: InstanceFacts, can: (right: Right) => boolean): readonly InstanceAction[] {
  return all.filter((action) => suits(action, facts) && rightsFor(action, facts.technical).every(can));
}
