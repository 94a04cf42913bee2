import { expect } from 'vitest';
import { z } from 'zod';
import { instanceIdSchema } from '../../engine/model/ids.ts';
import { jsonSchema, type Json, type Variables } from '../../engine/model/json.ts';
import type { EngineRun } from './engineRun.ts';

const stateSchema = z.object({ result: jsonSchema.default(null) });

/** Runs a workflow as an operator would by hand, expects that it comes to its end, and gives its result. */
export function runsOf(engine: () => EngineRun, workflow: string): (input?: Variables) => Promise<Json> {
  let runs = 0;
  return async (input = {}) => {
    runs += 1;
    const instance = instanceIdSchema.parse(`i_${workflow}${runs}`);
    const { ask, knex } = engine();
    await ask({ operation: 'runNow', instance, input }, { workflow });
    const row = await knex<{ id: string; status: string; state: string }>('sb_instance')
      .where({ id: instance })
      .first('status', 'state');
    const failures: unknown[] = await knex('sb_task').where({ instance }).whereNotNull('failure').pluck('failure');
    expect({ status: row?.status, failures }).toEqual({ status: 'finished', failures: [] });
    return stateSchema.parse(JSON.parse(row?.state ?? '{}')).result;
  };
}
