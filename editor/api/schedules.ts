import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import {
  agendaSchema,
  scheduleListSchema,
  type AgendaQuery,
  type ScheduleQuery,
} from '../../server/contract/agenda.ts';
import {
  heatCellContentSchema,
  heatMapSchema,
  type HeatCellQuery,
  type HeatMapQuery,
} from '../../server/contract/heatMap.ts';
import {
  backfillListSchema,
  backfillPlanSchema,
  firingListSchema,
  type BackfillPlan,
  type FiringQuery,
} from '../../server/contract/schedules.ts';
import { callApi } from './callApi.ts';

/** How often it is looked at again: schedules are held and fire at any time. */
const lookAgainMs = 5_000;
/** A day of the heat map goes on while it is today. */
const countAgainMs = 60_000;

/** Schedules with how they stand. */
export const schedulesQuery = (query: Partial<ScheduleQuery> = {}) =>
  queryOptions({
    queryKey: ['schedules', 'list', query],
    queryFn: ({ signal }) =>
      callApi({ path: '/api/schedules', query: { size: 500, ...query }, answer: scheduleListSchema, signal }),
    refetchInterval: lookAgainMs,
  });

/** What will fire, day by day. */
export const agendaQuery = (query: Partial<AgendaQuery>) =>
  queryOptions({
    queryKey: ['schedules', 'agenda', query],
    queryFn: ({ signal }) => callApi({ path: '/api/agenda', query, answer: agendaSchema, signal }),
    refetchInterval: countAgainMs,
  });

/** What became of firings, the newest first. */
export const pastFiringsQuery = (query: Partial<FiringQuery>) =>
  queryOptions({
    queryKey: ['schedules', 'firings', query],
    queryFn: ({ signal }) => callApi({ path: '/api/firings', query, answer: firingListSchema, signal }),
    refetchInterval: lookAgainMs,
  });

/** How many workflows ran together on a day. */
export const heatMapQuery = (query: Omit<HeatMapQuery, 'zone'> & { readonly zone: string }) =>
  queryOptions({
    queryKey: ['heatmap', 'day', query],
    queryFn: ({ signal }) => callApi({ path: '/api/heatmap', query, answer: heatMapSchema, signal }),
    refetchInterval: countAgainMs,
  });

/** What ran in a cell. */
export const heatCellQuery = (query: Partial<HeatCellQuery> & { readonly at: string }) =>
  queryOptions({
    queryKey: ['heatmap', 'cell', query],
    queryFn: ({ signal }) => callApi({ path: '/api/heatmap/cell', query, answer: heatCellContentSchema, signal }),
  });

/** Which firings are to be made up for: days of the schedule's own zone. */
export interface BackfillRange {
  readonly workflow: string;
  readonly activity: string;
  readonly from: string;
  readonly to: string;
}

const backfillPath = (workflow: string, rest: 'backfill' | 'backfills'): string =>
  `/api/workflows/${encodeURIComponent(workflow)}/${rest}`;

/** Says which firings would begin. */
export const planBackfill = ({ workflow, ...body }: BackfillRange): Promise<BackfillPlan> =>
  callApi({
    method: 'POST',
    path: backfillPath(workflow, 'backfill'),
    body: { ...body, dryRun: true },
    answer: backfillPlanSchema,
  });

const acknowledgedSchema = z.looseObject({ id: z.string() });

/** Begins them, one after another. */
export const startBackfill = ({ workflow, ...body }: BackfillRange): Promise<{ id: string }> =>
  callApi({ method: 'POST', path: backfillPath(workflow, 'backfill'), body, answer: acknowledgedSchema });

/** Begins no further one. */
export const stopBackfill = (id: string): Promise<{ id: string }> =>
  callApi({
    method: 'POST',
    path: `/api/backfills/${encodeURIComponent(id)}/stop`,
    body: {},
    answer: acknowledgedSchema,
  });

/** How often a backfill that runs is looked at. */
const progressMs = 1_000;

/** The backfills of a workflow, the newest first. */
export const backfillsQuery = (workflow: string) =>
  queryOptions({
    queryKey: ['schedules', 'backfills', workflow],
    queryFn: ({ signal }) =>
      callApi({
        path: backfillPath(workflow, 'backfills'),
        query: { size: 5 },
        answer: backfillListSchema,
        signal,
      }),
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ status }) => status === 'running') ? progressMs : lookAgainMs,
  });
