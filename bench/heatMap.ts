import { dayMs, measurePaths, withLongHistory } from './longHistory.ts';
import type { Spread } from './spread.ts';

/** What 100,000 instances of a month, with five tasks each, cost whoever looks at a day of the heat map. */
export interface HeatMapCost {
  readonly days: number;
  readonly day: Spread;
  readonly longRuns: Spread;
  readonly kind: Spread;
  readonly cell: Spread;
}

/** Measures through HTTP, on SQLite or on a PostgreSQL server. */
export const benchHeatMap = (serverUrl?: string, days = 30): Promise<HeatMapCost> =>
  withLongHistory(serverUrl, days, async ({ client, endMs }) => {
    const written = Array.from({ length: days }, (_day, index) =>
      new Date(endMs - (index + 1) * dayMs).toISOString().slice(0, 10),
    );
    const asked = (query: string): Promise<Spread> =>
      measurePaths(
        client,
        written.map((day) => `/api/heatmap?day=${day}&zone=Europe/Paris${query}`),
      );
    return {
      days,
      day: await asked(''),
      longRuns: await asked('&minDuration=1m'),
      kind: await asked('&kind=wait'),
      cell: await measurePaths(
        client,
        written.map((day) => `/api/heatmap/cell?at=${day}T10:00:00Z`),
      ),
    };
  });
