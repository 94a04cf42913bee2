import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { instanceIdSchema } from '../../../engine/model/ids.ts';
import { openEngine, type EngineRun } from '../engineRun.ts';
import { instant, numeric, readRows, runWorkflow } from '../runWorkflow.ts';

const startMs = Date.parse('2026-01-31T01:02:00.000Z');
const minuteMs = 60_000;
const cellMs = 5 * minuteMs;
const workflow = 'collectDataHeatMapService';

const millis = z.coerce.number();
const instanceSchema = z.object({
  id: z.string(),
  workflow: z.string(),
  started_at_ms: millis,
  ended_at_ms: millis.nullable(),
});
const taskSchema = z.object({
  id: z.string(),
  instance: z.string(),
  activity: z.string(),
  created_at_ms: millis,
  started_at_ms: millis.nullable(),
  ended_at_ms: millis.nullable(),
});
const runSchema = z.object({
  instance: z.string(),
  task: z.string(),
  workflow: z.string(),
  label: z.string(),
  category: z.string(),
  activity: z.string(),
  started_at: instant,
  ended_at: instant.nullable(),
  duration_ms: numeric,
});

const waiting = (name: string, category: string) => ({
  name,
  label: `The ${name}`,
  category,
  activities: {
    begin: { type: 'start' },
    pause: { type: 'wait', for: '12m' },
    done: { type: 'end' },
  },
  transitions: [
    { from: 'begin', to: 'pause' },
    { from: 'pause', to: 'done' },
  ],
});

describe('collectDataHeatMapService, by the facts of the catalogue', () => {
  let engine: EngineRun;
  let nowMs = startMs;
  const forward = async (ms: number): Promise<void> => {
    nowMs += ms;
    await engine.until(nowMs);
  };

  const collected = () =>
    readRows(runSchema, engine.knex('xtk_heat_map_run').whereNot({ workflow }).orderBy(['instance', 'task']).select());

  /** What ran, by the engine's own tables; the collections themselves are left out. */
  async function foreseen() {
    const { knex } = engine;
    const instances = await readRows(instanceSchema, knex('sb_instance').whereNot({ workflow }).select());
    const tasks = await readRows(taskSchema, knex('sb_task').select());
    const ran = instances.flatMap((one) => {
      const { workflow: name } = one;
      const known = { instance: one.id, workflow: name, label: `The ${name}`, category: categories.get(name) ?? '' };
      const whole = { ...known, task: '', activity: '', from: one.started_at_ms, to: one.ended_at_ms };
      const own = tasks.filter(({ instance }) => instance === one.id);
      const parts = own.map((task) => {
        const from = task.started_at_ms ?? task.created_at_ms;
        return { ...known, task: task.id, activity: task.activity, from, to: task.ended_at_ms };
      });
      return [whole, ...parts];
    });
    return ran
      .map(({ from, to, ...rest }) => ({
        ...rest,
        started_at: from,
        ended_at: to,
        duration_ms: to === null ? 0 : to - from,
      }))
      .toSorted((one, other) => (one.instance + one.task < other.instance + other.task ? -1 : 1));
  }
  const categories = new Map([
    ['orders', 'technical'],
    ['mailing', 'campaign'],
  ]);
  const inOrder = <Run extends { instance: string; task: string }>(runs: readonly Run[]): Run[] =>
    runs.toSorted((one, other) => (one.instance + one.task < other.instance + other.task ? -1 : 1));

  /** How many workflows ran in each five minutes, counted cell by cell. */
  async function cellsForeseen(): Promise<Record<string, number>> {
    const all = await readRows(
      z.object({ workflow: z.string(), activity: z.string(), started_at: instant, ended_at: instant.nullable() }),
      engine.knex('xtk_heat_map_run').select(),
    );
    const whole = all.filter(({ activity }) => activity === '');
    const cells: Record<string, number> = {};
    const first = Math.floor(Math.min(...whole.map((one) => one.started_at)) / cellMs) * cellMs;
    for (let cell = first; cell <= nowMs; cell += cellMs) {
      const inside = whole.filter((one) => one.started_at < cell + cellMs && (one.ended_at ?? nowMs) >= cell);
      const count = new Set(inside.map((one) => one.workflow)).size;
      if (count > 0) cells[new Date(cell).toISOString()] = count;
    }
    return cells;
  }
  const cells = async (): Promise<Record<string, number>> => {
    const schema = z.object({ starts_at: instant, workflows: z.number() });
    const rows = await readRows(schema, engine.knex('xtk_heat_map_cell').orderBy('starts_at').select());
    return Object.fromEntries(rows.map((row) => [new Date(row.starts_at).toISOString(), row.workflows]));
  };

  beforeAll(async () => {
    engine = await openEngine(startMs, 0.001, { workflows: [workflow] });
    for (const [name, category] of categories) await engine.publish(waiting(name, category));
  }, 120_000);
  afterAll(() => engine.close());

  let begun = 0;
  const begin = (name: string): Promise<void> => {
    begun += 1;
    const instance = instanceIdSchema.parse(`i_begun${begun}`);
    return engine.ask({ operation: 'runNow', instance, input: {} }, { workflow: name });
  };

  it('gathers workflows and activities with their durations, of technical workflows and of campaigns', async () => {
    await begin('orders');
    await forward(3 * minuteMs);
    await begin('mailing');
    await begin('mailing');
    for (const minutes of [9, 3, 8]) await forward(minutes * minuteMs);
    const expected = await foreseen();
    expect(expected.map(({ duration_ms: ms }) => ms)).toContain(12 * minuteMs);
    await runWorkflow(engine, workflow);
    expect(inOrder(await collected())).toEqual(expected);
  });

  it('counts in each cell of five minutes the workflows that ran in it, each once', async () => {
    const counted = await cells();
    expect(counted).toEqual(await cellsForeseen());
    expect(counted['2026-01-31T01:05:00.000Z']).toBe(2);
    expect(counted['2026-01-31T01:15:00.000Z']).toBe(1);
  });

  it('changes nothing by a second run but what it adds of itself', async () => {
    const before = [await collected(), await cells()];
    await runWorkflow(engine, workflow);
    expect([await collected(), await cells()]).toEqual(before);
  });

  it('tells of what runs without an end, and of its end the next time', async () => {
    await begin('orders');
    await runWorkflow(engine, workflow);
    const open = (await collected()).filter(({ ended_at: ended }) => ended === null);
    expect(open.map(({ activity }) => activity)).toEqual(['', 'pause']);
    await forward(13 * minuteMs);
    await runWorkflow(engine, workflow);
    expect(inOrder(await collected())).toEqual(await foreseen());
    expect(await cells()).toEqual(await cellsForeseen());
  });

  it('runs by itself at ten past, and fills what nobody has collected', async () => {
    const kept = await cells();
    await engine.knex('xtk_heat_map_run').delete();
    await engine.knex('xtk_heat_map_cell').delete();
    nowMs = Date.parse('2026-01-31T02:10:00.000Z');
    await engine.until(nowMs);
    expect(inOrder(await collected())).toEqual(await foreseen());
    expect(await cells()).toMatchObject(kept);
  });

  it('keeps past days that the engine itself has forgotten', async () => {
    const before = await collected();
    await engine.knex('sb_task').delete();
    await engine.knex('sb_instance').whereNot({ workflow }).delete();
    await runWorkflow(engine, workflow);
    expect(await collected()).toEqual(before);
  });
});
