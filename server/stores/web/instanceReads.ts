import type { Knex } from 'knex';
import { instanceSchema } from '../../../engine/model/instance.ts';
import type { Instance, InstanceStatus } from '../../../engine/model/instance.ts';
import type { InstanceDetail, InstanceQuery, InstanceSummary } from '../../contract/instances.ts';
import { isoOf, isoOrNull } from '../../operations/ports/clock.ts';
import type { EngineReader } from '../../operations/ports/engineReader.ts';
import { containing, contains, pageOf } from './paging.ts';

/** What an instance that has not ended can be. */
export const liveStatuses: readonly InstanceStatus[] = ['running', 'pausing', 'paused', 'stopping'];

export interface InstanceRow {
  id: string;
  workflow: string;
  version: number;
  status: string;
  severity: string;
  started_by: string;
  started_at_ms: number;
  ended_at_ms: number | null;
  seq: number;
  state: string;
}

const inFlight = (state: Instance): number =>
  Object.values(state.tasks).filter(({ status }) => status === 'running').length;

function summaryOf(row: InstanceRow, state: Instance): InstanceSummary {
  return {
    id: state.id,
    workflow: state.workflow,
    version: state.version,
    status: state.status,
    severity: state.severity,
    startedAt: isoOf(row.started_at_ms),
    endedAt: isoOrNull(row.ended_at_ms),
    startedBy: row.started_by,
    parent: state.parent ?? null,
    pauseCauses: state.pauseCauses,
    failure: state.failure ?? null,
    inFlight: inFlight(state),
    seq: row.seq,
  };
}

const parsed = (row: InstanceRow): { row: InstanceRow; state: Instance } => ({
  row,
  state: instanceSchema.parse(JSON.parse(row.state)),
});

const detailOf = ({ row, state }: ReturnType<typeof parsed>): InstanceDetail => ({
  ...summaryOf(row, state),
  state,
  result: state.result ?? null,
});

type Filter = Omit<InstanceQuery, 'page' | 'size'>;

function filtered(knex: Knex, filter: Filter): Knex.QueryBuilder {
  const query = knex('sb_instance');
  for (const column of ['workflow', 'status', 'severity', 'parent'] as const) {
    const wanted = filter[column];
    if (wanted !== undefined) void query.where(column, wanted);
  }
  if (filter.since !== undefined) void query.where('started_at_ms', '>=', Date.parse(filter.since));
  if (filter.q !== undefined) {
    const like = containing(filter.q);
    void query.whereRaw(`(${contains(knex, 'id')} OR ${contains(knex, 'workflow')})`, [like, like]);
  }
  return query;
}

type InstanceReads = Pick<EngineReader, 'instance' | 'summary' | 'instances'>;

export function createInstanceReads(knex: Knex): InstanceReads {
  const find = async (id: string) => {
    const row = await knex<InstanceRow>('sb_instance').where({ id }).first();
    return row && parsed(row);
  };
  return {
    instance: async (id) => {
      const found = await find(id);
      return found && detailOf(found);
    },
    summary: async (id) => {
      const found = await find(id);
      return found && summaryOf(found.row, found.state);
    },
    instances: async (filter, range) => {
      const order = [
        { column: 'started_at_ms', order: 'desc' },
        { column: 'id', order: 'desc' },
      ] as const;
      const page = await pageOf<InstanceRow>(filtered(knex, filter), range, order);
      return { items: page.items.map(parsed).map(({ row, state }) => summaryOf(row, state)), total: page.total };
    },
  };
}
