import type { Advanced } from '../core/advance.ts';
import type { Command } from '../core/command.ts';
import { draftWorkflow } from '../core/workflow.ts';
import { assertNever } from '../invariant.ts';
import type { Instance } from '../model/instance.ts';
import { severityRank } from '../model/severity.ts';
import { StepConflict } from '../ports/engineStore.ts';
import type { MemoryState } from './memoryState.ts';

/** How much sooner a severity's task is taken than one of the rank below that was ready at the same time. */
const headStartMs = 60_000;

/**
 * Writes a step: the instance, its history and its commands.
 * @throws StepConflict when another step came between.
 */
export function saveMemoryStep(state: MemoryState, before: Instance | undefined, step: Advanced): void {
  const { instance, entries } = step;
  refuseConflict(state, before, instance);
  state.instances.set(instance.id, instance);
  state.histories.set(instance.id, [...(state.histories.get(instance.id) ?? []), ...entries]);
  for (const command of step.commands) saveCommand(state, step, command);
  if (instance.endedAtMs !== undefined && before?.endedAtMs === undefined) settleEnd(state, instance);
}

function refuseConflict(state: MemoryState, before: Instance | undefined, { id }: Instance): void {
  if (state.instances.get(id)?.seq === before?.seq) return;
  throw new StepConflict(`The instance ${id} has moved on from entry ${String(before?.seq ?? 0)}.`);
}

function saveCommand(state: MemoryState, { instance, entries }: Advanced, command: Command): void {
  switch (command.type) {
    case 'queue':
      if (state.ready.has(command.task)) return;
      state.ready.set(command.task, {
        instance: instance.id,
        orderMs: (entries.at(-1)?.atMs ?? 0) - severityRank[instance.severity] * headStartMs,
      });
      return;
    case 'unqueue':
      state.ready.delete(command.task);
      return;
    case 'setTimer':
      setTimer(state, instance, command);
      return;
    case 'clearTimers':
      clearTimers(state, command);
      return;
    case 'subscribe': {
      const { task, signal, key } = command;
      state.subscriptions.set(task, { instance: instance.id, signal, ...(key !== undefined && { key }) });
      return;
    }
    case 'unsubscribe':
      state.subscriptions.delete(command.task);
      return;
    case 'countFailure':
    case 'resetFailures':
      saveFailures(state, instance, command.type);
      return;
    case 'tellSupervisors':
      state.mails.push({ instance: instance.id, title: command.title, message: command.message });
      return;
    case 'cancel':
      // Nothing else is in flight here while a step is saved.
      return;
    default:
      assertNever(command);
  }
}

function setTimer(
  state: MemoryState,
  instance: Instance,
  { task, name, dueAtMs }: Extract<Command, { type: 'setTimer' }>,
): void {
  state.timers.set(`${task} ${name}`, { instance: instance.id, task, name, dueAtMs });
}

function clearTimers(state: MemoryState, { task, name }: Extract<Command, { type: 'clearTimers' }>): void {
  for (const [key, timer] of state.timers)
    if (timer.task === task && (name === undefined || timer.name === name)) state.timers.delete(key);
}

/** Of a workflow that was never started too: its instances may be run all the same. */
function saveFailures(
  state: MemoryState,
  { workflow }: Instance,
  command: Extract<Command['type'], 'countFailure' | 'resetFailures'>,
): void {
  const former = state.workflows.get(workflow) ?? draftWorkflow(workflow);
  const consecutiveFailures = command === 'countFailure' ? former.consecutiveFailures + 1 : 0;
  if (consecutiveFailures !== former.consecutiveFailures)
    state.workflows.set(workflow, { ...former, consecutiveFailures });
}

/** What an instance leaves behind goes with it; firings that waited for it may begin. */
function settleEnd(state: MemoryState, instance: Instance): void {
  for (const rows of [state.ready, state.timers, state.subscriptions]) {
    // Each of these maps is keyed by text; only its rows' owners matter here.
    for (const [key, row] of rows) if (row.instance === instance.id) (rows as Map<string, unknown>).delete(key);
  }
  const workflow = state.workflows.get(instance.workflow);
  if (workflow) {
    const schedules = workflow.schedules.map(({ waiting: _waiting, ...rest }) => rest);
    state.workflows.set(instance.workflow, { ...workflow, schedules });
  }
}
