import { describe, expect, it } from 'vitest';
import { ExpressionFailure } from '../../../engine/expression/expressionFailure.ts';
import { instanceIdSchema } from '../../../engine/model/ids.ts';
import { executorRun } from '../../../test/support/kindRun.ts';
import { runHistoryExecutor } from './runHistory.executor.ts';
import { runHistoryKind } from './runHistory.kind.ts';

const nowMs = Date.parse('2026-01-31T04:00:00.000Z');
const ran = { instance: instanceIdSchema.parse('i7'), workflow: 'orders', label: 'Orders', category: 'technical' };

async function read(written: object) {
  const { run, done } = executorRun(runHistoryKind.schema.parse(written), {
    runs: [
      [{ ...ran, status: 'running', startedAtMs: nowMs - 5_000 }],
      [
        {
          ...ran,
          task: 'i7.t1',
          activity: 'begin',
          kind: 'start',
          status: 'done',
          startedAtMs: nowMs - 5_000,
          endedAtMs: nowMs - 4_000,
        },
      ],
    ],
  });
  await runHistoryExecutor.execute(run);
  return done;
}

describe('the history of runs', () => {
  it('asks for the period that its expressions give, until now unless told', async () => {
    expect((await read({ since: "duration('1h')" })).periods).toEqual([
      { fromMs: nowMs - 3_600_000, untilMs: nowMs + 1 },
    ]);
    expect((await read({ since: '2', until: "now - duration('1d')" })).periods).toEqual([
      { fromMs: nowMs - 2 * 86_400_000, untilMs: nowMs - 86_400_000 },
    ]);
  });

  it('writes each page as it comes, an instance without a task and what runs without an end', async () => {
    const { ran: statements } = await read({ since: '1' });
    expect(statements.flatMap(({ params }) => [params['rows']])).toEqual([
      [['i7', 'orders', 'Orders', 'technical', '', '', '', 'running', '2026-01-31T03:59:55.000Z', null, null]],
      [
        [
          ...['i7', 'orders', 'Orders', 'technical', 'i7.t1', 'begin', 'start', 'done'],
          ...['2026-01-31T03:59:55.000Z', '2026-01-31T03:59:56.000Z'],
          1_000,
        ],
      ],
    ]);
  });

  it('fails where a period is none', async () => {
    await expect(read({ since: "'yesterday'" })).rejects.toThrow(ExpressionFailure);
  });
});
