import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { differencesFrom, foreseeCleanup, type Foresight } from './cleanupOracle.ts';
import { demoNow, openDemoDatabase, type PackageDatabase } from './packageDatabase.ts';
import { shippedDefinition } from './deliveryPackage.ts';
import { walkWorkflow, type Step } from './walkWorkflow.ts';

const cleanup = shippedDefinition('cleanup');

/** Activities that change rows only where the option, or an earlier run, makes them. */
const idle = new Set(['moveErrorStart', 'onlyStatistics', 'fullStatistics']);

describe('cleanup on demo data', () => {
  let database: PackageDatabase;
  let foresight: Foresight;
  let steps: readonly Step[];

  beforeAll(async () => {
    database = await openDemoDatabase(0.02);
    const { knex } = database;
    foresight = await foreseeCleanup(knex, { now: demoNow });
    steps = await walkWorkflow(knex, cleanup, { now: demoNow });
  }, 120_000);
  afterAll(() => database.close());

  it('leaves exactly the rows and tables that the oracle foresees', async () => {
    expect(await differencesFrom(database.knex, foresight, demoNow)).toEqual([]);
  });

  it('finds something to do in every activity that deletes or changes rows', () => {
    const busy = new Set(steps.filter(({ recordCount = 0 }) => recordCount > 0).map(({ activity }) => activity));
    const own = Object.entries(cleanup.activities).filter(
      ([id, { type, pattern }]) =>
        (type === 'sqlCode' || (type === 'dropTables' && pattern !== 'wkf*')) && !idle.has(id),
    );
    expect(own.map(([id]) => id).filter((id) => !busy.has(id))).toEqual([]);
  });

  it('counts beforehand what each repeated script will do', () => {
    const repeated = steps.filter(({ rounds }) => rounds.length > 0);
    expect(repeated.filter(({ total, recordCount }) => total !== recordCount)).toEqual([]);
  });
});
