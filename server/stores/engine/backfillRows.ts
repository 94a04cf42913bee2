import type { Knex } from 'knex';
import { z } from 'zod';
import type { Backfill } from '../../../engine/core/backfill.ts';
import { activityIdSchema, instanceIdSchema, requestIdSchema, workflowNameSchema } from '../../../engine/model/ids.ts';
import type { EngineReads, EngineStore } from '../../../engine/ports/engineStore.ts';

const rowSchema = z.object({
  id: requestIdSchema,
  workflow: workflowNameSchema,
  activity: activityIdSchema,
  status: z.enum(['running', 'finished', 'stopped']),
  from_ms: z.coerce.number(),
  until_ms: z.coerce.number(),
  total: z.number(),
  begun: z.number(),
  last_due_at_ms: z.coerce.number().nullable(),
  instance: instanceIdSchema.nullable(),
  by: z.string(),
  asked_at_ms: z.coerce.number(),
  ended_at_ms: z.coerce.number().nullable(),
  reason: z.string().nullable(),
});

function backfillOf(row: unknown): Backfill {
  const { id, workflow, activity, status, total, begun, instance, by, reason, ...times } = rowSchema.parse(row);
  return {
    ...{ id, workflow, activity, status, total, begun, by },
    fromMs: times.from_ms,
    untilMs: times.until_ms,
    askedAtMs: times.asked_at_ms,
    ...(times.last_due_at_ms !== null && { lastDueAtMs: times.last_due_at_ms }),
    ...(instance !== null && { instance }),
    ...(times.ended_at_ms !== null && { endedAtMs: times.ended_at_ms }),
    ...(reason !== null && { reason }),
  };
}

/** What steps read of backfills. */
export function backfillReads(knex: Knex): Pick<EngineReads, 'backfill' | 'runningBackfills'> {
  return {
    backfill: async (id) => {
      const row: unknown = await knex('sb_backfill').where({ id }).first();
      return row === undefined ? undefined : backfillOf(row);
    },
    runningBackfills: async (workflow) => {
      const rows: unknown[] = await knex('sb_backfill').where({ workflow, status: 'running' }).orderBy('asked_at_ms');
      return rows.map(backfillOf);
    },
  };
}

/** The next firing waits for the end of the last one, and for a workflow that is paused. */
export const dueBackfills =
  (knex: Knex): EngineStore['dueBackfills'] =>
  async () => {
    const live = knex('sb_instance')
      .whereNull('ended_at_ms')
      .whereRaw('?? = ??', ['sb_instance.id', 'sb_backfill.instance']);
    const paused = knex('sb_workflow_state').where({ status: 'paused' }).select('workflow');
    const due: unknown = await knex('sb_backfill')
      .where({ status: 'running' })
      .whereNotIn('workflow', paused)
      .whereNotExists(live.select(knex.raw('1')))
      .orderBy('asked_at_ms')
      .pluck('id');
    return z.array(requestIdSchema).parse(due);
  };

/** Writes how far a backfill has come. */
export async function saveBackfill(trx: Knex, backfill: Backfill): Promise<void> {
  const { id, workflow, activity, status, total, begun, instance, by, reason } = backfill;
  const row = {
    ...{ id, workflow, activity, status, total, begun, by },
    from_ms: backfill.fromMs,
    until_ms: backfill.untilMs,
    last_due_at_ms: backfill.lastDueAtMs ?? null,
    instance: instance ?? null,
    asked_at_ms: backfill.askedAtMs,
    ended_at_ms: backfill.endedAtMs ?? null,
    reason: reason ?? null,
  };
  await trx('sb_backfill').insert(row).onConflict('id').merge();
}
