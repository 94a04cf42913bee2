import type { ActivityId, TaskId } from '../../engine/model/ids.ts';
import type { InstanceStatus } from '../../engine/model/instance.ts';
import type { Variables } from '../../engine/model/json.ts';
import type { InstanceDetail } from '../contract/instances.ts';
import type { RequestPayload } from '../contract/requestPayloads.ts';
import type { Addressee, handOverBodySchema, Operation, Request } from '../contract/requests.ts';
import type { Right } from '../contract/rights.ts';
import type { z } from 'zod';
import { requireRight } from './actor.ts';
import type { Actor } from './actor.ts';
import { requireActivity } from './instanceVersion.ts';
import type { WorkflowOperation } from './lifeCycle.ts';
import { invalid, notFound } from './requestError.ts';
import { ask, refuseUnlessPending } from './requests.ts';
import type { Resources } from './resources.ts';

/** Of what is asked of neither a known instance nor the life of a workflow. */
type ElsewhereOperation = 'runNow' | 'backfill' | 'stopBackfill' | 'redirectSignal' | 'keepMail';
export type InstanceOperation = Exclude<Operation, WorkflowOperation | ElsewhereOperation>;
type InstancePayload = Extract<RequestPayload, { operation: InstanceOperation }>;

const ended: readonly InstanceStatus[] = ['stopped', 'finished', 'failed'];

export const hasEnded = (status: InstanceStatus): boolean => ended.includes(status);

interface Rule {
  readonly right: Right;
  /** The statuses that obviously do not allow it. */
  readonly refusedIn: readonly InstanceStatus[];
}

const rules: Readonly<Record<InstanceOperation, Rule>> = {
  pause: { right: 'controlInstance', refusedIn: [...ended, 'stopping'] },
  resume: { right: 'resume', refusedIn: [...ended, 'stopping', 'running'] },
  stop: { right: 'controlInstance', refusedIn: [...ended, 'stopping'] },
  kill: { right: 'kill', refusedIn: ended },
  restart: { right: 'runAgain', refusedIn: [] },
  runPending: { right: 'runAgain', refusedIn: [...ended, 'stopping', 'pausing', 'paused'] },
  runTask: { right: 'runAgain', refusedIn: [...ended, 'stopping'] },
  skipTask: { right: 'skip', refusedIn: [...ended, 'stopping'] },
  holdActivity: { right: 'controlInstance', refusedIn: [...ended, 'stopping'] },
  releaseActivity: { right: 'controlInstance', refusedIn: [...ended, 'stopping'] },
  answer: { right: 'answer', refusedIn: [...ended, 'stopping'] },
  setVariables: { right: 'modify', refusedIn: [...ended, 'stopping', 'pausing', 'running'] },
  acknowledge: { right: 'acknowledge', refusedIn: [] },
  handOver: { right: 'acknowledge', refusedIn: [] },
};

/** The right that an operation needs. */
export const rightTo = (operation: InstanceOperation): Right => rules[operation].right;

/** Why the status of an instance obviously does not allow an operation. */
export const statusRefusal = (
  operation: InstanceOperation,
  { id, status }: Pick<InstanceDetail, 'id' | 'status'>,
): string | undefined => (rules[operation].refusedIn.includes(status) ? `Instance ${id} is ${status}.` : undefined);

interface InstanceAsking {
  readonly id: string;
  readonly payload: InstancePayload;
  readonly task?: string;
}

/** An instance that a worker knows, or one whose beginning is on its way. */
async function statusOf({ inbox, engine }: Resources, id: string): Promise<InstanceDetail | 'coming'> {
  const known = await engine.instance(id);
  if (known) return known;
  const begins = (await inbox.requests.newestOf({ instance: id }, 100)).at(-1);
  const outcome = begins && (await engine.requestOutcome(begins.id));
  if (begins?.payload.operation === 'runNow' && outcome?.status !== 'refused') return 'coming';
  throw notFound('instance', id);
}

