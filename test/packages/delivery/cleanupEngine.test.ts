import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instanceIdSchema } from '../../../engine/model/ids.ts';
import { differencesFrom, foreseeCleanup, type Foresight } from './cleanupOracle.ts';
import { openEngine, type EngineRun } from '../engineRun.ts';
import { demoNow } from './packageDatabase.ts';

const instance = instanceIdSchema.parse('i_cleanup');

async function statusOf({ knex }: EngineRun): Promise<string | undefined> {
  return (await knex<{ id: string; status: string }>('sb_instance').where({ id: instance }).first('status'))?.status;
}

/** The activities of the instance's tasks, in the order in which they came. */
async function tasksOf({ knex }: EngineRun): Promise<readonly string[]> {
  const rows = await knex<{ instance: string; activity: string; number: number }>('sb_task')
    .where({ instance })
    .orderBy('number');
  return rows.map(({ activity }) => activity);
}

describe('cleanup, executed by the engine', () => {
  let engine: EngineRun;
  let foresight: Foresight;

  beforeAll(async () => {
    engine = await openEngine(demoNow.getTime(), 0.02, { workflows: ['cleanup'] });
    foresight = await foreseeCleanup(engine.knex, { now: demoNow });
    await engine.ask({ operation: 'runNow', instance, input: {} }, { workflow: 'cleanup' });
  }, 120_000);
  afterAll(() => engine.close());

  it('finishes', async () => {
    expect(await statusOf(engine)).toBe('finished');
  });

  it('leaves no content of a delivery that is gone', async () => {
    const { knex } = engine;
    const left = knex('nms_delivery_content').whereNotIn('delivery_id', knex('nms_delivery').select('delivery_id'));
    expect(await left).toEqual([]);
  });

  it('run by the engine, leaves exactly the rows and tables that the oracle foresees', async () => {
    expect(await differencesFrom(engine.knex, foresight, demoNow)).toEqual([]);
  });
});

describe('cleanup, when a task fails', () => {
  it('pauses there, and once mended executes that task again and no other', async () => {
    const engine = await openEngine(demoNow.getTime(), 0.003, { workflows: ['cleanup'] });
    try {
      const foresight = await foreseeCleanup(engine.knex, { now: demoNow });
      await engine.knex.schema.renameTable('nms_visitor', 'nms_visitor_away');
      await engine.ask({ operation: 'runNow', instance, input: {} }, { workflow: 'cleanup' });
      expect(await statusOf(engine)).toBe('paused');
      const before = await tasksOf(engine);
      expect(before.at(-1)).toBe('visitors');
      await engine.knex.schema.renameTable('nms_visitor_away', 'nms_visitor');
      await engine.ask({ operation: 'resume' }, { instance });
      expect(await statusOf(engine)).toBe('finished');
      const after = await tasksOf(engine);
      expect(after.slice(0, before.length)).toEqual(before);
      expect(after.filter((activity) => activity === 'visitors')).toHaveLength(1);
      expect(await differencesFrom(engine.knex, foresight, demoNow)).toEqual([]);
    } finally {
      await engine.close();
    }
  }, 60_000);
});
