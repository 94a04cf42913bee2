import type { Right } from '../contract/rights.ts';
import type { Request } from '../contract/requests.ts';
import type { WorkflowStatus } from '../contract/workflows.ts';
import { requireRight } from './actor.ts';
import type { Actor } from './actor.ts';
import { notFound, stateConflict } from './requestError.ts';
import { ask, refuseUnlessPending } from './requests.ts';
import type { Resources } from './resources.ts';

/** What can be asked of a workflow as a whole. */
export type WorkflowOperation =
  'startWorkflow' | 'pauseWorkflow' | 'resumeWorkflow' | 'stopWorkflow' | 'holdSchedule' | 'releaseSchedule';

interface Rule {
  readonly right: Right;
  /** The right that a technical workflow needs instead. */
  readonly technical?: Right;
  readonly allowed: readonly WorkflowStatus[];
}

const rules: Readonly<Record<WorkflowOperation, Rule>> = {
  startWorkflow: { right: 'start', technical: 'startTechnical', allowed: ['draft', 'stopped'] },
  pauseWorkflow: { right: 'pause', technical: 'pauseTechnical', allowed: ['started'] },
  resumeWorkflow: { right: 'resume', allowed: ['paused'] },
  stopWorkflow: { right: 'stopWorkflow', allowed: ['started', 'paused'] },
  holdSchedule: { right: 'pause', technical: 'pauseTechnical', allowed: ['draft', 'started', 'paused', 'stopped'] },
  releaseSchedule: { right: 'pause', technical: 'pauseTechnical', allowed: ['draft', 'started', 'paused', 'stopped'] },
};

/**
 * Checks a right that technical workflows narrow to administrators.
 * @throws RequestError `not-found` or `forbidden`.
 */
export async function requireWorkflowRight(
  { inbox }: Resources,
  actor: Actor,
  name: string,
  rights: { right: Right; technical?: Right },
): Promise<void> {
  const workflow = await inbox.workflows.find(name);
  if (!workflow) throw notFound('workflow', name);
  const version = await inbox.versions.find(name, workflow.version);
  const isTechnical = version?.definition.category === 'technical';
  requireRight(actor, isTechnical ? (rights.technical ?? rights.right) : rights.right);
}

async function requireStatus(
  resources: Resources,
  workflow: string,
  allowed: readonly WorkflowStatus[],
): Promise<void> {
  const published = await resources.inbox.workflows.find(workflow);
  if (published?.version === 0) throw stateConflict('draft', `${workflow} has no published version yet.`);
  const status = (await resources.engine.workflowState(workflow))?.status ?? 'draft';
  if (allowed.includes(status)) return;
  await refuseUnlessPending(resources, { workflow }, { state: status, detail: `${workflow} is ${status}.` });
}

async function askWorkflow(
  resources: Resources,
  actor: Actor,
  asking: { operation: WorkflowOperation; workflow: string; reason?: string | undefined },
): Promise<Request> {
  const { operation, workflow, reason } = asking;
  const rule = rules[operation];
  await requireWorkflowRight(resources, actor, workflow, rule);
  await requireStatus(resources, workflow, rule.allowed);
  const payload = { operation, ...(reason === undefined ? {} : { reason }) };
  const request = await ask(resources, actor, { payload, workflow, instance: null });
  if (operation === 'stopWorkflow') {
    for (const instance of await resources.engine.liveInstances(workflow)) resources.worker.enforceStop(instance);
  }
  return request;
}

export const createLifeCycleOperations = (resources: Resources) => ({
  ask: (actor: Actor, asking: Parameters<typeof askWorkflow>[2]): Promise<Request> =>
    askWorkflow(resources, actor, asking),
});
