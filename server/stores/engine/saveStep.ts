import type { Knex } from 'knex';
import { z } from 'zod';
import type { Advanced } from '../../../engine/core/advance.ts';
import type { ChildCommand, Command } from '../../../engine/core/command.ts';
import { draftWorkflow } from '../../../engine/core/workflow.ts';
import { assertNever } from '../../../engine/invariant.ts';
import type { Instance } from '../../../engine/model/instance.ts';
import { StepConflict } from '../../../engine/ports/engineStore.ts';
import type { Statements } from '../../database/statements.ts';
import type { RowCommand, StepRows } from './stepRows.ts';
import { stepQueries, stepWrites, type InstanceUpdate } from './stepStatements.ts';
import { stopReminding, tellAsked, tellSupervisors } from './reminderRows.ts';
import { dropTable } from './workTables.ts';

/**
 * Writes the rows of steps inside their transaction: the instances, their tasks, their history, and what waits.
 * @throws StepConflict when an instance has moved on.
 */
export async function writeSteps(on: Statements, trx: Knex, rows: StepRows): Promise<void> {
  await writeInstances(on, rows);
  await on.write(stepWrites.beginTasks, [...rows.tasksBegun.values()]);
  await on.write(stepWrites.moveTasks, [...rows.tasksMoved.values()]);
  await on.write(stepWrites.remember, rows.history);
  await writeEnds(on, trx, rows.ended);
  await writeWaiting(on, rows);
}

async function writeInstances(on: Statements, rows: StepRows): Promise<void> {
  await on.write(stepWrites.beginInstances, [...rows.begun.values()]);
  await expectAll(rows.wentOn, (updates) => on.write(stepWrites.goOnInstances, updates));
  await expectAll(rows.moved, (updates) => on.write(stepWrites.moveInstances, updates));
}

/** Each update must find its row as it was. */
async function expectAll(
  updates: ReadonlyMap<string, InstanceUpdate>,
  write: (updates: readonly InstanceUpdate[]) => Promise<number>,
): Promise<void> {
  const changed = await write([...updates.values()]);
  if (changed === updates.size) return;
  throw new StepConflict(`Of ${[...updates.keys()].join(', ')} not all were as they had been.`);
}

async function writeWaiting(on: Statements, rows: StepRows): Promise<void> {
  await on.write(stepWrites.unqueue, tasksOf(rows.ready.lost));
  await on.write(stepWrites.queue, [...rows.ready.got.values()]);
  await on.write(stepWrites.clearTimers, rows.timersLost);
  await on.write(stepWrites.clearTimer, rows.timerLost);
  await on.write(stepWrites.setTimers, [...rows.timers.values()]);
  await on.write(stepWrites.unsubscribe, tasksOf(rows.subscriptions.lost));
  await on.write(stepWrites.subscribe, [...rows.subscriptions.got.values()]);
}

const tasksOf = (ids: ReadonlySet<string>): { readonly task: string }[] => [...ids].map((task) => ({ task }));

/** What instances leave behind goes with them: their places in queues, and (of those that finished) their work tables. */
async function writeEnds(on: Statements, trx: Knex, ended: readonly Instance[]): Promise<void> {
  if (ended.length === 0) return;
  const gone = ended.map(({ id }) => ({ instance: id }));
  await on.write(stepWrites.leaveQueue, gone);
  await on.write(stepWrites.leaveTimers, gone);
  await on.write(stepWrites.leaveSubscriptions, gone);
  const finished = ended.filter(({ status }) => status === 'finished').map(({ id }) => id);
  const tables = z.array(z.object({ name: z.string() })).parse(await on.all(stepQueries.workTablesOf, [finished]));
  for (const { name } of tables) await dropTable(trx, name);
}

/** What a step asks of its workflow, or of people: seldom, and each in a statement of its own. */
export async function performCommand(
  trx: Knex,
  { instance, entries }: Advanced,
  command: Exclude<Command, RowCommand | ChildCommand>,
): Promise<void> {
  switch (command.type) {
    case 'countFailure':
      return countFailure(trx, instance);
    case 'resetFailures':
      await trx('sb_workflow_state').where({ workflow: instance.workflow }).update({ consecutive_failures: 0 });
      return;
    case 'tellSupervisors':
      return tellSupervisors(trx, instance.id, command, entries.at(-1)?.atMs ?? 0);
    case 'tellAsked':
      return tellAsked(trx, instance.id, command, entries.at(-1)?.atMs ?? 0);
    case 'stopReminding':
      return stopReminding(trx, instance.id);
    default:
      assertNever(command);
  }
}

/** A firing that waited for an instance to end may begin. */
export async function letSchedulesGoOn(trx: Knex, { workflow }: Instance): Promise<void> {
  await trx('sb_schedule').where({ workflow }).update({ waiting: false });
}

/** Of a workflow that was never started too: its instances may be run all the same. */
async function countFailure(trx: Knex, { workflow }: Instance): Promise<void> {
  const { status, version } = draftWorkflow(workflow);
  await trx('sb_workflow_state')
    .insert({ workflow, status, version, consecutive_failures: 1, vars: '{}' })
    .onConflict('workflow')
    .merge({ consecutive_failures: trx.raw('sb_workflow_state.consecutive_failures + 1') });
}
