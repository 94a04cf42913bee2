import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { describe, expect, it } from 'vitest';
import { generateDemo } from '../../../definitions/packages/delivery/demo/generate.ts';
import { differencesFrom, foreseeCleanup } from './cleanupOracle.ts';
import { demoNow, openDemoDatabase, openPackageDatabase, type PackageDatabase } from './packageDatabase.ts';
import { shippedDefinition } from './deliveryPackage.ts';
import { walkWorkflow } from './walkWorkflow.ts';

const small = { now: demoNow, scale: 0.003 };

async function withDatabase<Result>(
  open: Promise<PackageDatabase>,
  use: (knex: Knex) => Promise<Result>,
): Promise<Result> {
  const database = await open;
  try {
    return await use(database.knex);
  } finally {
    await database.close();
  }
}

async function tablesOf(knex: Knex): Promise<readonly string[]> {
  const rows = await knex.raw<{ name: string }[]>(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name",
  );
  return rows.map(({ name }) => name);
}

async function fingerprint(knex: Knex): Promise<string> {
  const hash = createHash('sha256');
  for (const name of await tablesOf(knex)) hash.update(name + JSON.stringify(await knex.raw(`SELECT * FROM ${name}`)));
  return hash.digest('hex');
}

async function count(knex: Knex, ...tables: readonly string[]): Promise<number> {
  let sum = 0;
  for (const table of tables) sum += (await knex.raw<{ n: number }[]>(`SELECT COUNT(*) AS n FROM ${table}`))[0]?.n ?? 0;
  return sum;
}

describe('demo data of the delivery package', () => {
  it('is the same each time', async () => {
    const one = await withDatabase(openDemoDatabase(small.scale), fingerprint);
    const other = await withDatabase(openDemoDatabase(small.scale), fingerprint);
    expect(other).toBe(one);
  });

  it('stays as it is when it is asked for again', () =>
    withDatabase(openDemoDatabase(small.scale), async (knex) => {
      const before = await fingerprint(knex);
      await generateDemo(knex, { ...small, scale: 0.01 });
      expect(await fingerprint(knex)).toBe(before);
    }));

  it('is there as a whole or not at all: what was interrupted begins again', () =>
    withDatabase(openPackageDatabase(), async (knex) => {
      const empty = await fingerprint(knex);
      const onProgress = (done: number, total: number): void => {
        if (done > total / 2) throw new RangeError('interrupted');
      };
      await expect(generateDemo(knex, { ...small, onProgress })).rejects.toThrow('interrupted');
      expect(await fingerprint(knex)).toBe(empty);
      await generateDemo(knex, small);
      expect(await fingerprint(knex)).not.toBe(empty);
    }));

  it('tells how far it is, up to the end and never back', () =>
    withDatabase(openPackageDatabase(), async (knex) => {
      const seen: (readonly [number, number])[] = [];
      await generateDemo(knex, { ...small, onProgress: (done, total) => seen.push([done, total]) });
      const shares = seen.map(([done, total]) => done / total);
      expect(shares).toEqual(shares.toSorted((one, other) => one - other));
      expect(shares.at(-1)).toBe(1);
    }));

  it(
    'is large enough, and cleanup leaves of it what the oracle foresees, in many rounds',
    () =>
      withDatabase(openDemoDatabase(1), async (knex) => {
        expect(await count(knex, 'nms_recipient')).toBeGreaterThanOrEqual(20_000);
        expect(await count(knex, 'nms_delivery')).toBeGreaterThanOrEqual(200);
        const logs = (await tablesOf(knex)).filter((name) => /^nms_(web_)?(broad|tracking)_log(?!_msg)/.test(name));
        expect(await count(knex, ...logs)).toBeGreaterThanOrEqual(500_000);
        const foresight = await foreseeCleanup(knex, { now: demoNow });
        const steps = await walkWorkflow(knex, shippedDefinition('cleanup'), { now: demoNow });
        expect(await differencesFrom(knex, foresight, demoNow)).toEqual([]);
        expect(steps.flatMap(({ rounds }) => rounds).length).toBeGreaterThan(100);
      }),
    180_000,
  );
});
