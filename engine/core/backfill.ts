import type { ActivityId, InstanceId, RequestId, WorkflowName } from '../model/ids.ts';
import { nextWithin, type TimeRange } from '../time/range.ts';
import { schedulesOf } from './schedules.ts';
import type { WorkflowWorld } from './workflowState.ts';

/** The firings of a range that are made up for, one after another (semantics.md 7). */
export interface Backfill extends TimeRange {
  /** That of the request which asked for it. */
  readonly id: RequestId;
  readonly workflow: WorkflowName;
  readonly activity: ActivityId;
  readonly status: 'running' | 'finished' | 'stopped';
  /** How many firings there were to be, and how many have been. */
  readonly total: number;
  readonly begun: number;
  readonly lastDueAtMs?: number;
  /** The instance that began last: the next one waits for its end. */
  readonly instance?: InstanceId;
  readonly by: string;
  readonly askedAtMs: number;
  readonly endedAtMs?: number;
  readonly reason?: string;
}

/** How many firings one backfill makes up for at most. */
export const mostBackfilled = 10_000;

/** What comes next in a backfill: a firing, its end, or its end before the time. */
export type NextBackfilled =
  | { readonly type: 'due'; readonly dueAtMs: number }
  | { readonly type: 'finished' }
  | { readonly type: 'stopped'; readonly reason: string };

/** Decides what a backfill does next, by the schedule of the newest version. Pure. */
export function nextBackfilled(world: WorkflowWorld, backfill: Backfill): NextBackfilled {
  const armed = schedulesOf(world).get(backfill.activity);
  if (!armed) return { type: 'stopped', reason: 'the newest version has no such scheduler' };
  const dueAtMs = nextWithin(armed.schedule, armed.timeZone, backfill, backfill.lastDueAtMs);
  return dueAtMs === undefined ? { type: 'finished' } : { type: 'due', dueAtMs };
}

/** A backfill that has ended, and why before the time. */
export const endedBackfill = (
  backfill: Backfill,
  status: 'finished' | 'stopped',
  { nowMs, reason }: { readonly nowMs: number; readonly reason?: string },
): Backfill => ({ ...backfill, status, endedAtMs: nowMs, ...(reason !== undefined && { reason }) });
