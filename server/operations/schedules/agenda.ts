import { wallMsAt } from '../../../engine/time/zone.ts';
import type { Agenda, AgendaDay, AgendaEntry, AgendaQuery } from '../../contract/agenda.ts';
import { changeWithin, rangeOfDay } from '../heatMap/heatDay.ts';
import { isoOf } from '../ports/clock.ts';
import type { StoredSchedule } from '../ports/engineReader.ts';
import type { Scheduler } from '../schedulers.ts';
import { firingsIn, type Firings } from './firingsIn.ts';

/** More firings of a schedule on one day than these are told together, and those that follow each other within the hour. */
const toldEach = 6;
const togetherMs = 3_600_000;
/** Of more than one a minute it is only said that there are more. */
const counted = 1_500;

const dayMs = 86_400_000;

/** A scheduler that is armed. */
export interface ArmedScheduler extends Scheduler {
  readonly workflow: string;
  readonly stored: StoredSchedule;
}

/** The firings of one schedule on one day: each for itself while they are few, else all of them as one entry. */
export function foldFirings(of: Pick<AgendaEntry, 'workflow' | 'activity'>, { times, more }: Firings): AgendaEntry[] {
  const entry = (told: readonly number[]): AgendaEntry[] => {
    const [first, last] = [told[0], told.at(-1)];
    if (first === undefined || last === undefined) return [];
    return [{ ...of, firstAt: isoOf(first), lastAt: isoOf(last), count: told.length, more }];
  };
  const [first, second = Infinity] = times;
  const isFrequent = first !== undefined && second - first <= togetherMs;
  return isFrequent || times.length > toldEach ? entry(times) : times.flatMap((time) => entry([time]));
}

function dayOf(schedulers: readonly ArmedScheduler[], day: string, { zone, nowMs }: { zone: string; nowMs: number }) {
  const whole = rangeOfDay(day, zone);
  const range = { ...whole, fromMs: Math.max(whole.fromMs, nowMs) };
  const entries = schedulers.flatMap((scheduler) => {
    const { workflow, activity, stored } = scheduler;
    return foldFirings({ workflow, activity }, firingsIn(scheduler, { range, stored, most: counted }));
  });
  const [from, to] = [isoOf(whole.fromMs), isoOf(whole.untilMs)];
  entries.sort((one, other) => one.firstAt.localeCompare(other.firstAt) || one.workflow.localeCompare(other.workflow));
  return { day, from, to, change: changeWithin(whole, zone), entries } satisfies AgendaDay;
}

/** What will fire on some days of a zone, from now on. Pure. */
export function agendaOf(schedulers: readonly ArmedScheduler[], query: AgendaQuery, nowMs: number): Agenda {
  const { zone, days, from } = query;
  const today = isoOf(wallMsAt(nowMs, zone)).slice(0, 10);
  const firstMs = Date.parse(`${from ?? today}T00:00:00Z`);
  const written = Array.from({ length: days }, (_day, index) => isoOf(firstMs + index * dayMs).slice(0, 10));
  return { timeZone: zone, asOf: isoOf(nowMs), days: written.map((day) => dayOf(schedulers, day, { zone, nowMs })) };
}
