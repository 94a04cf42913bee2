import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { inAllLanguagesSchema } from '../../definitions/packages/catalogueEntry.ts';
import { packages } from '../../definitions/registry/packages.generated.ts';
import { catalogue, manifests } from './shippedPackages.ts';
import { makeInstallation, openInstallation, type TestDatabase, type WebTables } from '../support/webTables.ts';

const demoNowMs = Date.parse('2026-01-31T04:00:00.000Z');
const making = { nowMs: demoNowMs, demo: true, demoScale: 0.003, onProgress: () => undefined };
const databases: readonly TestDatabase[] = ['sqlite', 'postgres'];

const namesSchema = z.array(z.object({ name: z.string() }));

/** The tables of packages that stand in a database. */
async function standing({ engine }: WebTables, database: TestDatabase): Promise<readonly string[]> {
  const rows: unknown =
    database === 'postgres'
      ? await engine('pg_tables').where({ schemaname: 'public' }).select('tablename as name')
      : await engine('sqlite_master').where({ type: 'table' }).select('name');
  return namesSchema
    .parse(rows)
    .map(({ name }) => name)
    .filter((name) => /^(nms|xtk)_/.test(name) && name !== 'xtk_option')
    .sort();
}

async function fingerprint(knex: Knex, tables: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const prints: Record<string, string> = {};
  for (const table of tables) {
    const rows: unknown[] = await knex(table).select('*');
    const lines = rows.map((row) => JSON.stringify(row)).sort();
    prints[table] = `${rows.length} ${createHash('sha256').update(lines.join('\n')).digest('hex')}`;
  }
  return prints;
}

const exactly = (names: readonly string[]): readonly string[] => names.filter((name) => !name.endsWith('*'));
const isCube = (name: string): boolean => name.startsWith('nms_cube_');

describe('the manifests of packages', () => {
  it.each(manifests)(
    'carry a label in five languages, and need only packages that come before them: $name',
    (manifest) => {
      expect(inAllLanguagesSchema.safeParse(manifest.label).success).toBe(true);
      const before = manifests.slice(0, manifests.indexOf(manifest)).map(({ name }) => name);
      expect(manifest.needs.filter((need) => !before.includes(need))).toEqual([]);
    },
  );

  it.each(manifests)(
    'name the workflows that the catalogue has for them, and no others are shipped: $name',
    (manifest) => {
      const entries = catalogue.filter((workflow) => workflow.package === manifest.name);
      const named: readonly string[] = entries.map(({ entry }) => entry.workflow);
      expect(named).toEqual([...manifest.workflows].sort());
      const shipped = packages.find(({ name }) => name === manifest.name)?.workflows.map(({ name }) => name) ?? [];
      expect(shipped.filter((name) => !named.includes(name))).toEqual([]);
    },
  );

  it('declare each option, group and workflow once', () => {
    for (const names of [
      manifests.flatMap(({ options }) => options.map(({ name }) => name)),
      manifests.flatMap(({ groups }) => groups.map(({ name }) => name)),
      manifests.flatMap(({ workflows }) => workflows),
    ])
      expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('declare no option that no workflow reads', () => {
    const written = packages.map(({ workflows }) => JSON.stringify(workflows.map(({ definition }) => definition)));
    const words = new Set(written.flatMap((text) => text.split(/\W+/)));
    expect(
      manifests.flatMap(({ options }) => options.map(({ name }) => name)).filter((name) => !words.has(name)),
    ).toEqual([]);
  });

  it('have 28 workflows in all', () => {
    expect(catalogue).toHaveLength(28);
  });
});

describe.each(databases)('all packages with their demo data on %s', (database) => {
  let tables: WebTables;
  let names: readonly string[];

  beforeAll(async () => {
    tables = await openInstallation(database, making);
    names = await standing(tables, database);
  }, 180_000);
  afterAll(() => tables.close());

  it('make the tables that their manifests own, and no others', () => {
    const owned = manifests.flatMap(({ owns }) => exactly(owns)).filter((name) => !isCube(name));
    expect(names).toEqual(owned.toSorted());
  });

  it('fill all tables but those that workflows fill', async () => {
    const empty: string[] = [];
    for (const name of names) if ((await tables.engine(name).first()) === undefined) empty.push(name);
    expect(empty).toEqual([
      'nms_active_contact',
      'nms_asset_notice',
      'nms_billing_line',
      'nms_billing_report',
      'nms_broad_log_event_histo',
      'nms_campaign_notice',
      'nms_deliverability_update',
      'nms_expense_line',
      'nms_expired_delivery',
      'nms_forecast_log_rcp',
      'nms_mx_rule',
      'nms_pressure_count',
      'nms_stock_movement',
      'nms_suppression',
      'nms_task_notice',
      'nms_tracking_log_batch_event',
      'nms_tracking_log_rt_event',
      'nms_user_agent_stats',
      'nms_volume_consumed',
      'nms_volume_line',
      'xtk_heat_map_cell',
      'xtk_heat_map_run',
    ]);
  });

  it('point to nothing that is not there', async () => {
    // PostgreSQL has looked at each reference when its row came.
    if (database === 'sqlite') expect(await tables.engine.raw('PRAGMA foreign_key_check')).toEqual([]);
    const pairs = [
      ['nms_operation_delivery', 'delivery_id', 'nms_delivery'],
      ['nms_delivery_content', 'delivery_id', 'nms_delivery'],
      ['nms_gdpr_request_subject', 'recipient_id', 'nms_recipient'],
    ] as const;
    for (const [table, key, parent] of pairs)
      expect(await tables.engine(table).whereNotIn(key, tables.engine(parent).select(key))).toEqual([]);
  });
});

describe('the demo data of all packages', () => {
  it('is the same each time, whatever package makes it', async () => {
    const prints: Readonly<Record<string, string>>[] = [];
    for (const nth of [1, 2]) {
      const tables = await makeInstallation(making);
      prints.push(await fingerprint(tables.engine, await standing(tables, 'sqlite')));
      await tables.close();
      expect(prints).toHaveLength(nth);
    }
    expect(prints[1]).toEqual(prints[0]);
  }, 180_000);
});
