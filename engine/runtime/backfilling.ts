import { endedBackfill, mostBackfilled, nextBackfilled, type Backfill } from '../core/backfill.ts';
import type { Rejection } from '../core/rejection.ts';
import { schedulesOf } from '../core/schedules.ts';
import type { WorkflowWorld } from '../core/workflowState.ts';
import type { RequestId, WorkflowName } from '../model/ids.ts';
import type { InboxRequest, RequestedOperation } from '../ports/inbox.ts';
import { firingsWithin } from '../time/range.ts';
import { beginInstance } from './beginning.ts';
import { forWorkflow } from './forWorkflow.ts';
import type { Runtime } from './runtime.ts';
import type { Unit } from './unit.ts';
import { graphOf } from './worldFacts.ts';

type Of<Name extends RequestedOperation['operation']> = Extract<RequestedOperation, { operation: Name }>;

/** Keeps a backfill, whose firings begin one after another from then on. */
export async function applyBackfill(
  unit: Unit,
  { id, by, workflow }: InboxRequest,
  { activity, fromMs, untilMs }: Of<'backfill'>,
): Promise<Rejection | undefined> {
  const world = workflow === undefined ? undefined : await worldOf(unit, workflow);
  if (workflow === undefined || !world)
    return { code: 'instance-refuses', message: 'The workflow has no published version.' };
  const armed = schedulesOf(world).get(activity);
  if (!armed) return { code: 'activity-unknown', message: `The newest version has no scheduler "${activity}".` };
  const range = { fromMs, untilMs };
  const { length: total } = firingsWithin(armed.schedule, armed.timeZone, range, mostBackfilled);
  if (total > mostBackfilled)
    return { code: 'too-large', message: `There are more than ${String(mostBackfilled)} firings in that range.` };
  const asked = { id, workflow, activity, ...range, total, by, askedAtMs: world.nowMs };
  await unit.tx.saveBackfill({ ...asked, status: 'running', begun: 0 });
  unit.workflowChanged(workflow);
  return undefined;
}

/** No further firing begins; what has begun is an instance like any other. */
export async function stopBackfill(unit: Unit, id: RequestId, by: string): Promise<Rejection | undefined> {
  const backfill = await unit.tx.backfill(id);
  if (!backfill) return { code: 'instance-refuses', message: `There is no backfill ${id}.` };
  if (backfill.status !== 'running')
    return { code: 'instance-refuses', message: `The backfill is ${backfill.status} already.` };
  await end(unit, backfill, { status: 'stopped', reason: `Stopped by ${by}.` });
  return undefined;
}

/** A workflow that is stopped makes up for nothing any more. */
export async function stopBackfills(unit: Unit, workflow: WorkflowName): Promise<void> {
  for (const backfill of await unit.tx.runningBackfills(workflow))
    await end(unit, backfill, { status: 'stopped', reason: 'the workflow was stopped' });
}

/** Begins the next firing of each backfill whose last instance has ended. */
export async function takeBackfills(runtime: Runtime): Promise<boolean> {
  const took: boolean[] = [];
  for (const id of await runtime.store.dueBackfills()) {
    const backfill = await runtime.store.backfill(id);
    if (backfill) took.push(await forWorkflow(runtime, backfill.workflow, (unit) => goOn(unit, id)));
  }
  return took.includes(true);
}

async function goOn(unit: Unit, id: RequestId): Promise<void> {
  const backfill = await unit.tx.backfill(id);
  if (backfill?.status !== 'running') return;
  const world = await worldOf(unit, backfill.workflow);
  const next = world
    ? nextBackfilled(world, backfill)
    : { type: 'stopped' as const, reason: 'the workflow was deleted' };
  if (next.type === 'due') await begin(unit, backfill, next.dueAtMs);
  else await end(unit, backfill, { status: next.type, ...('reason' in next && { reason: next.reason }) });
}

async function begin(unit: Unit, backfill: Backfill, dueAtMs: number): Promise<void> {
  const { id, workflow, activity, by } = backfill;
  const instance = unit.runtime.ids.instance();
  const refusal = await beginInstance(unit, {
    instance,
    workflow,
    entries: [activity],
    activity,
    dueAtMs,
    reason: 'backfill',
    by,
    request: id,
  });
  const firing = { workflow, activity, dueAtMs, backfill: id };
  if (refusal) await unit.tx.saveFiring({ ...firing, status: 'skipped', reason: refusal.message });
  else await unit.tx.saveFiring({ ...firing, status: 'begun', reason: 'backfill', instance });
  const begun = { ...backfill, begun: backfill.begun + 1, lastDueAtMs: dueAtMs };
  await unit.tx.saveBackfill(refusal ? begun : { ...begun, instance });
  unit.workflowChanged(workflow);
}

async function end(
  unit: Unit,
  backfill: Backfill,
  { status, reason }: { readonly status: 'finished' | 'stopped'; readonly reason?: string },
): Promise<void> {
  const nowMs = unit.runtime.clock.nowMs();
  await unit.tx.saveBackfill(endedBackfill(backfill, status, { nowMs, ...(reason !== undefined && { reason }) }));
  unit.workflowChanged(backfill.workflow);
}

/** The newest version of a workflow; undefined where there is none (any more). */
async function worldOf({ runtime }: Unit, workflow: WorkflowName): Promise<WorkflowWorld | undefined> {
  const version = await runtime.definitions.newestVersion(workflow);
  if (version === 0) return undefined;
  return { nowMs: runtime.clock.nowMs(), version, graph: await graphOf(runtime, workflow, version) };
}
