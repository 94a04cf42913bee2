import { z } from 'zod';

const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
const short = /^(\d+(?:\.\d+)?)(ms|s|m|h|d|w)$/;
const iso = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/**
 * Reads `90s`, `15m`, `2h`, `7d` or ISO 8601 (`PT2H`) as milliseconds (definition-format.md).
 * Months and years are no durations here: their length depends on the calendar.
 * @returns milliseconds, or undefined when the text is no duration.
 */
export function parseDuration(text: string): number | undefined {
  const plain = short.exec(text);
  return plain ? Math.round(Number(plain[1]) * (unitMs[plain[2] ?? ''] ?? Number.NaN)) : parseIso(text);
}

/** The groups of `iso`, in milliseconds. */
const isoUnitsMs = [604_800_000, 86_400_000, 3_600_000, 60_000, 1_000];

function parseIso(text: string): number | undefined {
  const parts = iso.exec(text);
  if (!parts || text === 'P' || text.endsWith('T')) return undefined;
  return Math.round(isoUnitsMs.reduce((sum, unit, index) => sum + unit * Number(parts[index + 1] ?? 0), 0));
}

/** A duration as definitions write it. */
export const durationSchema = z
  .string()
  .refine((text) => parseDuration(text) !== undefined, 'a duration reads 90s, 15m, 2h, 7d or PT2H')
  .meta({ title: 'Duration', widget: 'duration' });
