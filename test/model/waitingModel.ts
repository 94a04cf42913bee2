import type { RandomActivity } from '../properties/randomGraph.ts';
import { millisecondsOf, type Due, type ModelTask } from './modelState.ts';

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;
/** Tests begin at 04:00 (shell.ts), which is nought for the model; random windows are of the same zone. */
const dawnOfDayMs = 4 * 60 * minuteMs;

const msOf = (clock: string): number => {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return (hours * 60 + minutes) * minuteMs;
};

/** Whether one of its windows is open. */
export function isOpen({ windows = [] }: RandomActivity, nowMs: number): boolean {
  const ofDayMs = (nowMs + dawnOfDayMs) % dayMs;
  return windows.some(({ from, to }) => msOf(from) <= ofDayMs && ofDayMs < msOf(to));
}

/** The next instant at which one of its windows begins. */
export function nextOpening({ windows = [] }: RandomActivity, nowMs: number): number {
  const dayBeganMs = Math.floor((nowMs + dawnOfDayMs) / dayMs) * dayMs - dawnOfDayMs;
  const openings = [dayBeganMs, dayBeganMs + dayMs].flatMap((day) => windows.map(({ from }) => day + msOf(from)));
  return Math.min(...openings.filter((opening) => opening > nowMs));
}

/** What fires while a task waits, in the order of the times. */
export const expirationsOf = ({ expirations = [] }: RandomActivity, beganMs: number): Due[] =>
  expirations
    .map(({ outlet, after, complete }) => ({ outlet, ends: complete, atMs: beganMs + millisecondsOf(after) }))
    .sort((one, other) => one.atMs - other.atMs);

/** How long until a failed attempt is tried again. */
export function retryDelayMs(retry: NonNullable<RandomActivity['retry']>, attempt: number): number {
  const delayMs = millisecondsOf(retry.delay) * (retry.factor ?? 1) ** (attempt - 1);
  return retry.maxDelay === undefined ? delayMs : Math.min(delayMs, millisecondsOf(retry.maxDelay));
}

/** Whether somebody can end the wait as if its time had come. */
export const hasTime = ({ status, dueAtMs }: ModelTask): boolean => status === 'waiting' && dueAtMs !== undefined;
