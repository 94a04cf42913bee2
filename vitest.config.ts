import { defineConfig } from 'vitest/config';

const everywhere = ['definitions', 'server', 'editor', 'test'];
const tests = everywhere.map((folder) => `${folder}/**/*.test.{ts,tsx}`);
// Starts a PostgreSQL server when a test asks for one.
const postgres = 'test/support/postgresServer.ts';
// Removes, at the end, the databases that tests are given copies of.
const templates = 'test/support/templateFolder.ts';
// What is written for either database, once more on PostgreSQL.
const onPostgres = [
  'test/api/**/*.test.ts',
  'test/packages/*/*.oracle.test.ts',
  'test/packages/delivery/{cleanupEngine,pausedWorkflows}.test.ts',
  'test/packages/demoLives.test.ts',
];
const whole = ['test/crash/**/*.test.ts', 'test/journeys/**/*.test.ts'];

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
          exclude: whole,
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
        // The built programs, killed and watched: one file at a time, so that they have the machine to themselves.
        extends: true,
        test: {
          name: 'whole',
          include: whole,
          globalSetup: ['test/support/prepareBrowser.ts', templates, postgres],
          fileParallelism: false,
          testTimeout: 240_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
