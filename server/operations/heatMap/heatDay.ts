import { instantOf } from '../../../engine/time/nextFiring.ts';
import { changeBetween, offsetMsAt, wallMsAt } from '../../../engine/time/zone.ts';
import type { TimeRange } from '../../../engine/time/range.ts';
import type { ClockChange, HeatRow } from '../../contract/heatMap.ts';
import { isoOf } from '../ports/clock.ts';
import { cellMs, type HeatSpan } from '../ports/heatMapReads.ts';

const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** The instants of a day (`2026-01-31`) by the clocks of a zone; where these leave the day out, it is empty. */
export function rangeOfDay(day: string, timeZone: string): TimeRange {
  const wallMs = Date.parse(`${day}T00:00:00Z`);
  return { fromMs: instantOf({ wallMs }, timeZone), untilMs: instantOf({ wallMs: wallMs + dayMs }, timeZone) };
}

/** Where the clocks change within a range, and by how much. */
export function changeWithin({ fromMs, untilMs }: TimeRange, timeZone: string): ClockChange | null {
  // A day that begins with a change begins after it: the instant before belongs to it.
  const atMs = changeBetween(fromMs - 1, untilMs - 1, timeZone);
  if (atMs === undefined) return null;
  const byMs = offsetMsAt(atMs, timeZone) - offsetMsAt(atMs - 1, timeZone);
  return { at: isoOf(atMs), byMinutes: Math.round(byMs / minuteMs) };
}

/** What ran in each cell. */
export interface CellCounts {
  readonly workflows: readonly number[];
  readonly runs: readonly number[];
}

/** How many runs of each workflow begin in each cell, less those that ended before it. */
function changesOf(spans: readonly HeatSpan[], cells: number): ReadonlyMap<string, Int32Array> {
  const changes = new Map<string, Int32Array>();
  for (const { workflow, first, last, runs } of spans) {
    const own = changes.get(workflow) ?? new Int32Array(cells + 1);
    changes.set(workflow, own);
    own[first] = (own[first] ?? 0) + runs;
    own[last + 1] = (own[last + 1] ?? 0) - runs;
  }
  return changes;
}

/** Counts in each cell which workflows ran, and how many of their runs. */
export function countCells(spans: readonly HeatSpan[], cells: number): CellCounts {
  const workflows = new Int32Array(cells);
  const runs = new Int32Array(cells);
  for (const own of changesOf(spans, cells).values()) {
    let running = 0;
    for (let cell = 0; cell < cells; cell += 1) {
      running += own[cell] ?? 0;
      workflows[cell] = (workflows[cell] ?? 0) + Math.sign(running);
      runs[cell] = (runs[cell] ?? 0) + running;
    }
  }
  return { workflows: [...workflows], runs: [...runs] };
}

export const cellCount = ({ fromMs, untilMs }: TimeRange): number =>
  Math.max(0, Math.ceil((untilMs - fromMs) / cellMs));

/** `+05:45` */
function writtenOffset(offsetMs: number): string {
  const minutes = Math.round(Math.abs(offsetMs) / minuteMs);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0'));
  return `${offsetMs < 0 ? '-' : '+'}${hours ?? ''}:${rest ?? ''}`;
}

/** The cells of a range in rows, one for each hour that the clocks show; an hour that comes twice has two. */
export function rowsOfDay(range: TimeRange, timeZone: string, counts: CellCounts): readonly HeatRow[] {
  const rows: HeatRow[] = [];
  for (let cell = 0; cell < cellCount(range); cell += 1) {
    const startMs = range.fromMs + cell * cellMs;
    const wallMs = wallMsAt(startMs, timeZone);
    const hour = new Date(wallMs).getUTCHours();
    const offset = writtenOffset(wallMs - startMs);
    const startsAt = isoOf(startMs);
    const present = rows.at(-1);
    const row = present?.hour === hour && present.offset === offset ? present : { startsAt, hour, offset, cells: [] };
    if (row !== present) rows.push(row);
    row.cells.push({
      startsAt,
      minute: Math.floor((wallMs % hourMs) / minuteMs),
      workflows: counts.workflows[cell] ?? 0,
      runs: counts.runs[cell] ?? 0,
    });
  }
  return rows;
}
