import type { Control } from '../core/input.ts';
import type { Rejection } from '../core/rejection.ts';
import { assertNever } from '../invariant.ts';
import { entrySignals } from '../core/schedules.ts';
import { advanceWorkflow, draftWorkflow, type WorkflowInput } from '../core/workflow.ts';
import type { WorkflowCommand, WorkflowState } from '../core/workflowState.ts';
import type { InstanceId, RequestId, WorkflowName } from '../model/ids.ts';
import { stopBackfills } from './backfilling.ts';
import { armExpectation } from './expecting.ts';
import { beginInstance } from './beginning.ts';
import { offerKeptSignals } from './signals.ts';
import type { Unit } from './unit.ts';
import { graphOf } from './worldFacts.ts';

/** Who asked a workflow for something. */
export interface Asked {
  readonly by: string;
  readonly request?: RequestId;
}

/** Lets an input happen to a workflow, and does what it asks for, in the unit's transaction. */
export async function applyToWorkflow(
  unit: Unit,
  name: WorkflowName,
  input: WorkflowInput,
  asked: Asked,
): Promise<Rejection | undefined> {
  const { runtime, tx } = unit;
  const version = await runtime.definitions.newestVersion(name);
  if (version === 0) return { code: 'instance-refuses', message: `"${name}" has no published version.` };
  const graph = await graphOf(runtime, name, version);
  const former = (await tx.workflow(name)) ?? draftWorkflow(name);
  const advanced = advanceWorkflow({ nowMs: runtime.clock.nowMs(), version, graph }, former, input);
  if (advanced.status === 'rejected') return advanced.rejection;
  await tx.saveWorkflow(advanced.state);
  const { status, scheduleHeld } = advanced.state;
  const entries = status === 'started' && !scheduleHeld ? entrySignals(graph) : [];
  await tx.saveSignalEntries(name, entries);
  if (input.type !== 'tick') await armExpectation(unit, advanced.state, graph);
  if (input.type !== 'tick') unit.afterwards.push(() => offerKeptSignals(unit, name, entries));
  for (const firing of advanced.firings) await tx.saveFiring(firing);
  for (const command of advanced.commands) await perform(unit, advanced.state, command, asked);
  unit.workflowChanged(name);
  return undefined;
}

async function perform(unit: Unit, state: WorkflowState, command: WorkflowCommand, asked: Asked): Promise<void> {
  switch (command.type) {
    case 'begin':
      return begin(unit, state, command, asked);
    case 'pauseInstances':
      return toLive(unit, state, { type: 'pause', cause: 'workflow', reason: 'The workflow was paused.' }, asked);
    case 'resumeInstances':
      return toLive(unit, state, { type: 'liftPause', cause: 'workflow' }, asked);
    case 'stopInstances':
      await stopBackfills(unit, state.workflow);
      return toLive(unit, state, { type: 'stop' }, asked);
    default:
      assertNever(command);
  }
}

/** One that refuses (paused for another cause, say) keeps its status; the others go on. */
async function toLive(unit: Unit, state: WorkflowState, control: Control, asked: Asked): Promise<void> {
  for (const id of await unit.tx.liveInstances(state.workflow)) {
    const refusal = await unit.advanceById(id, { ...control, ...asked });
    if (refusal?.code === 'instance-unreadable') unit.unreached.push(id);
    if (refusal?.code === 'definition-unusable' && control.type === 'liftPause')
      await liftLater(unit, id, control, asked);
  }
}

/** What would go on by a definition that cannot be used has its own pause instead, which is over: the next worker that can ends it. */
async function liftLater(unit: Unit, id: InstanceId, control: Control, asked: Asked): Promise<void> {
  const untilMs = unit.runtime.clock.nowMs();
  const reason = 'It goes on when its definition can be used.';
  await unit.advanceById(id, { type: 'pause', cause: 'own', reason, untilMs, ...asked });
  await unit.advanceById(id, { ...control, ...asked });
}

async function begin(
  unit: Unit,
  state: WorkflowState,
  command: Extract<WorkflowCommand, { type: 'begin' }>,
  asked: Asked,
): Promise<void> {
  const instance = unit.runtime.ids.instance();
  const { scheduler, entries, dueAtMs } = command;
  const refusal = await beginInstance(unit, {
    instance,
    workflow: state.workflow,
    entries,
    dueAtMs,
    reason: scheduler === undefined ? 'start' : 'schedule',
    ...(scheduler !== undefined && { activity: scheduler }),
    ...asked,
  });
  if (scheduler === undefined) return;
  const firing = { workflow: state.workflow, activity: scheduler, dueAtMs };
  if (refusal) await unit.tx.saveFiring({ ...firing, status: 'skipped', reason: refusal.message });
  else await unit.tx.saveFiring({ ...firing, status: 'begun', instance });
}