/** Asks something of an instance, for whoever may. */
export async function askInstance(
  resources: Resources,
  actor: Actor,
  { id, payload, task }: InstanceAsking,
): Promise<Request> {
  const rule = rules[payload.operation];
  requireRight(actor, rule.right);
  const known = await statusOf(resources, id);
  const detail = known === 'coming' ? undefined : statusRefusal(payload.operation, known);
  if (known !== 'coming' && detail !== undefined)
    await refuseUnlessPending(resources, { instance: id }, { state: known.status, detail });
  const workflow = known === 'coming' ? null : known.workflow;
  const asking = { payload, workflow, instance: id, ...(task === undefined ? {} : { task }) };
  const request = await ask(resources, actor, asking);
  if (payload.operation === 'stop' || payload.operation === 'kill') resources.worker.enforceStop(id);
  return request;
}

async function setExecution(
  resources: Resources,
  actor: Actor,
  { id, operation, activity }: { id: string; operation: 'holdActivity' | 'releaseActivity'; activity: ActivityId },
): Promise<Request> {
  requireRight(actor, rules[operation].right);
  const known = await statusOf(resources, id);
  if (known !== 'coming') await requireActivity(resources, known, { activity, pointer: '/activity' });
  return askInstance(resources, actor, { id, payload: { operation, activity } });
}

/** Why nobody would be told; undefined where somebody is. */
export async function addresseeFault({ inbox }: Resources, to: Addressee): Promise<string | undefined> {
  if ('group' in to) {
    const group = await inbox.groups.find(to.group);
    if (!group) return `There is no group "${to.group}".`;
    return group.members.length > 0 ? undefined : `Nobody is in the group "${to.group}".`;
  }
  const operator = await inbox.operators.find(to.operator);
  if (!operator) return `There is no operator "${to.operator}".`;
  return operator.disabled ? `${to.operator} cannot sign in any more.` : undefined;
}

/** To somebody who is told: what is handed to nobody would be forgotten. */
async function handOver(
  resources: Resources,
  actor: Actor,
  { id, to, note }: { id: string } & z.infer<typeof handOverBodySchema>,
): Promise<Request> {
  requireRight(actor, rules.handOver.right);
  const message = await addresseeFault(resources, to);
  const pointer = 'group' in to ? '/to/group' : '/to/operator';
  if (message !== undefined)
    throw invalid([{ pointer, message, hint: 'Name a group or an operator who can see to it.' }]);
  return askInstance(resources, actor, { id, payload: { operation: 'handOver', to, note } });
}

export const createInstanceRequestOperations = (resources: Resources) => ({
  pause: (
    actor: Actor,
    id: string,
    { reason, untilMs }: { reason?: string | undefined; untilMs?: number | undefined },
  ) =>
    askInstance(resources, actor, {
      id,
      payload: {
        operation: 'pause',
        ...(reason === undefined ? {} : { reason }),
        ...(untilMs === undefined ? {} : { untilMs }),
      },
    }),
  resume: (actor: Actor, id: string, version?: number) =>
    askInstance(resources, actor, {
      id,
      payload: { operation: 'resume', ...(version === undefined ? {} : { version }) },
    }),
  stop: (actor: Actor, id: string) => askInstance(resources, actor, { id, payload: { operation: 'stop' } }),
  kill: (actor: Actor, id: string, reason?: string) =>
    askInstance(resources, actor, { id, payload: { operation: 'kill', ...(reason === undefined ? {} : { reason }) } }),
  runPending: (actor: Actor, id: string, task?: TaskId) =>
    askInstance(resources, actor, {
      id,
      payload: { operation: 'runPending', ...(task === undefined ? {} : { task }) },
    }),
  setExecution: (actor: Actor, asking: Parameters<typeof setExecution>[2]) => setExecution(resources, actor, asking),
  setVariables: (actor: Actor, id: string, vars: Variables) =>
    askInstance(resources, actor, { id, payload: { operation: 'setVariables', vars } }),
  acknowledge: (actor: Actor, id: string) =>
    askInstance(resources, actor, { id, payload: { operation: 'acknowledge' } }),
  handOver: (actor: Actor, asking: Parameters<typeof handOver>[2]) => handOver(resources, actor, asking),
  askTask: (actor: Actor, asking: InstanceAsking) => askInstance(resources, actor, asking),
});
