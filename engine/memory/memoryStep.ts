import type { Advanced } from '../core/advance.ts';
import { isChildCommand, type ChildCommand, type Command } from '../core/command.ts';
import { draftWorkflow } from '../core/workflow.ts';
import { assertNever } from '../invariant.ts';
import type { TaskId } from '../model/ids.ts';
import type { Instance } from '../model/instance.ts';
import { severityRank } from '../model/severity.ts';
import { StepConflict } from '../ports/engineStore.ts';
import { saveChildCommand } from './memoryChildren.ts';
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
  for (const command of step.commands)
    if (isChildCommand(command)) saveChildCommand(state, instance.id, command);
    else saveCommand(state, step, command);
  if (instance.endedAtMs !== undefined && before?.endedAtMs === undefined) settleEnd(state, instance);
}

function refuseConflict(state: MemoryState, before: Instance | undefined, { id }: Instance): void {
  if (state.instances.get(id)?.seq === before?.seq) return;
  throw new StepConflict(`The instance ${id} has moved on from entry ${String(before?.seq ?? 0)}.`);
}

type OtherCommand = Exclude<Command, ChildCommand>;

function saveCommand(state: MemoryState, { instance, entries }: Advanced, command: OtherCommand): void {
  switch (command.type) {
    case 'queue':
      queue(state, { instance, entries }, command.task);
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
    case 'subscribe':
      subscribe(state, instance, command);
      return;
    case 'unsubscribe':
      state.subscriptions.delete(command.task);
      return;
    case 'countFailure':
    case 'resetFailures':
      saveFailures(state, instance, command.type);
      return;
    case 'tellAsked':
    case 'tellSupervisors':
      tell(state, instance, command);
      return;
    case 'stopReminding':
      state.reminders.delete(instance.id);
      return;
    case 'cancel': // Nothing else is in flight here while a step is saved.
      return;
    default:
      assertNever(command);
  }
}

function queue(state: MemoryState, { instance, entries }: Pick<Advanced, 'instance' | 'entries'>, task: TaskId): void {
  if (state.ready.has(task)) return;
  const orderMs = (entries.at(-1)?.atMs ?? 0) - severityRank[instance.severity] * headStartMs;
  state.ready.set(task, { instance: instance.id, orderMs });
}

function tell(
  state: MemoryState,
  { id: instance }: Instance,
  command: Extract<Command, { type: 'tellSupervisors' | 'tellAsked' }>,
): void {
  const { title, message } = command;
  state.mails.push({ instance, title, message });
  const againMs = command.type === 'tellSupervisors' ? command.againMs : undefined;
  if (againMs !== undefined) state.reminders.set(instance, { instance, title, message, dueAtMs: againMs });
}

function subscribe(
  state: MemoryState,
  { id }: Instance,
  { task, signal, key }: Extract<Command, { type: 'subscribe' }>,
): void {
  state.subscriptions.set(task, { instance: id, signal, ...(key !== undefined && { key }) });
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
