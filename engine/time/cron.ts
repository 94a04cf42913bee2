import { Cron } from 'croner';
import { remember } from '../remember.ts';

/** A cron expression that means something, or what is wrong with it. */
export type ParsedCron =
  { readonly ok: true; readonly cron: CronPattern } | { readonly ok: false; readonly message: string };

/** When a cron expression matches, on a clock without zones: wall times (zone.ts), never the process's clock. */
export interface CronPattern {
  /** The first matching wall time after this one. */
  readonly after: (wallMs: number) => number | undefined;
}

const secondMs = 1_000;
/** 2026: any instant does, so long as it is always the same. */
const anyWallMs = Date.UTC(2026, 0, 1);

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : 'it is no cron expression';
  return message.replace(/^CronPattern: (Syntax error, )?/, '');
}

// croner is given the offset of UTC, and with it wall times: its own rules for clock changes do not come into play, ours do
// (nextFiring.ts). By the zone's name it would ask for the offset at every step, which takes five times as long. Without a
// function to call it starts no timer.
function parse(text: string): ParsedCron {
  const fields = text.trim().split(/\s+/).length;
  if (text.trim().startsWith('@')) return { ok: false, message: 'write five or six fields instead of a nickname' };
  if (fields !== 5 && fields !== 6) return { ok: false, message: `it has ${fields} of the 5 or 6 fields` };
  try {
    const cron = new Cron(text.trim(), { paused: true, utcOffset: 0, mode: '5-or-6-parts' });
    const after = (wallMs: number): number | undefined =>
      cron.nextRun(new Date(Math.floor(wallMs / secondMs) * secondMs))?.getTime();
    if (after(anyWallMs) === undefined) return { ok: false, message: 'no day matches it, ever' };
    return { ok: true, cron: { after } };
  } catch (error) {
    return { ok: false, message: reasonOf(error) };
  }
}

/** Parses a cron expression of 5 fields, or 6 with seconds first. */
export const parseCron: (text: string) => ParsedCron = remember(500, parse);
