import { appendFileSync } from 'node:fs';

const long = process.env['TEST_LONG'] === '1';

/** How much the random tests try: the one place that says it. `npm run test:long` asks for the second number. */
export const extent = {
  /** Cases of a property, over all its seeds. */
  propertyCases: long ? 6_000 : 600,
  /** Runs of random graphs beside the model. */
  modelCases: long ? 10_000 : 500,
  /** Runs of an engine whose clock jumps, on each store. */
  jumpingClocks: long ? 300 : 12,
  /** `kill -9` over a random workload, on each database. */
  kills: long ? 200 : 10,
  /** `kill -9` over a run of `cleanup`, on each database. */
  cleanupKills: long ? 30 : 6,
  /** Shipped workflows whose worker dies half-way, on each database. */
  interrupted: long ? Number.POSITIVE_INFINITY : 1,
  /** Whether each shipped workflow runs twice on both databases, or on one of them, by turns. */
  secondRunsOnBoth: process.env['TEST_HALVES'] !== '1',
  /** Where it dies in each: of the first, the middle and the last step so many, and as many by chance as these. */
  lossesAtEdges: long ? 3 : 0,
  lossesByChance: long ? 4 : 2,
  /** Hours that the demo data live on a clock of their own: a night, or a month. */
  demoHours: long ? 30 * 24 : 7,
  /** How long a database goes away. */
  awayMs: long ? 30_000 : 4_000,
} as const;

/** Notes what was really tried, for the totals that `npm test` prints (build/test.mjs). */
export function noteTried(what: string, count: number): void {
  const file = process.env['TEST_TOTALS'];
  if (file) appendFileSync(file, `${JSON.stringify({ what, count })}\n`);
}
