import { describe, expect, it } from 'vitest';
import type { PausedInstance } from '../../../engine/activity/executor.ts';
import { instanceIdSchema } from '../../../engine/model/ids.ts';
import { executorRun } from '../../../test/support/kindRun.ts';
import { workflowControlExecutor } from './workflowControl.executor.ts';
import { workflowControlKind } from './workflowControl.kind.ts';

const paused: PausedInstance = {
  instance: instanceIdSchema.parse('i7'),
  workflow: 'imports',
  label: 'Imports',
  pausedSinceMs: Date.UTC(2026, 0, 1),
  notices: 2,
  supervisors: 'night',
  author: 'ada',
  lastEditor: 'bob',
};

async function control(operation: string, filter: object = {}) {
  const config = workflowControlKind.schema.parse({
    operation,
    filter: { severity: ['normal'], pausedLongerThan: "duration('7d')", ...filter },
  });
  const { run, done } = executorRun(config, { paused: [paused] });
  const outcome = await workflowControlExecutor.execute(run);
  return { outcome, done };
}

describe('workflow control', () => {
  it('lists what is paused for too long and touches nothing', async () => {
    const { outcome, done } = await control('listPaused');
    expect(done.filters).toEqual([{ severities: ['normal'], pausedBeforeMs: Date.UTC(2026, 0, 24, 4) }]);
    expect([done.noticed, done.killed]).toEqual([[], []]);
    const { pausedSinceMs: _, ...rest } = paused;
    const workflows = [{ ...rest, pausedSince: '2026-01-01T00:00:00.000Z' }];
    expect(outcome).toEqual({ recordCount: 1, vars: { recordCount: 1, workflows } });
  });

  it('records a notice for each instance', async () => {
    const { done } = await control('recordNotice');
    expect([done.noticed, done.killed]).toEqual([['i7'], []]);
  });

  it('asks for the unconditional stop of those with enough notices', async () => {
    const { done } = await control('stopUnconditionally', { noticesAtLeast: 4 });
    expect(done.filters).toMatchObject([{ noticesAtLeast: 4 }]);
    expect([done.noticed, done.killed]).toEqual([[], ['i7']]);
  });

  it('leaves out what had a notice lately', async () => {
    const { done } = await control('recordNotice', { noNoticeFor: "duration('6d')" });
    expect(done.filters).toMatchObject([{ noticedBeforeMs: Date.UTC(2026, 0, 25, 4) }]);
  });

  it.each([
    [{ operation: 'begin', workflow: 'row.workflow' }, ['key']],
    [{ operation: 'stop' }, ['instance']],
    [{ operation: 'listPaused' }, ['filter']],
    [{ operation: 'listStatus', instance: 'row.id', key: 'row.id' }, ['key']],
  ])('asks for what an operation needs, and for nothing else: %j', (written, wrong) => {
    const { error } = workflowControlKind.schema.safeParse(written);
    expect(error?.issues.flatMap(({ path }) => path)).toEqual(wrong);
  });
});
