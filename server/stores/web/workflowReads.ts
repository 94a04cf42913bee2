import type { Knex } from 'knex';
import { z } from 'zod';
import { instanceStatusSchema } from '../../../engine/model/instance.ts';
import { firingsSchema, workflowStatusSchema } from '../../contract/workflows.ts';
import type {
  EngineReader,
  StoredSchedule,
  StoredSchedules,
  WorkflowState,
} from '../../operations/ports/engineReader.ts';
import { isoOf } from '../../operations/ports/clock.ts';
import { liveStatuses } from './instanceReads.ts';
import type { InstanceRow } from './instanceReads.ts';

interface StateRow {
  workflow: string;
  status: string;
  schedule_held: number | boolean;
}

interface FiringRow {
  id: number;
  workflow: string;
  activity: string;
  due_at_ms: number;
  status: string;
  reason: string | null;
  instance: string | null;
}

const stateOf = (row: StateRow): WorkflowState => ({
  workflow: row.workflow,
  status: workflowStatusSchema.parse(row.status),
  scheduleHeld: Boolean(row.schedule_held),
});

type WorkflowReads = Pick<
  EngineReader,
  | 'workflowState'
  | 'workflowStates'
  | 'nextDue'
  | 'schedules'
  | 'allSchedules'
  | 'liveCounts'
  | 'liveInstances'
  | 'lastInstances'
  | 'firings'
>;

async function readNextDue(knex: Knex): Promise<ReadonlyMap<string, number>> {
  const rows: { workflow: string; due: number }[] = await knex('sb_schedule')
    .whereNotNull('due_at_ms')
    .groupBy('workflow')
    .select('workflow')
    .min({ due: 'due_at_ms' });
  return new Map(rows.map(({ workflow, due }) => [workflow, due]));
}

const scheduleRowSchema = z.object({
  workflow: z.string(),
  activity: z.string(),
  due_at_ms: z.coerce.number().nullable(),
  runs: z.number(),
  waiting: z.coerce.boolean(),
});

/** What is stored of schedules, by workflow and activity. */
async function readSchedules(
  knex: Knex,
  of: { readonly workflow?: string } = {},
): Promise<ReadonlyMap<string, StoredSchedules>> {
  const rows: unknown = await knex('sb_schedule')
    .where(of)
    .select('workflow', 'activity', 'due_at_ms', 'runs', 'waiting');
  const found = new Map<string, Map<string, StoredSchedule>>();
  for (const { workflow, activity, due_at_ms: dueAtMs, runs, waiting } of z.array(scheduleRowSchema).parse(rows)) {
    const own = found.get(workflow) ?? new Map<string, StoredSchedule>();
    found.set(workflow, own.set(activity, { runs, waiting, ...(dueAtMs !== null && { dueAtMs }) }));
  }
  return found;
}

async function readLiveCounts(knex: Knex): Promise<ReadonlyMap<string, number>> {
  const rows: { workflow: string; live: number }[] = await knex('sb_instance')
    .whereIn('status', [...liveStatuses])
    .groupBy('workflow')
    .select('workflow')
    .count({ live: '*' });
  return new Map(rows.map(({ workflow, live }) => [workflow, live]));
}

export function createWorkflowReads(knex: Knex): WorkflowReads {
  const states = () => knex<StateRow>('sb_workflow_state').select('workflow', 'status', 'schedule_held');
  const instances = () => knex<InstanceRow>('sb_instance');
  return {
    workflowState: async (workflow) => {
      const row = await states().where({ workflow }).first();
      return row && stateOf(row);
    },
    workflowStates: async () => (await states()).map(stateOf),
    nextDue: () => readNextDue(knex),
    schedules: async (workflow) => (await readSchedules(knex, { workflow })).get(workflow) ?? new Map(),
    allSchedules: () => readSchedules(knex),
    liveCounts: () => readLiveCounts(knex),
    liveInstances: async (workflow) =>
      (
        await instances()
          .where({ workflow })
          .whereIn('status', [...liveStatuses])
          .select('id')
      ).map(({ id }) => id),
    lastInstances: async (workflow, limit) =>
      (
        await instances()
          .where({ workflow })
          .orderBy('started_at_ms', 'desc')
          .limit(limit)
          .select('id', 'status', 'started_at_ms')
      ).map((row) => ({
        id: row.id,
        status: instanceStatusSchema.parse(row.status),
        startedAt: isoOf(row.started_at_ms),
      })),
    firings: async (workflow, limit) =>
      (await knex<FiringRow>('sb_firing').where({ workflow }).orderBy('due_at_ms', 'desc').limit(limit)).map(firingOf),
  };
}

const firingOf = (row: FiringRow) =>
  firingsSchema.shape.items.element.parse({
    activity: row.activity === '' ? null : row.activity,
    dueAt: isoOf(row.due_at_ms),
    status: row.status,
    reason: row.reason,
    instance: row.instance,
  });
