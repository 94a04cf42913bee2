import { expect } from 'vitest';
import { z } from 'zod';
import { instanceIdSchema, type InstanceId } from '../../engine/model/ids.ts';
import { jsonSchema, type Json } from '../../engine/model/json.ts';
import type { EngineRun } from './engineRun.ts';

const numberSchema = z.coerce.number();
const instanceSchema = z.object({ status: z.string(), state: z.string() });
const stateSchema = z.object({ result: jsonSchema.optional() });

/** What a run has come to. */
export interface WorkflowRun {
  readonly instance: InstanceId;
  readonly result: Json | undefined;
  /** The rows that each activity told of, by its name; of one that was executed several times, the last. */
  readonly records: Readonly<Record<string, number | null>>;
}

/** Runs a shipped workflow to its end, now. */
export async function runWorkflow(engine: EngineRun, workflow: string): Promise<WorkflowRun> {
  const { knex } = engine;
  const before = await knex('sb_instance').where({ workflow }).pluck<string[]>('id');
  const id = instanceIdSchema.parse(`i_${workflow}_${before.length + 1}`);
  await engine.ask({ operation: 'runNow', instance: id, input: {} }, { workflow });
  const { status, state } = instanceSchema.parse(await knex('sb_instance').where({ id }).first('status', 'state'));
  expect(status, `${workflow}: ${state.slice(0, 2_000)}`).toBe('finished');
  const tasks = z
    .array(z.object({ activity: z.string(), record_count: numberSchema.nullable() }))
    .parse(await knex('sb_task').where({ instance: id }).orderBy('number').select('activity', 'record_count'));
  return {
    instance: id,
    result: stateSchema.parse(JSON.parse(state)).result,
    records: Object.fromEntries(tasks.map(({ activity, record_count: count }) => [activity, count])),
  };
}

/** Numbers that PostgreSQL hands out as text. */
export const numeric = numberSchema;

/** An instant of either database, in milliseconds. */
export const instant = z.union([z.string(), z.date()]).transform((value) => new Date(value).getTime());

/** Reads rows of a table as a schema has them. */
export async function readRows<Row>(schema: z.ZodType<Row>, rows: PromiseLike<unknown>): Promise<Row[]> {
  return z.array(schema).parse(await rows);
}
