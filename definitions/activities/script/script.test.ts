import { describe, expect, it } from 'vitest';
import type { ScriptCall } from '../../../engine/activity/outside.ts';
import { definitionSchema } from '../../../engine/model/definition.ts';
import type { Json } from '../../../engine/model/json.ts';
import { executorRun, type KindWorld } from '../../../test/support/kindRun.ts';
import { scriptExecutor } from './script.executor.ts';
import { scriptKind } from './script.kind.ts';

/** Executes it with a sandbox that gives this value. */
async function execute(written: object, world: KindWorld = {}, value: Json = {}) {
  const calls: ScriptCall[] = [];
  const scripts = {
    run: async (call: ScriptCall) => {
      calls.push(call);
      return { value, lines: ['hello'] };
    },
    fault: async () => undefined,
  };
  const { run, done } = executorRun(scriptKind.schema.parse({ script: 'return {};', ...written }), {
    ...world,
    outside: { scripts },
  });
  return { outcome: await scriptExecutor.execute(run), call: calls[0], asked: done.asked };
}

describe('a script', () => {
  it('gives what it returns as variables, and what it writes to the journal', async () => {
    const { outcome } = await execute({}, {}, { total: 3 });
    expect(outcome).toEqual({ vars: { total: 3 }, journal: [{ level: 'info', text: 'hello' }] });
  });

  it('reads variables, the instance, the first rows and a time that stands still', async () => {
    const world = { vars: { a: 1 }, workTables: { orders: 4 }, rows: [[{ name: 'id' }], [{ id: 1 }, { id: 2 }]] };
    const { call, asked } = await execute({ rows: 2, timeLimit: '10s' }, world);
    expect(asked.at(-1)?.sql).toBe('SELECT * FROM "wkf_orders" LIMIT 2');
    expect(call).toMatchObject({
      given: {
        vars: { a: 1 },
        instance: { id: 'i1', inputs: {} },
        rows: [{ id: 1 }, { id: 2 }],
        now: '2026-01-31T04:00:00.000Z',
      },
      seed: 'i1/i1.t1',
      timeLimitMs: 10_000,
    });
  });

  it.each([[[1]], ['text'], [{ 'no name': 1 }], [{ constructor: 1 }]])(
    'fails where it returns %j',
    async (value: Json) => {
      await expect(execute({}, {}, value)).rejects.toMatchObject({ failure: { cause: 'data' } });
    },
  );

  it('returns nothing, or an object', async () => {
    expect((await execute({}, {}, null)).outcome.vars).toEqual({});
  });

  it('takes a minute at most', () => {
    const nowhere = definitionSchema.parse({ name: 'nowhere', activities: {} });
    const found = (timeLimit: string) =>
      scriptKind.problems?.(scriptKind.schema.parse({ script: '1', timeLimit }), nowhere);
    expect(found('60s')).toEqual([]);
    expect(found('61s')).toMatchObject([{ code: 'config-invalid', pointer: '/timeLimit' }]);
  });
});
