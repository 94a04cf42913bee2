import { readdirSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

const everywhere = ['definitions', 'server', 'editor', 'test'];
const tests = everywhere.map((folder) => `${folder}/**/*.test.{ts,tsx}`);
// Starts a PostgreSQL server when a test asks for one.
const postgres = 'test/support/postgresServer.ts';
// Removes, at the end, the databases that tests are given copies of.
const templates = 'test/support/templateFolder.ts';
const packageTests = path.join(import.meta.dirname, 'test', 'packages');
const oracles = readdirSync(packageTests, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.oracle.test.ts'))
  .map((file) => `test/packages/${file.split(path.sep).join('/')}`)
  .sort();
// `npm test` (build/test.mjs) asks for this: each oracle on one database, by turns, and the life of the demo data on SQLite.
// `npm run test:long`, and whoever names the files, has all of them on both.
const isShort = process.env['TEST_HALVES'] === '1';
const turnOf = (turn: number): string[] => oracles.filter((_, index) => !isShort || index % 2 === turn);
const notOnSqlite = oracles.filter((file) => !turnOf(0).includes(file));
// What is written for either database, once more on PostgreSQL.
const onPostgres = [
  'test/api/**/*.test.ts',
  'test/packages/delivery/{cleanupEngine,pausedWorkflows}.test.ts',
  'test/packages/{interrupted,secondRun}.test.ts',
  ...turnOf(1),
  ...(isShort ? [] : ['test/packages/demoLives.test.ts']),
];
const whole = ['test/crash/**/*.test.ts', 'test/journeys/**/*.test.ts'];
// What must take effect within seconds, and what is struck within microseconds: beside others it would be late.
const alone = [
  'test/crash/{killed,killedPostgres,cleanupKilled,cleanupKilledPostgres,deliveryKilled,longStatement}.test.ts',
];

export default defineConfig({
  test: {
    // Two: what the smallest supported machine has; more would only make timings jump.
    maxWorkers: 2,
    restoreMocks: true,
    // No module keeps anything (CONTRIBUTING.md): files share what they import, which takes half of the time otherwise.
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'engine',
          include: ['engine/**/*.test.ts'],
          testTimeout: 20_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'parts',
          include: tests,
          exclude: [...whole, ...notOnSqlite],
          globalSetup: [templates, postgres],
          testTimeout: 20_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'postgres',
          include: onPostgres,
          env: { SIGNALBOX_TEST_DATABASE: 'postgres' },
          globalSetup: [templates, postgres],
          testTimeout: 20_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // The built programs, killed and watched: they wait more than they work.
        extends: true,
        test: {
          name: 'whole',
          include: whole,
          exclude: alone,
          globalSetup: ['test/support/prepareBrowser.ts', templates, postgres],
          testTimeout: 240_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        // One file at a time, so that they have the machine to themselves.
        extends: true,
        test: {
          name: 'alone',
          include: alone,
          globalSetup: [templates, postgres],
          fileParallelism: false,
          testTimeout: 240_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
