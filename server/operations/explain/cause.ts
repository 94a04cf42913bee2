import type { Cause } from '../../contract/explanation.ts';
import { isoOrNull } from '../ports/clock.ts';

/** A cause as it is found: what it has not is nobody's, and of no time. */
export interface Found extends Pick<Cause, 'code' | 'text'> {
  readonly task?: { readonly id: string; readonly activity: string };
  readonly activity?: string;
  readonly sinceMs?: number | undefined;
  readonly untilMs?: number | undefined;
  readonly by?: string | undefined;
  readonly clearing?: Cause['clearing'];
}

export const causeOf = ({ code, text, task, activity, sinceMs, untilMs, by, clearing }: Found): Cause => ({
  code,
  text,
  activity: task?.activity ?? activity ?? null,
  task: task?.id ?? null,
  since: isoOrNull(sinceMs),
  until: isoOrNull(untilMs),
  by: by ?? null,
  clearing: clearing ?? null,
});

/** A text as a sentence of its own: what failed says it with a full stop, or without. */
export const sentence = (text: string | undefined): string =>
  text === undefined || text === '' ? '.' : `: ${text}${/[.!?]$/.test(text) ? '' : '.'}`;

/** `1 task`, `2 tasks`. */
export const counted = (count: number, one: string): string => `${String(count)} ${one}${count === 1 ? '' : 's'}`;
