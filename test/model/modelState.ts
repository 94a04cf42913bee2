/** How many tasks of each activity are in the longest line of ancestors. */
export type Ancestors = Readonly<Record<string, number>>;

/** A task as the model knows it. */
export interface ModelTask {
  readonly activity: string;
  status: 'pending' | 'running' | 'waiting' | 'retrying' | 'held' | 'failed';
  readonly ancestors: Ancestors;
  attempt: number;
  deaths: number;
  rounds: number;
  /** Since it is pending, somebody has looked whether it decides at once or waits for a worker. */
  looked: boolean;
  /** When it first waited: its length is counted from then, however often it is executed. */
  beganMs?: number;
  /** When its wait or its retry is over. */
  dueAtMs?: number;
  /** What is left of its timeout: counts down while the instance is not paused. */
  leftMs?: number;
  listens: boolean;
  /** Signals that came while the instance stood still. */
  kept: number;
  /** How many branches a join got that did not wait for all. */
  readonly gathered?: number;
}

/** An event that waits at a join. */
export interface ModelEvent {
  readonly from: string;
  readonly outlet: string;
  readonly to: string;
  readonly ancestors: Ancestors;
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
