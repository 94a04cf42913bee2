import type { Json, Variables } from '../../engine/model/json.ts';

/** How many tasks of each activity are in the longest line of ancestors. */
export type Ancestors = Readonly<Record<string, number>>;

/** How a task stands while it lives. */
export type LiveStatus = 'pending' | 'running' | 'waiting' | 'retrying' | 'held' | 'failed';
/** How it ends. */
export type EndStatus = 'done' | 'failed' | 'cancelled' | 'skipped';

/** What came to a task that waits for it: a signal, or with `by` an answer. */
export interface Arrival {
  readonly vars: Variables;
  readonly by?: string;
  /** It ends the wait. */
  readonly ends: boolean;
}

/** When something fires while a task waits. */
export interface Due {
  readonly outlet: string;
  readonly ends: boolean;
  readonly atMs: number;
}

/** The children of a task, by the places of its items. */
export interface ModelChildren {
  total: number;
  /** A signal may add items. */
  open: boolean;
  /** The first item that never had a child. */
  next: number;
  /** Items that need another child. */
  again: number[];
  readonly live: Set<number>;
  readonly results: Map<number, Json>;
  /** One failed or was stopped since the task was last executed. */
  hasFailed: boolean;
}

/** A task as the model knows it. */
export interface ModelTask {
  readonly activity: string;
  status: LiveStatus;
  readonly ancestors: Ancestors;
  readonly vars: Variables;
  attempt: number;
  deaths: number;
  rounds: number;
  /** Since it is pending, somebody has looked whether it decides at once or waits for a worker. */
  looked: boolean;
  /** When it first waited: its length is counted from then, however often it is executed. */
  beganMs?: number;
  /** When its wait or its retry is over. */
  dueAtMs?: number;
  /** Expirations that have not come. */
  expirations: Due[];
  /** What is left of its timeout: counts down while the instance is not paused. */
  leftMs?: number;
  listens: boolean;
  /** What came while the instance stood still. */
  readonly kept: Arrival[];
  readonly answeredBy: string[];
  children?: ModelChildren;
  /** How many branches a join got that did not wait for all. */
  readonly gathered?: number;
}

/** An event that waits at a join. */
export interface ModelEvent {
  readonly from: string;
  readonly outlet: string;
  readonly to: string;
  readonly ancestors: Ancestors;
  readonly vars: Variables;
}

export type ModelStatus = 'running' | 'pausing' | 'paused' | 'stopping' | 'stopped' | 'finished' | 'failed';

/** Why a task of the model failed. */
export type Cause = 'data' | 'config' | 'timeout' | 'lost' | 'runaway-loop';

/** How many tasks of an activity are among the ancestors. */
export const countOf = (ancestors: Ancestors, activity: string): number => ancestors[activity] ?? 0;

/** The longest lines of several events together. */
export function together(all: readonly Ancestors[]): Ancestors {
  const merged: Record<string, number> = {};
  for (const one of all)
    for (const [activity, count] of Object.entries(one)) merged[activity] = Math.max(merged[activity] ?? 0, count);
  return merged;
}

/** Reads `60000ms`. */
export const millisecondsOf = (text: string): number => Number(text.replace('ms', ''));
