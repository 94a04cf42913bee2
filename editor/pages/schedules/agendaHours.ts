import { wallMsAt } from '../../../engine/time/zone.ts';
import type { AgendaEntry } from '../../../server/contract/agenda.ts';

/** What fires within an hour of the clocks. */
export interface AgendaHour {
  readonly startsAtMs: number;
  readonly entries: readonly AgendaEntry[];
}

const hourMs = 3_600_000;

/** Firings that are told together: they belong to no hour. */
export const isFrequent = ({ count }: AgendaEntry): boolean => count > 1;

/** What fires once, by the hours that the clocks of a zone show; an hour that comes twice is there twice. */
export function hoursOf(entries: readonly AgendaEntry[], zone: string): readonly AgendaHour[] {
  const hours: (AgendaHour & { entries: AgendaEntry[] })[] = [];
  for (const entry of entries) {
    if (isFrequent(entry)) continue;
    const atMs = Date.parse(entry.firstAt);
    const startsAtMs = atMs - (((wallMsAt(atMs, zone) % hourMs) + hourMs) % hourMs);
    const last = hours.at(-1);
    if (last?.startsAtMs === startsAtMs) last.entries.push(entry);
    else hours.push({ startsAtMs, entries: [entry] });
  }
  return hours;
}

/** Whether the clocks of two zones show different times at an instant. */
export const differs = (at: string, one: string, other: string): boolean =>
  wallMsAt(Date.parse(at), one) !== wallMsAt(Date.parse(at), other);

/** A day before or after another, as both are written. */
export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 24 * hourMs).toISOString().slice(0, 10);

/** The day that the clocks of a zone show at an instant. */
export const dayAt = (atMs: number, zone: string): string => new Date(wallMsAt(atMs, zone)).toISOString().slice(0, 10);
