import type { Knex } from 'knex';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { reportSchema } from '../../definitions/packages/report.ts';
import { packages } from '../../definitions/registry/packages.generated.ts';
import { sqlTexts } from '../../engine/activity/sqlFields.ts';
import { dialectOf } from '../../server/database/dialect.ts';
import { extent } from '../support/extent.ts';
import { live, openLivingDemo } from './livingDemo.ts';
import { instant, readRows } from './runWorkflow.ts';

// A Monday, and the 25th: what is done once a week or once a month is done in the first night.
const beginMs = Date.parse('2026-05-25T00:00:00.000Z');

// On some days they have nothing to do: billing is monthly, and of what is paused people are told on Mondays, after a week.
const rare = ['billing', 'cleanupPausedWorkflows'];
const pausedIsTold = extent.demoHours > 8 * 24;

const dayMs = 86_400_000;
const dayOf = (atMs: number): number => Math.floor((atMs - beginMs) / dayMs) + 1;
const daysOf = (hours: number): readonly number[] => Array.from({ length: Math.ceil(hours / 24) }, (_, day) => day + 1);

const deployedSchema = z.object({ approved: instant, published: instant.nullable() });
const suppressedSchema = z.object({ address: z.string(), written: instant });

/** On which day each offer was approved whose approval ended while time passed, and on which it went live. */
async function deployedOffers(knex: Knex): Promise<readonly (readonly [approved: number, published: number | null])[]> {
  const offers = knex('nms_offer as s')
    .leftJoin('nms_offer as o', 'o.source_id', 's.offer_id')
    .where('s.approved_at', '>=', new Date(beginMs).toISOString())
    .whereNull('s.source_id')
    .orderBy('s.approved_at')
    .select('s.approved_at as approved', 'o.published_at as published');
  return (await readRows(deployedSchema, offers)).map(({ approved, published }) => [
    dayOf(approved),
    published === null ? null : dayOf(published),
  ]);
}

/** The addresses of which the service has heard while time passed, and on which day each was written down here. */
async function suppressedSince(knex: Knex): Promise<readonly (readonly [address: string, day: number])[]> {
  const addresses = knex('nms_suppression')
    .where('address', 'like', 'gone.%')
    .orderBy('suppression_id')
    .select('address', 'last_modified_at as written');
  return (await readRows(suppressedSchema, addresses)).map(({ address, written }) => [address, dayOf(written)]);
}

/** What offerMgt and deliverabilityUpdate wrote, a row each day, and not that they ran. */
async function expectNewsOfEachDay(knex: Knex, hours: number): Promise<void> {
  const days = daysOf(hours);
  expect(await deployedOffers(knex)).toEqual(days.map((day) => [day, day]));
  expect(await suppressedSince(knex)).toEqual(days.map((day) => [`gone.${String(day)}@example.org`, day]));
  const heard: unknown = await knex('nms_broad_log_msg')
    .where({ source: 'service' })
    .orderBy('broad_log_msg_id')
    .pluck('text');
  expect(heard).toEqual(days.map((day) => `451 greylisted on day ${String(day)}`));
}

/** The charts of all reports that have nothing to show. */
async function emptyCharts(knex: Knex): Promise<readonly string[]> {
  const declared = packages.flatMap(({ reports }) => reports.map(({ declaration }) => reportSchema.parse(declaration)));
  const empty: string[] = [];
  for (const { name, charts } of declared)
    for (const chart of charts) {
      const rows = await rowsOf(knex, sqlTexts(chart.sql)[dialectOf(knex)] ?? '');
      const shown = rows.filter((row) => typeof row[chart.category.column] === 'string');
      const counted = shown.flatMap((row) => chart.measures.map(({ column }) => Number(row[column])));
      if (!counted.some((value) => value > 0)) empty.push(`${name}: ${chart.name}`);
    }
  return empty;
}

/** SQLite answers with the rows, PostgreSQL with an object that holds them. */
const rawSchema = z.union([
  z.array(z.record(z.string(), z.unknown())),
  z.object({ rows: z.array(z.record(z.string(), z.unknown())) }),
]);

async function rowsOf(knex: Knex, sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const answer = rawSchema.parse(await knex.raw<unknown>(sql));
  return Array.isArray(answer) ? answer : answer.rows;
}

it('all that is due runs while the demo data live, none fails, each has work on every day, its journal tells so, and the reports show it', async () => {
  const demo = await openLivingDemo(beginMs, 0.02);
  const { engine } = demo;
  try {
    const shipped = packages.flatMap(({ workflows }) => workflows.map(({ name }) => name));
    const idle: string[] = [];
    const done = await live(demo, {
      beginMs,
      hours: extent.demoHours,
      onDay: (day, ofDay) => {
        const busy = new Set(ofDay.flatMap(({ workflow, worked }) => (worked > 0 ? [workflow] : [])));
        idle.push(...shipped.filter((name) => !busy.has(name)).map((name) => `${name} on day ${String(day)}`));
      },
    });
    expect(done.flatMap(({ workflow, faults }) => faults.map((fault) => `${workflow}: ${fault}`))).toEqual([]);
    expect(done.filter(({ begun, finished }) => finished < begun).map(({ workflow }) => workflow)).toEqual([]);
    // At the least that it began, and how it ended.
    expect(done.filter(({ begun, lines }) => lines < 2 * begun).map(({ workflow }) => workflow)).toEqual([]);
    const worked = new Set(done.flatMap(({ workflow, worked }) => (worked > 0 ? [workflow] : [])));
    expect(shipped.filter((name) => !worked.has(name))).toEqual(pausedIsTold ? [] : ['cleanupPausedWorkflows']);
    expect(idle.filter((one) => !rare.some((name) => one.startsWith(`${name} `)))).toEqual([]);
    expect(await emptyCharts(engine.knex)).toEqual([]);
    await expectNewsOfEachDay(engine.knex, extent.demoHours);
  } finally {
    await engine.close();
  }
}, 3_600_000);

it('an offer goes live and a suppressed address comes from the service on each following day', async () => {
  const demo = await openLivingDemo(beginMs, 0.003, ['offerMgt', 'deliverabilityUpdate']);
  try {
    const done = await live(demo, { beginMs, hours: 72 });
    expect(done.flatMap(({ faults }) => faults)).toEqual([]);
    await expectNewsOfEachDay(demo.engine.knex, 72);
  } finally {
    await demo.engine.close();
  }
}, 120_000);
