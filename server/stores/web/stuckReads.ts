import type { Knex } from 'knex';
import { z } from 'zod';
import { failureSchema } from '../../../engine/model/failure.ts';
import { pauseCauseSchema } from '../../../engine/model/instance.ts';
import { severitySchema } from '../../../engine/model/severity.ts';
import { dialectOf } from '../../database/dialect.ts';
import type { Stuck } from '../../operations/desk/deskGroups.ts';
import type { EngineReader } from '../../operations/ports/engineReader.ts';

const json = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .nullable()
    .transform((text) => (text === null ? undefined : schema.parse(JSON.parse(text))));

const rowSchema = z.object({
  id: z.string(),
  workflow: z.string(),
  version: z.number(),
  status: z.string(),
  severity: severitySchema,
  started_at_ms: z.number(),
  ended_at_ms: z.number().nullable(),
  pause_causes: json(z.array(pauseCauseSchema)),
  failure: json(failureSchema),
  failed_task: json(z.object({ activity: z.string(), failure: failureSchema.nullish() })),
});
type Row = z.infer<typeof rowSchema>;

/** Of the state only what tells the cause: the rest of it may be large, and stays in the database. */
const causes = {
  sqlite: `json_extract(state, '$.pauseCauses') AS pause_causes, json_extract(state, '$.failure') AS failure,
    (SELECT json_object('activity', json_extract(value, '$.activity'), 'failure', json(json_extract(value, '$.failure')))
      FROM json_each(state, '$.tasks') WHERE json_extract(value, '$.status') = 'failed' LIMIT 1) AS failed_task`,
  postgres: `CAST(state AS json) ->> 'pauseCauses' AS pause_causes, CAST(state AS json) ->> 'failure' AS failure,
    (SELECT CAST(json_build_object('activity', value ->> 'activity', 'failure', value -> 'failure') AS text)
      FROM json_each(CAST(state AS json) -> 'tasks') WHERE value ->> 'status' = 'failed' LIMIT 1) AS failed_task`,
} as const;

type Pause = z.infer<typeof pauseCauseSchema>;

/** An error goes before what somebody decided: it is what has to be seen to. */
const pauseOf = (causes: readonly Pause[]): Pause | undefined =>
  causes.find(({ kind }) => kind === 'error') ?? [...causes].sort((one, other) => one.sinceMs - other.sinceMs)[0];

/** What a task failed with says more than the pause, or the failure, that came of it. */
function failureOf({ failed_task: task, failure }: Row): Pick<Stuck, 'failure' | 'activity'> {
  if (!task?.failure) return failure ? { failure } : {};
  return { failure: task.failure, activity: task.activity };
}

function stuckOf(found: unknown): Stuck {
  const row = rowSchema.parse(found);
  const { id, workflow, version, status, severity } = row;
  const pause = status === 'failed' ? undefined : pauseOf(row.pause_causes ?? []);
  const isFailure = pause === undefined || pause.kind === 'error';
  return {
    id,
    workflow,
    version,
    severity,
    sinceMs: pause?.sinceMs ?? row.ended_at_ms ?? row.started_at_ms,
    ...(pause && { pause }),
    ...(isFailure && failureOf(row)),
  };
}

export const createStuckReads = (knex: Knex): Pick<EngineReader, 'stuck'> => ({
  stuck: async ({ failedSinceMs, limit }) => {
    const columns = ['id', 'workflow', 'version', 'status', 'severity', 'started_at_ms', 'ended_at_ms'];
    const told = knex.raw(causes[dialectOf(knex)]);
    const paused = () => knex('sb_instance').where({ status: 'paused' });
    const failed = () => knex('sb_instance').where({ status: 'failed' }).where('ended_at_ms', '>=', failedSinceMs);
    const counted = async (query: Knex.QueryBuilder): Promise<number> =>
      z.object({ count: z.coerce.number() }).parse(await query.count({ count: '*' }).first()).count;
    const pausedRows: unknown[] = await paused().orderBy('started_at_ms').limit(limit).select(columns).select(told);
    const failedRows: unknown[] = await failed().orderBy('ended_at_ms').limit(limit).select(columns).select(told);
    return {
      items: [...pausedRows, ...failedRows].map(stuckOf),
      total: (await counted(paused())) + (await counted(failed())),
    };
  },
});
