import type { Control } from '../core/input.ts';
import type { Rejection } from '../core/rejection.ts';
import { assertNever, invariant } from '../invariant.ts';
import type { Definition } from '../model/definition.ts';
import type { InstanceId, TaskId } from '../model/ids.ts';
import type { RequestOutcome } from '../ports/engineStore.ts';
import type { InboxRequest, RequestedOperation } from '../ports/inbox.ts';
import { applyBackfill, stopBackfill } from './backfilling.ts';
import { beginAsked } from './askedBeginning.ts';
import { beginInstance } from './beginning.ts';
import { restart } from './restarting.ts';
import { redirectSignal } from './signals.ts';
import type { Unit } from './unit.ts';
import { applyToWorkflow } from './workflows.ts';
import { graphOf } from './worldFacts.ts';

type Answer = { readonly rejection?: Rejection; readonly instance?: InstanceId; readonly reason?: string };
type Of<Name extends RequestedOperation['operation']> = Extract<RequestedOperation, { operation: Name }>;

const notFound = (what: string): Rejection => ({ code: 'instance-refuses', message: what });

/** Applies a durable request once: taking it over again finds its outcome and changes nothing. */
export async function applyRequest(unit: Unit, request: InboxRequest): Promise<void> {
  if (await unit.tx.requestOutcome(request.id)) return;
  const { rejection, ...made } = await apply(unit, request);
  const outcome: RequestOutcome = rejection
    ? { id: request.id, status: 'refused', code: rejection.code, reason: rejection.message }
    : { id: request.id, status: 'applied', ...made };
  await unit.tx.settleRequest(outcome);
}

async function apply(unit: Unit, request: InboxRequest): Promise<Answer> {
  const { asked } = request;
  switch (asked.operation) {
    case 'startWorkflow':
    case 'pauseWorkflow':
    case 'resumeWorkflow':
    case 'stopWorkflow':
    case 'holdSchedule':
    case 'releaseSchedule':
      return workflowRequest(unit, request, asked.operation);
    case 'runNow':
      return runNow(unit, request, asked);
    case 'restart':
      return restart(unit, request, asked);
    case 'backfill':
      return answerOf(await applyBackfill(unit, request, asked));
    case 'stopBackfill':
      return answerOf(await stopBackfill(unit, asked.backfill, request.by));
    case 'resume':
      return resume(unit, request, asked);
    case 'begin':
      return answerOf(await beginAsked(unit, request, asked));
    case 'redirectSignal':
      return answerOf(await redirectSignal(unit, asked));
    case 'keepMail':
      await unit.tx.keepMail(asked, unit.runtime.clock.nowMs());
      return {};
    default:
      return toInstance(unit, request, controlOf(request, asked));
  }
}

const answerOf = (rejection: Rejection | undefined): Answer => (rejection ? { rejection } : {});

const workflowInputs = {
  startWorkflow: 'start',
  pauseWorkflow: 'pause',
  resumeWorkflow: 'resume',
  stopWorkflow: 'stop',
  holdSchedule: 'holdSchedule',
  releaseSchedule: 'releaseSchedule',
} as const;

async function workflowRequest(
  unit: Unit,
  request: InboxRequest,
  operation: keyof typeof workflowInputs,
): Promise<Answer> {
  if (request.workflow === undefined) return { rejection: notFound('The request names no workflow.') };
  const input = { type: workflowInputs[operation] };
  const rejection = await applyToWorkflow(unit, request.workflow, input, { by: request.by, request: request.id });
  if (rejection) return { rejection };
  const { unreached } = unit;
  return unreached.length === 0 ? {} : { reason: `It did not reach what cannot be read: ${unreached.join(', ')}.` };
}

