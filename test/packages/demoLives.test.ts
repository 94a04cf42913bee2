import type { Knex } from 'knex';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { reportSchema } from '../../definitions/packages/report.ts';
import { packages } from '../../definitions/registry/packages.generated.ts';
import { sqlTexts } from '../../engine/activity/sqlFields.ts';
import { dialectOf } from '../../server/database/dialect.ts';
import { extent } from '../support/extent.ts';
import { openEngine } from './engineRun.ts';
import { live } from './livingDemo.ts';

// A Monday, and the 25th: what is done once a week or once a month is done in the first night.
const beginMs = Date.parse('2026-05-25T00:00:00.000Z');

// On some days they have nothing to do: billing is monthly, and of what is paused people are told on Mondays, after a week.
const rare = ['billing', 'cleanupPausedWorkflows'];
const pausedIsTold = extent.demoHours > 8 * 24;

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
  const engine = await openEngine(beginMs, 0.02);
  try {
    const shipped = packages.flatMap(({ workflows }) => workflows.map(({ name }) => name));
    const idle: string[] = [];
    const done = await live(engine, {
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
  } finally {
    await engine.close();
  }
}, 3_600_000);
