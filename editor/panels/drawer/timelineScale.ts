import type { Phase, Segment, TaskSpan } from './timeline.ts';

/** The stretch of time that is drawn. */
export interface Range {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What is drawn of a stretch, in parts of the whole width. */
export interface Bar {
  readonly phase: Phase;
  readonly from: number;
  readonly width: number;
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const steps: readonly number[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 6, 12].map((count) => count * hour),
  ...[1, 2, 7, 14, 30, 90, 365].map((count) => count * day),
];

/**
 * Where marks stand on the axis, at round lengths of time from its beginning.
 * @returns milliseconds from the beginning, at most so many beside the first
 */
export function ticksOf({ fromMs, toMs }: Range, most: number): number[] {
  const length = toMs - fromMs;
  const step = steps.find((each) => length / each <= most) ?? Math.ceil(length / most);
  return Array.from({ length: Math.floor(length / step) + 1 }, (_, index) => index * step);
}

/** In so many parts a line is divided: what falls into one is drawn once, however many tasks it was. */
const fineness = 800;

/**
 * What is drawn of a line: neighbours of one phase that cannot be told apart become one bar, so that their number is
 * bounded by the width of the picture and not by the number of tasks.
 * @returns the bars in the order of their beginnings
 */
export function barsOf(segments: readonly Segment[], { fromMs, toMs }: Range): Bar[] {
  const part = Math.max(1, toMs - fromMs) / fineness;
  const open = new Map<Phase, { from: number; to: number }>();
  const bars: Bar[] = [];
  const put = (phase: Phase, { from, to }: { from: number; to: number }): void => {
    bars.push({ phase, from: from / fineness, width: (to - from) / fineness });
  };
  for (const { phase, fromMs: begins, toMs: ends = toMs } of segments.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const from = Math.min(fineness - 1, Math.max(0, Math.floor((begins - fromMs) / part)));
    const to = Math.min(fineness, Math.max(from + 1, Math.ceil((ends - fromMs) / part)));
    const before = open.get(phase);
    if (before && from <= before.to) before.to = Math.max(before.to, to);
    else {
      if (before) put(phase, before);
      open.set(phase, { from, to });
    }
  }
  for (const [phase, bar] of open) put(phase, bar);
  return bars.sort((a, b) => a.from - b.from);
}

/**
 * How long tasks were in each phase, put together.
 * @returns milliseconds by phase, in the order in which they were entered
 */
export function tookByPhase(spans: readonly TaskSpan[], nowMs: number): ReadonlyMap<Phase, number> {
  const sums = new Map<Phase, number>();
  for (const { phase, fromMs, toMs = nowMs } of spans.flatMap(({ segments }) => segments)) {
    sums.set(phase, (sums.get(phase) ?? 0) + Math.max(0, toMs - fromMs));
  }
  return sums;
}
