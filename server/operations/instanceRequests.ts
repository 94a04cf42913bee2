import type { ActivityId, TaskId } from '../../engine/model/ids.ts';
import type { InstanceStatus } from '../../engine/model/instance.ts';
import type { Variables } from '../../engine/model/json.ts';
import type { InstanceDetail } from '../contract/instances.ts';
import type { RequestPayload } from '../contract/requestPayloads.ts';
import type { Operation, Request } from '../contract/requests.ts';
import type { Right } from '../contract/rights.ts';
import { requireRight } from './actor.ts';
import type { Actor } from './actor.ts';
import { instanceIdFor } from './beginInstance.ts';
import { requireWorkflowRight } from './lifeCycle.ts';
import { invalid, notFound } from './requestError.ts';
import { ask, refuseUnlessPending } from './requests.ts';
import type { Resources } from './resources.ts';

type InstanceOperation = Exclude<
  Operation,
  'startWorkflow' | 'pauseWorkflow' | 'resumeWorkflow' | 'stopWorkflow' | 'holdSchedule' | 'releaseSchedule' | 'runNow'
>;
type InstancePayload = Extract<RequestPayload, { operation: InstanceOperation }>;

const ended: readonly InstanceStatus[] = ['stopped', 'finished', 'failed'];

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
  runTask: { right: 'runAgain', refusedIn: ended },
  skipTask: { right: 'skip', refusedIn: ended },
  holdActivity: { right: 'controlInstance', refusedIn: ended },
  releaseActivity: { right: 'controlInstance', refusedIn: ended },
  setVariables: { right: 'modify', refusedIn: [...ended, 'stopping', 'pausing', 'running'] },
  acknowledge: { right: 'acknowledge', refusedIn: [] },
};

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

async function askInstance(
  resources: Resources,
  actor: Actor,
  { id, payload, task }: InstanceAsking,
): Promise<Request> {
  const rule = rules[payload.operation];
  requireRight(actor, rule.right);
  const known = await statusOf(resources, id);
  if (known !== 'coming' && rule.refusedIn.includes(known.status)) {
    const refusal = { state: known.status, detail: `Instance ${id} is ${known.status}.` };
    await refuseUnlessPending(resources, { instance: id }, refusal);
  }
  const workflow = known === 'coming' ? null : known.workflow;
  const asking = { payload, workflow, instance: id, ...(task === undefined ? {} : { task }) };
  const request = await ask(resources, actor, asking);
  if (payload.operation === 'stop' || payload.operation === 'kill') resources.worker.enforceStop(id);
  return request;
}

async function requireActivity({ inbox }: Resources, instance: InstanceDetail, activity: ActivityId): Promise<void> {
  const version = await inbox.versions.find(instance.workflow, instance.version);
  if (!version || Object.hasOwn(version.definition.activities, activity)) return;
  const message = `Version ${instance.version} of ${instance.workflow} has no activity "${activity}".`;
  throw invalid([
    { pointer: '/activity', message, hint: `It has ${Object.keys(version.definition.activities).join(', ')}.` },
  ]);
}

interface Restarting {
  readonly version: 'same' | 'newest';
  readonly from?: ActivityId | undefined;
}

/** A restart stops what still runs and begins anew: it needs the rights to both. */
async function restart(resources: Resources, actor: Actor, id: string, restarting: Restarting): Promise<Request> {
  requireRight(actor, 'runAgain');
  const known = await resources.engine.instance(id);
  if (!known) throw notFound('instance', id);
  await requireWorkflowRight(resources, actor, known.workflow, { right: 'runAgain', technical: 'startTechnical' });
  if (!ended.includes(known.status)) requireRight(actor, 'controlInstance');
  const { version, from } = restarting;
  if (from !== undefined && version === 'same') await requireActivity(resources, known, from);
  const instance = instanceIdFor(resources, actor);
  const payload = { operation: 'restart' as const, instance, version, ...(from === undefined ? {} : { from }) };
  return askInstance(resources, actor, { id, payload });
}

async function setExecution(
  resources: Resources,
  actor: Actor,
  { id, operation, activity }: { id: string; operation: 'holdActivity' | 'releaseActivity'; activity: ActivityId },
): Promise<Request> {
  requireRight(actor, rules[operation].right);
  const known = await statusOf(resources, id);
  if (known !== 'coming') await requireActivity(resources, known, activity);
  return askInstance(resources, actor, { id, payload: { operation, activity } });
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
  restart: (actor: Actor, id: string, restarting: Restarting) => restart(resources, actor, id, restarting),
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
  askTask: (actor: Actor, asking: InstanceAsking) => askInstance(resources, actor, asking),
});
