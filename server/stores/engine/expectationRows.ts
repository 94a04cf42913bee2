import type { Knex } from 'knex';
import { z } from 'zod';
import { workflowNameSchema } from '../../../engine/model/ids.ts';
import type { EngineReads, EngineStore, EngineTransaction } from '../../../engine/ports/engineStore.ts';
import { putMail } from './mailRows.ts';

const rowSchema = z
  .object({ workflow: workflowNameSchema, since_ms: z.coerce.number(), due_at_ms: z.coerce.number() })
  .optional();

/** What steps read of expectations. */
export const expectationReads = (knex: Knex): Pick<EngineReads, 'expectation' | 'finishedWithin'> => ({
  expectation: async (workflow) => {
    const row = rowSchema.parse(await knex('sb_expectation').where({ workflow }).first());
    return row && { workflow, sinceMs: row.since_ms, dueAtMs: row.due_at_ms };
  },
  finishedWithin: async ({ workflow, sinceMs, dueAtMs }) => {
    const backfilled = knex('sb_firing').where({ workflow }).whereNotNull('backfill').whereNotNull('instance');
    const found: unknown = await knex('sb_instance')
      .where({ workflow, status: 'finished' })
      .whereNull('parent')
      .where('ended_at_ms', '>=', sinceMs)
      .where('ended_at_ms', '<=', dueAtMs)
      .whereNotIn('id', backfilled.select('instance'))
      .first('id');
    return found !== undefined;
  },
});

/** What steps write of them. */
export const expectationWrites = (trx: Knex): Pick<EngineTransaction, 'saveExpectation' | 'saveUnmet'> => ({
  saveExpectation: async (workflow, next) => {
    await trx('sb_expectation').where({ workflow }).delete();
    if (next) await trx('sb_expectation').insert({ workflow, since_ms: next.sinceMs, due_at_ms: next.dueAtMs });
  },
  saveUnmet: async ({ workflow, dueAtMs, group, title, message }, nowMs) => {
    // Beside the firings, of no scheduler: whoever looks why nothing ran looks there.
    await trx('sb_firing').insert({ workflow, activity: '', due_at_ms: dueAtMs, status: 'unmet', reason: message });
    await putMail(trx, { group, title, message }, nowMs);
  },
});

export const dueExpectations =
  (knex: Knex): EngineStore['dueExpectations'] =>
  async (nowMs) =>
    z.array(workflowNameSchema).parse(await knex('sb_expectation').where('due_at_ms', '<=', nowMs).pluck('workflow'));
