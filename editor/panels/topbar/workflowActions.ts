import type { Right } from '../../../server/contract/rights.ts';
import type { WorkflowSummary } from '../../../server/contract/workflows.ts';

/** What can be done with a workflow as a whole. */
export type WorkflowAction = 'runNow' | 'start' | 'resume' | 'pause' | 'stop';

type Facts = Pick<WorkflowSummary, 'status' | 'category' | 'version'>;

const rightFor = (action: WorkflowAction, technical: boolean): Right => {
  switch (action) {
    case 'runNow':
    case 'start':
      return technical ? 'startTechnical' : 'start';
    case 'resume':
      return 'resume';
    case 'pause':
      return technical ? 'pauseTechnical' : 'pause';
    case 'stop':
      return 'stopWorkflow';
  }
};

const suits = (action: WorkflowAction, { status, version }: Facts): boolean => {
  switch (action) {
    case 'runNow':
      return version > 0;
    case 'start':
      return version > 0 && (status === 'draft' || status === 'stopped');
    case 'resume':
      return status === 'paused';
    case 'pause':
      return status === 'started';
    case 'stop':
      return status === 'started' || status === 'paused';
  }
};

const all: readonly WorkflowAction[] = ['runNow', 'start', 'resume', 'pause', 'stop'];

/**
 * What this session can do with a workflow now; the rest is not shown.
 * @returns the actions in the order of their buttons
 */
export function actionsFor(workflow: Facts, can: (right: Right) => boolean): readonly WorkflowAction[] {
  const technical = workflow.category === 'technical';
  return all.filter((action) => suits(action, workflow) && can(rightFor(action, technical)));
}
