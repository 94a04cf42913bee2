import { describe, expect, it } from 'vitest';
import { ExpressionFailure } from '../../../engine/expression/expressionFailure.ts';
import { definitionSchema } from '../../../engine/model/definition.ts';
import { executorRun } from '../../../test/support/kindRun.ts';
import { purgeHistoryExecutor } from './purgeHistory.executor.ts';
import { purgeHistoryKind } from './purgeHistory.kind.ts';

async function purge(written: object) {
  const { run, done } = executorRun(purgeHistoryKind.schema.parse(written), { purged: 7 });
  const outcome = await purgeHistoryExecutor.execute(run);
  return { outcome, purges: done.purges };
}

describe('purging history', () => {
  it.each([
    ["duration('1d')", '2026-01-30T04:00:00.000Z'],
    ['1', '2026-01-30T04:00:00.000Z'],
    ["now - duration('1d')", '2026-01-30T04:00:00.000Z'],
    ["option('NmsCleanup_RejectsPurgeDelay')", '2025-08-04T04:00:00.000Z'],
  ])('takes %s as the age of what goes', async (olderThan, expected) => {
    const { outcome, purges } = await purge({ what: 'audit', olderThan });
    expect(purges).toEqual([['audit', Date.parse(expected)]]);
    expect(outcome).toEqual({ recordCount: 7, vars: { recordCount: 7 } });
  });

  it('leaves the age to each workflow where none is given', async () => {
    expect((await purge({ what: 'journal' })).purges).toEqual([['journal', undefined]]);
  });

  it.each(['audit', 'logins'])(
    'asks for an age before it purges %s, at save and again when it is executed',
    async (what) => {
      const nowhere = definitionSchema.parse({ name: 'nowhere', activities: {} });
      const judged = (written: object) =>
        purgeHistoryKind
          .problems?.(purgeHistoryKind.schema.parse(written), nowhere)
          .map(({ level, pointer }) => [level, pointer]);
      expect(judged({ what })).toEqual([['error', '/olderThan']]);
      expect(judged({ what, olderThan: '180' })).toEqual([]);
      await expect(purge({ what })).rejects.toMatchObject({ failure: { cause: 'config' } });
    },
  );

  it('fails where the age is none, or would purge what is yet to come', async () => {
    await expect(purge({ what: 'tasks', olderThan: "'old'" })).rejects.toThrow(ExpressionFailure);
    await expect(purge({ what: 'tasks', olderThan: '-1' })).rejects.toThrow(ExpressionFailure);
  });
});
