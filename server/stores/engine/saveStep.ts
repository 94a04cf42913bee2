import type { Knex } from 'knex';
import { z } from 'zod';
import type { Advanced } from '../../../engine/core/advance.ts';
import type { Command } from '../../../engine/core/command.ts';
import { draftWorkflow } from '../../../engine/core/workflow.ts';
import { assertNever } from '../../../engine/invariant.ts';
import type { Instance } from '../../../engine/model/instance.ts';
import { severityRank } from '../../../engine/model/severity.ts';
import { StepConflict } from '../../../engine/ports/engineStore.ts';
import { historyRow, instanceColumns, taskRows, type TaskDbRow } from './rows.ts';
import { dropTable } from './workTables.ts';

/** How much sooner a severity's task is taken than one of the rank below that was ready at the same time. */
const headStartMs = 60_000;
const chunk = 400;

/** Writes a step inside its transaction: the instance, its tasks, its history and its commands. */
export async function saveStep(trx: Knex, before: Instance | undefined, step: Advanced): Promise<void> {
  const { instance, entries } = step;
  if (before) await updateInstance(trx, before, instance);
  else
    await trx('sb_instance').insert({
      id: instance.id,
      started_by: entries[0]?.by ?? 'engine',
      ...instanceColumns(instance),
    });
  const tasks = taskRows(before, step);
  for (let from = 0; from < tasks.length; from += chunk) {
    await trx<TaskDbRow>('sb_task')
      .insert(tasks.slice(from, from + chunk))
      .onConflict('id')
      .merge();
  }
  for (let from = 0; from < entries.length; from += chunk) {
    await trx('sb_history').insert(entries.slice(from, from + chunk).map((entry) => historyRow(instance, entry)));
  }
  for (const command of step.commands) await saveCommand(trx, step, command);
  if (instance.endedAtMs !== undefined && before?.endedAtMs === undefined) await settleEnd(trx, instance);
}

async function updateInstance(trx: Knex, before: Instance, instance: Instance): Promise<void> {
  const changed = await trx('sb_instance')
    .where({ id: instance.id, seq: before.seq })
    .update(instanceColumns(instance));
  if (changed !== 1)
    throw new StepConflict(`The instance ${instance.id} has moved on from entry ${String(before.seq)}.`);
}

async function saveCommand(trx: Knex, { instance, entries }: Advanced, command: Command): Promise<void> {
  const atMs = entries.at(-1)?.atMs ?? 0;
  switch (command.type) {
    case 'queue':
    case 'unqueue':
      return saveQueue(trx, instance, command, atMs);
    case 'setTimer':
    case 'clearTimers':
      return saveTimer(trx, instance, command);
    case 'subscribe':
    case 'unsubscribe':
      return saveSubscription(trx, instance, command);
    case 'countFailure':
      return countFailure(trx, instance);
    case 'resetFailures':
      await trx('sb_workflow_state')
        .where({ workflow: instance.workflow })
        .whereNot({ consecutive_failures: 0 })
        .update({ consecutive_failures: 0 });
      return;
    case 'tellSupervisors':
      return tellSupervisors(trx, instance, command, atMs);
    case 'cancel':
      // On SQLite nothing else is in flight while a step is saved: a statement runs inside the step itself.
      return;
    default:
      assertNever(command);
  }
}

/** Of a workflow that was never started too: its instances may be run all the same. */
async function countFailure(trx: Knex, { workflow }: Instance): Promise<void> {
  const { status, version } = draftWorkflow(workflow);
  await trx('sb_workflow_state')
    .insert({ workflow, status, version, consecutive_failures: 1, vars: '{}' })
    .onConflict('workflow')
    .merge({ consecutive_failures: trx.raw('sb_workflow_state.consecutive_failures + 1') });
}

type CommandOf<Type extends Command['type']> = Extract<Command, { type: Type }>;

async function saveQueue(
  trx: Knex,
  instance: Instance,
  { type, task }: CommandOf<'queue' | 'unqueue'>,
  atMs: number,
): Promise<void> {
  if (type === 'unqueue') {
    await trx('sb_ready').where({ task }).delete();
    return;
  }
  const orderMs = atMs - severityRank[instance.severity] * headStartMs;
  await trx('sb_ready').insert({ task, instance: instance.id, order_ms: orderMs }).onConflict('task').ignore();
}

async function saveTimer(trx: Knex, instance: Instance, command: CommandOf<'setTimer' | 'clearTimers'>): Promise<void> {
  const key = { instance: instance.id, task: command.task };
  if (command.type === 'clearTimers') {
    await trx('sb_timer')
      .where({ ...key, ...(command.name !== undefined && { name: command.name }) })
      .delete();
    return;
  }
  const row = { ...key, name: command.name, due_at_ms: command.dueAtMs };
  await trx('sb_timer').insert(row).onConflict(['instance', 'task', 'name']).merge();
}

async function saveSubscription(
  trx: Knex,
  instance: Instance,
  command: CommandOf<'subscribe' | 'unsubscribe'>,
): Promise<void> {
  const { task } = command;
  if (command.type === 'unsubscribe') {
    await trx('sb_subscription').where({ task }).delete();
    return;
  }
  const row = { task, instance: instance.id, signal: command.signal, key: command.key ?? null };
  await trx('sb_subscription').insert(row).onConflict('task').merge();
}

async function tellSupervisors(
  trx: Knex,
  instance: Instance,
  { group, title, message }: CommandOf<'tellSupervisors'>,
  atMs: number,
): Promise<void> {
  await trx('sb_mail').insert({
    instance: instance.id,
    to: '[]',
    group_name: group,
    title,
    message,
    status: 'kept',
    created_at_ms: atMs,
  });
}

/** What an instance leaves behind goes with it: its place in queues, and (when it finished) its work tables. */
async function settleEnd(trx: Knex, { id, workflow, status }: Instance): Promise<void> {
  for (const table of ['sb_ready', 'sb_timer', 'sb_subscription']) await trx(table).where({ instance: id }).delete();
  await trx('sb_schedule').where({ workflow }).update({ waiting: false });
  if (status !== 'finished') return;
  const tables = z.array(z.string()).parse(await trx('sb_work_table').where({ instance: id }).pluck('name'));
  for (const name of tables) await dropTable(trx, name);
}
