const dayMs = 86_400_000;

/** Instants as the rows of demo data carry them: ISO text, counted back from the moment of the demo. */
export interface Instants {
  readonly now: string;
  /** So many days before now, and `offsetMs` later. Never after now, unless the days are negative. */
  ago: (days: number, offsetMs?: number) => string;
  /** A millisecond before, at and a millisecond after the instant so many days before now. */
  around: (days: number) => readonly [before: string, at: string, after: string];
}

/** @param now the moment that the demo data looks back from. */
export function createInstants(now: Date): Instants {
  const nowMs = now.getTime();
  const msAt = (days: number, offsetMs: number): number => Math.round(nowMs - days * dayMs) + offsetMs;
  const at = (days: number, offsetMs: number): string => new Date(msAt(days, offsetMs)).toISOString();
  return {
    now: now.toISOString(),
    ago: (days, offsetMs = 0) =>
      new Date(days > 0 ? Math.min(msAt(days, offsetMs), nowMs) : msAt(days, offsetMs)).toISOString(),
    around: (days) => [at(days, -1), at(days, 0), at(days, 1)],
  };
}
