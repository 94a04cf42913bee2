import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Variables } from '../../../engine/model/json.ts';
import { differencesFrom, foreseeCleanup, type Foresight } from './cleanupOracle.ts';
import { demoNow, openDemoDatabase, type PackageDatabase } from './packageDatabase.ts';
import { shippedDefinition } from './deliveryPackage.ts';
import { walkWorkflow, type Step } from './walkWorkflow.ts';

const cleanup = shippedDefinition('cleanup');

/** Activities that change rows only where the option, or an earlier run, makes them. */
const idle = new Set(['moveErrorStart', 'onlyStatistics', 'fullStatistics']);

/** Tables that grow with every message. What is looked through for orphans is none of them. */
const logTable =
  /: (nms_(broad_log|exclude_log|tracking|web_tracking|proposition|coupon|mirror|provider_msg)|xtk_job_log)(?!_msg$)/;

/** What a name in a query plan stands for. */
function tableOf(name: string, sql: string): string {
  const [, aliased] = new RegExp(`(?:FROM|JOIN) "?(\\w+)"? ${name}\\b`).exec(sql) ?? [];
  return aliased ?? name;
}

describe('cleanup on demo data', () => {
  let database: PackageDatabase;
  let foresight: Foresight;
  let steps: readonly Step[];
  const scans: string[] = [];

  beforeAll(async () => {
    database = await openDemoDatabase(0.02);
    const { knex } = database;
    foresight = await foreseeCleanup(knex, { now: demoNow });
    const onSql = async (activity: string, sql: string, params: Variables): Promise<void> => {
      if (!/^\s*(SELECT|WITH|DELETE|UPDATE|INSERT|CREATE TABLE)/.test(sql)) return;
      const plan = await knex.raw<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${sql}`, params);
      const scanned = plan.flatMap(({ detail }) => /^SCAN (\w+)/.exec(detail)?.[1] ?? []);
      scans.push(...scanned.map((name) => `${activity}: ${tableOf(name, sql)}`));
    };
    steps = await walkWorkflow(knex, cleanup, { now: demoNow, onSql });
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

  it('reads no log table from end to end', () => {
    expect(scans.filter((scan) => logTable.test(scan))).toEqual([]);
  });
});
