import type { Knex } from 'knex';
import type { Firing, WorkflowState } from '../../../engine/core/workflowState.ts';
import type { EngineTransaction } from '../../../engine/ports/engineStore.ts';
import { storableText } from './storableText.ts';

/** Writes a workflow's running state and its schedules. */
export async function saveWorkflow(trx: Knex, state: WorkflowState): Promise<void> {
  const { workflow, status, version, scheduleHeld, consecutiveFailures, vars } = state;
  const row = {
    workflow,
    status,
    version,
    schedule_held: scheduleHeld,
    consecutive_failures: consecutiveFailures,
    vars: JSON.stringify(vars),
  };
  await trx('sb_workflow_state').insert(row).onConflict('workflow').merge();
  await trx('sb_schedule').where({ workflow }).delete();
  for (const { activity, dueAtMs, beginsAtMs, lastDueAtMs, runs, waiting } of state.schedules) {
    const times = {
      due_at_ms: dueAtMs ?? null,
      begins_at_ms: beginsAtMs ?? dueAtMs ?? null,
      last_due_at_ms: lastDueAtMs ?? null,
    };
    await trx('sb_schedule').insert({ workflow, activity, ...times, runs, waiting: waiting ?? false });
  }
}

/** Writes a firing, begun or not: every skipped one is a row with its reason (semantics.md 7). */
export async function saveFiring(trx: Knex, firing: Firing): Promise<void> {
  const { workflow, activity, dueAtMs, status, reason, instance, backfill } = firing;
  const details = {
    reason: reason === undefined ? null : storableText(reason),
    instance: instance ?? null,
    backfill: backfill ?? null,
  };
  await trx('sb_firing').insert({ workflow, activity, due_at_ms: dueAtMs, status, ...details });
}

type Settling = Pick<EngineTransaction, 'settleSignal' | 'saveSignalEntries'>;

/** What became of signals, and who listens to them. */
export function createSettling(trx: Knex, nowMs: () => number): Settling {
  return {
    settleSignal: async ({ position, name, status, deliveredTo }) => {
      const row = { position, name, status, delivered_to: JSON.stringify(deliveredTo), settled_at_ms: nowMs() };
      await trx('sb_signal_outcome').insert(row).onConflict('position').merge();
    },
    saveSignalEntries: async (workflow, entries) => {
      await trx('sb_signal_entry').where({ workflow }).delete();
      if (entries.length > 0) await trx('sb_signal_entry').insert(entries.map((entry) => ({ workflow, ...entry })));
    },
  };
}
