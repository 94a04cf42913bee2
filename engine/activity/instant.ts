import { ExpressionFailure } from '../expression/expressionFailure.ts';
import { parseDuration } from '../model/duration.ts';
import type { Json } from '../model/json.ts';
import { parseWrittenTime } from '../time/schedule.ts';

const dayMs = 86_400_000;

/** Reads an ISO 8601 instant with `Z` or an offset as milliseconds; undefined when the text is none. */
export function parseInstant(text: string): number | undefined {
  const written = parseWrittenTime(text);
  return written && 'instantMs' in written ? written.instantMs : undefined;
}

/** The instant that a value of an expression names: `timestamp`s leave expressions as ISO text. */
function instantOf(value: Json): number | undefined {
  return typeof value === 'string' ? parseInstant(value) : undefined;
}

/**
 * Reads the value of an expression as an instant.
 * @throws ExpressionFailure when it names none.
 */
export function instantFrom(value: Json, source: string): number {
  const instantMs = instantOf(value);
  if (instantMs !== undefined) return instantMs;
  throw new ExpressionFailure({
    source,
    message: `it gave ${JSON.stringify(value)}, which is no instant; give a timestamp, e.g. now + duration('1h')`,
  });
}

function ageOf(value: Json): number | undefined {
  if (typeof value === 'number') return value * dayMs;
  return typeof value === 'string' ? parseDuration(value) : undefined;
}

/**
 * Reads the value of an expression as the instant before which something is old: a duration or a number of days is an
 * age, counted back from now; a timestamp is the instant itself.
 * @throws ExpressionFailure when it is none of these, or lies in the future.
 */
export function cutoffFrom(value: Json, source: string, nowMs: number): number {
  const ageMs = ageOf(value);
  const cutoffMs = ageMs === undefined ? instantOf(value) : nowMs - ageMs;
  if (cutoffMs !== undefined && cutoffMs <= nowMs) return cutoffMs;
  throw new ExpressionFailure({
    source,
    message:
      `it gave ${JSON.stringify(value)}, which is no age and no instant of the past; ` +
      "give duration('30d'), a number of days or now - duration('30d')",
  });
}
