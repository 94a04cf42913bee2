import { describe, expect, it } from 'vitest';
import { ExecutorFailure } from '../../../engine/activity/executor.ts';
import { executorRun, type KindWorld } from '../../../test/support/kindRun.ts';
import { alertExecutor } from './alert.executor.ts';
import { alertKind } from './alert.kind.ts';

async function alert(written: object, world: KindWorld = {}) {
  const { run, done } = executorRun(alertKind.schema.parse(written), world);
  const outcome = await alertExecutor.execute(run);
  return { outcome, notices: done.notices };
}

const text = { title: '{{ vars.recordCount }} rows', message: 'Look at them.' };

describe('an alert', () => {
  it('tells a group once, with the variables filled in', async () => {
    const { outcome, notices } = await alert({ group: 'supervisors', ...text }, { vars: { recordCount: 3 } });
    expect(notices).toEqual([{ to: [], group: 'supervisors', title: '3 rows', message: 'Look at them.' }]);
    expect(outcome).toMatchObject({ journal: [{ level: 'info', params: { count: 1 } }] });
    expect(outcome.recordCount).toBeUndefined();
  });

  it('tells for each item, each operator once', async () => {
    const workflows = [
      { label: 'One', author: 'ada', lastEditor: 'ada', supervisors: 'night' },
      { label: 'Two', author: '', lastEditor: 'bob', supervisors: '' },
    ];
    const { notices } = await alert(
      {
        each: 'vars.workflows',
        group: '{{ item.supervisors }}',
        to: '[item.author, item.lastEditor]',
        title: '{{ item.label }} is paused',
        message: 'Since last week.',
      },
      { vars: { workflows } },
    );
    expect(notices).toEqual([
      { to: ['ada'], group: 'night', title: 'One is paused', message: 'Since last week.' },
      { to: ['bob'], title: 'Two is paused', message: 'Since last week.' },
    ]);
  });

  it('warns of an alert that is for nobody', async () => {
    const { outcome, notices } = await alert({ to: '[]', ...text }, { vars: { recordCount: 3 } });
    expect(notices).toEqual([]);
    expect(outcome.journal).toMatchObject([
      { code: 'alerts-sent', params: { count: 0 } },
      { level: 'warning', code: 'alert-without-recipient' },
    ]);
  });

  it('fails where the recipients are no names', async () => {
    await expect(alert({ to: '[1]', ...text }, { vars: { recordCount: 3 } })).rejects.toThrow(ExecutorFailure);
  });

  it('lets the texts name the item only where there is one', () => {
    const names = (written: object) =>
      alertKind.expressions?.(alertKind.schema.parse(written)).map(({ pointer, extraNames }) => [pointer, extraNames]);
    expect(names({ group: 'g', ...text })).toContainEqual(['/title', undefined]);
    expect(names({ group: 'g', each: 'vars.list', ...text })).toContainEqual(['/title', ['item']]);
  });

  it('has to be for somebody', () => {
    expect(alertKind.schema.safeParse(text).success).toBe(false);
  });
});
