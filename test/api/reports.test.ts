import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { manifestSchema } from '../../definitions/packages/manifest.ts';
import { reportSchema as declaredSchema } from '../../definitions/packages/report.ts';
import { packages } from '../../definitions/registry/packages.generated.ts';
import { reportListSchema, reportSchema } from '../../server/contract/reports.ts';
import { signIn, type ApiClient } from '../support/apiClient.ts';
import { startWeb, type TestWeb } from './support/startWeb.ts';

const declared = packages.flatMap(({ reports }) => reports.map(({ declaration }) => declaredSchema.parse(declaration)));

describe('reports on what workflows have computed', () => {
  let web: TestWeb;
  let admin: ApiClient;
  const report = async (name: string) => reportSchema.parse((await admin.get(`/api/reports/${name}`)).body);

  beforeAll(async () => {
    web = await startWeb({ packages, triesSql: true });
    admin = await signIn(web.url);
    await web.changePackage({ what: 'install', name: 'delivery', demo: true });
  }, 180_000);
  afterAll(() => web.close());

  it('[G1] are those of the packages that are installed', async () => {
    const names = async () =>
      reportListSchema.parse((await admin.get('/api/reports')).body).items.map(({ name }) => name);
    expect(await names()).toEqual(['billing', 'deliveries', 'forecasts', 'tracking']);
    expect((await admin.get('/api/reports/events')).status).toBe(404);
    await web.changePackage({ what: 'install', name: 'message-center-execution', demo: true });
    expect(await names()).toEqual(['billing', 'deliveries', 'forecasts', 'tracking', 'events']);
  });

  it('[G1] are named by the manifest of their package, each once', () => {
    for (const { manifest, reports } of packages) {
      const names = reports.map(({ name }) => name);
      expect(manifestSchema.parse(manifest).reports).toEqual(names);
    }
    const names = declared.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('[G2] show what stands in the tables', async () => {
    const { charts } = await report('events');
    const counted: unknown = await web.engine('nms_rt_event').groupBy('status').select('status').count({ events: '*' });
    const expected = z.array(z.object({ status: z.string(), events: z.coerce.number() })).parse(counted);
    const [realTime] = charts;
    expect(new Map(realTime?.rows?.map(({ category, values }) => [category, values[0]]))).toEqual(
      new Map(expected.map(({ status, events }) => [status, events])),
    );
    const [latest] = (await report('deliveries')).charts;
    const newest: unknown = await web
      .engine('nms_delivery')
      .whereBetween('state', [55, 99])
      .where({ is_model: 0, delete_status: 0 })
      .whereNotNull('broad_start_at')
      .orderBy([
        { column: 'broad_start_at', order: 'desc' },
        { column: 'delivery_id', order: 'desc' },
      ])
      .limit(15)
      .pluck('sent');
    expect(latest?.rows?.map(({ values }) => values[0])).toEqual(newest);
  });

  it('[G2] say that nothing was computed yet where there is no table, and show the other charts', async () => {
    const { charts } = await report('deliveries');
    expect(charts.map(({ name, rows }) => [name, rows === null])).toEqual([
      ['latest', false],
      ['days', true],
      ['profiles', false],
    ]);
    for (const { rows } of (await report('tracking')).charts) expect(rows).not.toBeNull();
  });
});
