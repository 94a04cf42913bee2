import { requestIdSchema } from '../../engine/model/ids.ts';
import type { RequestId } from '../../engine/model/ids.ts';
import type { InstanceStatus } from '../../engine/model/instance.ts';
import type { RequestPayload } from '../contract/requestPayloads.ts';
import type { Operation, Request } from '../contract/requests.ts';
import { requireRight } from './actor.ts';
import type { Actor } from './actor.ts';
import { audit } from './audit.ts';
import { isoOf } from './ports/clock.ts';
import type { RequestOutcome } from './ports/engineReader.ts';
import type { RequestRecord } from './ports/inbox.ts';
import { notFound, stateConflict } from './requestError.ts';
import type { Resources } from './resources.ts';

/** What is asked, and of whom. */
export interface Asking {
  readonly payload: RequestPayload;
  /** What the audit trail shows of it, where that is not all. */
  readonly shown?: RequestPayload;
  readonly workflow: string | null;
  readonly instance: string | null;
  readonly task?: string;
  /** What the audit trail says was done to what, where that is neither a workflow's nor an instance's matter. */
  readonly audited?: { readonly action: string; readonly subject: string };
}

const settledAs = ({ status, reason, code, settledAtMs }: RequestOutcome) => ({
  status,
  reason,
  code,
  settledAt: isoOf(settledAtMs),
});

/** The instance that it begins. */
const begins = (payload: RequestPayload): string | null =>
  payload.operation === 'runNow' || payload.operation === 'restart' ? payload.instance : null;

/** How far a request has come: without an outcome no worker has settled it yet. */
export function describeRequest(record: RequestRecord, outcome: RequestOutcome | undefined): Request {
  return {
    id: record.id,
    operation: record.payload.operation,
    workflow: record.workflow,
    instance: record.instance,
    newInstance: begins(record.payload),
    task: record.task,
    by: record.by,
    requestedAt: record.requestedAt,
    ...(outcome ? settledAs(outcome) : { status: 'requested', reason: null, code: null, settledAt: null }),
  };
}

/** Where an instance works towards what was asked: it waits for what is in flight, or for its cancelling. */
const underWay: Partial<Record<Operation, InstanceStatus>> = { pause: 'pausing', stop: 'stopping' };

/** Whether a request that a worker took over is not done yet: its instance is on its way, and by no later request. */
async function isUnderWay({ inbox, engine }: Resources, { id, instance, payload }: RequestRecord): Promise<boolean> {
  const { operation } = payload;
  const status = underWay[operation];
  if (status === undefined || instance === null) return false;
  if ((await engine.summary(instance))?.status !== status) return false;
  const newest = await inbox.requests.newestOf({ instance }, 20);
  const alike = newest.filter((one) => one.payload.operation === operation);
  for (const one of alike) {
    if (one.id === id) return true;
    if ((await engine.requestOutcome(one.id))?.status === 'applied') return false;
  }
  return false;
}

/** The id of what an actor asks: the same again where the asking is a repetition. */
export function requestIdFor({ ids }: Resources, actor: Actor): RequestId {
  const { operator, idempotencyKey: key } = actor;
  return requestIdSchema.parse(key === undefined ? ids.next() : ids.derived(`request\n${operator}\n${key}`));
}

const subjectOf = ({ task, instance, workflow }: Asking): string => {
  if (task !== undefined) return `task/${task}`;
  return instance === null ? `workflow/${workflow ?? ''}` : `instance/${instance}`;
};

/** Writes a request durably and tells the worker; asking the same again under the same key writes nothing. */
export async function ask(resources: Resources, actor: Actor, asking: Asking): Promise<Request> {
  const { inbox, engine, clock, worker } = resources;
  const id = requestIdFor(resources, actor);
  const record: RequestRecord = {
    id,
    workflow: asking.workflow,
    instance: asking.instance,
    task: asking.task ?? null,
    payload: asking.payload,
    by: actor.operator,
    requestedAt: isoOf(clock.nowMs()),
  };
  const stored = await inbox.change(async (stores) => {
    const known = await stores.requests.find(id);
    if (known) return known;
    await stores.requests.add(record);
    const deed = {
      action: asking.payload.operation,
      subject: subjectOf(asking),
      ...asking.audited,
      after: JSON.stringify(asking.shown ?? asking.payload),
    };
    await audit(stores, { by: actor.operator, atMs: clock.nowMs() }, deed);
    return record;
  });
  worker.nudge();
  return describeRequest(stored, stored === record ? undefined : await engine.requestOutcome(id));
}

/**
 * Refuses at once what the present status does not allow, unless a request that is still on its way may change it:
 * then the worker decides, which sees them in order.
 * @throws RequestError `state-conflict`, naming the status.
 */
export async function refuseUnlessPending(
  { inbox, engine }: Resources,
  about: { instance: string } | { workflow: string },
  refusal: { state: string; detail: string },
): Promise<void> {
  const newest = await inbox.requests.newestOf(about, 5);
  const outcomes = await Promise.all(newest.map(({ id }) => engine.requestOutcome(id)));
  if (outcomes.every((outcome) => outcome !== undefined && outcome.status !== 'accepted')) {
    throw stateConflict(refusal.state, refusal.detail);
  }
}

export const createRequestOperations = (resources: Resources) => ({
  get: async (actor: Actor, id: string): Promise<Request> => {
    requireRight(actor, 'view');
    const { inbox, engine } = resources;
    const record = await inbox.requests.find(id);
    if (!record) throw notFound('request', id);
    const described = describeRequest(record, await engine.requestOutcome(id));
    if (described.status !== 'applied' || !(await isUnderWay(resources, record))) return described;
    return { ...described, status: 'accepted', settledAt: null };
  },
});