/** Begins an instance now; where instances must not overlap an unfinished one refuses it (semantics.md 7). */
async function runNow(unit: Unit, request: InboxRequest, asked: Of<'runNow'>): Promise<Answer> {
  const { workflow } = request;
  const version = workflow === undefined ? 0 : await unit.runtime.definitions.newestVersion(workflow);
  if (workflow === undefined || version === 0) return { rejection: notFound('The workflow has no published version.') };
  const { definition, activities } = await graphOf(unit.runtime, workflow, version);
  if (asked.from !== undefined && !activities.has(asked.from)) {
    return {
      rejection: { code: 'activity-unknown', message: `Version ${String(version)} has no activity "${asked.from}".` },
    };
  }
  const crowded = await tooManyInstances(unit, definition);
  if (crowded) return { rejection: crowded };
  const rejection = await beginInstance(unit, {
    instance: asked.instance,
    workflow,
    version,
    reason: 'request',
    dueAtMs: unit.runtime.clock.nowMs(),
    inputs: asked.input,
    ...(asked.from !== undefined && { entries: [asked.from], activity: asked.from }),
    by: request.by,
    request: request.id,
  });
  return rejection ? { rejection } : { instance: asked.instance };
}

/** Why another instance may not begin beside those that are unfinished. */
async function tooManyInstances(
  { tx }: Unit,
  { name, overlap, maxInstances }: Definition,
): Promise<Rejection | undefined> {
  if (overlap === 'allow' && maxInstances === undefined) return undefined;
  const live = await tx.overlappedInstances(name);
  const [first] = live;
  if (overlap !== 'allow' && first !== undefined)
    return notFound(`The instance ${first} is unfinished, and instances of this workflow do not overlap.`);
  if (live.length < (maxInstances ?? Infinity)) return undefined;
  return notFound(
    `${String(live.length)} instances are unfinished, and the maxInstances of this workflow is ${String(maxInstances)}.`,
  );
}

async function toInstance(unit: Unit, request: InboxRequest, control: Control): Promise<Answer> {
  if (request.instance === undefined) return { rejection: notFound('The request names no instance.') };
  const rejection = await unit.advanceById(request.instance, { ...control, by: request.by, request: request.id });
  return rejection ? { rejection } : {};
}

/** Resuming an instance clears what holds it alone, not its workflow's or its parent's pause; stored signals reach it now. */
async function resume(unit: Unit, request: InboxRequest, asked: Of<'resume'>): Promise<Answer> {
  const version = asked.version === undefined ? {} : { version: asked.version };
  return toInstance(unit, request, { type: 'resume', kinds: ['own', 'error', 'quota'], ...version });
}

type WorkflowOperation = keyof typeof workflowInputs | 'runNow' | 'backfill' | 'stopBackfill' | 'begin';
type InstanceOperation = Exclude<
  RequestedOperation,
  { operation: WorkflowOperation | 'restart' | 'resume' | 'redirectSignal' | 'keepMail' }
>;

function controlOf(request: InboxRequest, asked: InstanceOperation): Control {
  switch (asked.operation) {
    case 'pause': {
      const { reason, untilMs } = asked;
      return {
        type: 'pause',
        cause: 'own',
        ...(reason !== undefined && { reason }),
        ...(untilMs !== undefined && { untilMs }),
      };
    }
    case 'kill':
      return { type: 'kill', ...(asked.reason !== undefined && { reason: asked.reason }) };
    case 'stop':
      return { type: 'stop' };
    case 'runTask':
      return { type: 'runTask', task: taskOf(request) };
    case 'skipTask':
      return { type: 'skipTask', task: taskOf(request), result: asked.result, reason: asked.reason };
    case 'answer':
      return answerControl(request, asked);
    case 'runPending':
      return { type: 'runPending', ...(asked.task !== undefined && { task: asked.task }) };
    case 'holdActivity':
    case 'releaseActivity':
      return { type: asked.operation, activity: asked.activity };
    case 'setVariables':
      return { type: 'setVariables', vars: asked.vars };
    case 'note': {
      const { level, code, text } = asked;
      return { type: 'note', level, code, text };
    }
    case 'acknowledge':
      return { type: 'acknowledge' };
    case 'handOver':
      return { type: 'handOver', to: asked.to, note: asked.note };
    default:
      return assertNever(asked);
  }
}

function answerControl(request: InboxRequest, { choice, comment, asked }: Of<'answer'>): Control {
  const said = comment === undefined ? {} : { comment };
  return { type: 'answer', task: taskOf(request), choice, asked, ...said };
}

function taskOf(request: InboxRequest): TaskId {
  invariant(request.task !== undefined, `the request ${request.id} names no task`);
  return request.task;
}
