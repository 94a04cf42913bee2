import type { Knex } from 'knex';
import { z } from 'zod';
import { failureSchema } from '../../../engine/model/failure.ts';
import { pauseCauseSchema } from '../../../engine/model/instance.ts';
import { severitySchema } from '../../../engine/model/severity.ts';
import type { Stuck } from '../../operations/desk/deskGroups.ts';
import type { EngineReader } from '../../operations/ports/engineReader.ts';

/** Of the state only what tells the cause: the rest of it may be large. */
const stateSchema = z.object({
  pauseCauses: z.array(pauseCauseSchema),
  failure: failureSchema.optional(),
  tasks: z.record(
    z.string(),
    z.object({ activity: z.string(), status: z.string(), failure: failureSchema.optional() }),
  ),
});

const rowSchema = z.object({
  id: z.string(),
  workflow: z.string(),
  version: z.number(),
  status: z.string(),
  severity: severitySchema,
  started_at_ms: z.number(),
  ended_at_ms: z.number().nullable(),
  state: z.string(),
});

type Pause = z.infer<typeof pauseCauseSchema>;

/** An error goes before what somebody decided: it is what has to be seen to. */
const pauseOf = (causes: readonly Pause[]): Pause | undefined =>
  causes.find(({ kind }) => kind === 'error') ?? [...causes].sort((one, other) => one.sinceMs - other.sinceMs)[0];

/** What a task failed with says more than the pause, or the failure, that came of it. */
function failureOf({ tasks, failure }: z.infer<typeof stateSchema>): Pick<Stuck, 'failure' | 'activity'> {
  const failed = Object.values(tasks).find(({ status }) => status === 'failed');
  if (!failed?.failure) return failure ? { failure } : {};
  return { failure: failed.failure, activity: failed.activity };
}

function stuckOf(row: unknown): Stuck {
  const { id, workflow, version, status, severity, ...times } = rowSchema.parse(row);
  const state = stateSchema.parse(JSON.parse(times.state));
  const pause = status === 'failed' ? undefined : pauseOf(state.pauseCauses);
  const isFailure = pause === undefined || pause.kind === 'error';
  return {
    id,
    workflow,
    version,
    severity,
    sinceMs: pause?.sinceMs ?? times.ended_at_ms ?? times.started_at_ms,
    ...(pause && { pause }),
    ...(isFailure && failureOf(state)),
  };
}

export const createStuckReads = (knex: Knex): Pick<EngineReader, 'stuck'> => ({
  stuck: async ({ failedSinceMs, limit }) => {
    const columns = ['id', 'workflow', 'version', 'status', 'severity', 'started_at_ms', 'ended_at_ms', 'state'];
    const paused = () => knex('sb_instance').where({ status: 'paused' });
    const failed = () => knex('sb_instance').where({ status: 'failed' }).where('ended_at_ms', '>=', failedSinceMs);
    const counted = async (query: Knex.QueryBuilder): Promise<number> =>
      z.object({ count: z.coerce.number() }).parse(await query.count({ count: '*' }).first()).count;
    const pausedRows: unknown[] = await paused().orderBy('started_at_ms', 'desc').limit(limit).select(columns);
    const failedRows: unknown[] = await failed().orderBy('ended_at_ms', 'desc').limit(limit).select(columns);
    return {
      items: [...pausedRows, ...failedRows].map(stuckOf),
      total: (await counted(paused())) + (await counted(failed())),
    };
  },
});
