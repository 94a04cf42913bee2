import { describe, expect, it } from 'vitest';
import { explainSchedule, type ScheduleFacts } from './explainSchedule.ts';

const dueAtMs = Date.parse('2026-06-11T04:00:00Z');
const armed: ScheduleFacts = {
  ...{ name: 'load', activity: 'clock', worker: 'alive', status: 'started', scheduleHeld: false, overlap: 'skip' },
  ...{ stored: { dueAtMs, runs: 3 } },
};
const unfinished = { id: 'i1', status: 'running', startedAtMs: dueAtMs - 1 };
const skipped = {
  dueAtMs: dueAtMs - 2,
  status: 'skipped',
  reason: 'an instance of the workflow is unfinished',
} as const;

describe('the explanation of a schedule', () => {
  it.each<readonly [what: string, facts: Partial<ScheduleFacts>, codes: readonly string[]]>([
    ['it is armed', {}, ['next-firing']],
    ['no worker is there', { worker: 'gone' }, ['worker-gone', 'next-firing']],
    ['its workflow is a draft', { status: 'draft', stored: { runs: 0 } }, ['not-started']],
    ['its workflow is stopped, and it is held', { status: 'stopped', scheduleHeld: true }, ['not-started']],
    ['its workflow is paused', { status: 'paused' }, ['workflow-paused']],
    ['it is held', { scheduleHeld: true, stored: { runs: 3 } }, ['schedule-held']],
    [
      'it was skipped before it was held',
      { scheduleHeld: true, lastFiring: skipped },
      ['schedule-held', 'firing-skipped'],
    ],
    ['it is over', { stored: { runs: 3 } }, ['schedule-over']],
    [
      'it is over, and its last firing began nothing',
      { stored: { runs: 3 }, lastFiring: skipped },
      ['firing-skipped', 'schedule-over'],
    ],
    ['what runs would be overlapped', { unfinished }, ['unfinished', 'next-firing']],
    ['what runs may be overlapped', { unfinished, overlap: 'allow' }, ['next-firing']],
    ['its last firing began nothing', { lastFiring: skipped }, ['firing-skipped', 'next-firing']],
    ['its last firing began', { lastFiring: { ...skipped, status: 'begun' } }, ['next-firing']],
    [
      'it waits for what runs',
      { unfinished, overlap: 'queue', stored: { dueAtMs, runs: 3, waiting: true } },
      ['unfinished'],
    ],
  ])('says why: %s', (_what, facts, codes) => {
    expect(explainSchedule({ ...armed, ...facts }).map(({ code }) => code)).toEqual(codes);
  });

  it('names who holds it, since when, why, and what releases it', () => {
    const heldBy = { by: 'ann', atMs: dueAtMs, reason: 'the warehouse moves' };
    expect(explainSchedule({ ...armed, scheduleHeld: true, heldBy })[0]).toMatchObject({
      by: 'ann',
      since: '2026-06-11T04:00:00.000Z',
      text: 'It is held by ann: the warehouse moves. What is due meanwhile begins nothing.',
      clearing: { does: 'releaseSchedule', workflow: 'load' },
    });
  });

  it('names when it is due next, and why its last firing began nothing', () => {
    const [last, next] = explainSchedule({ ...armed, lastFiring: skipped });
    expect([last?.text, next?.until]).toEqual([
      'Its last firing began nothing: an instance of the workflow is unfinished.',
      '2026-06-11T04:00:00.000Z',
    ]);
  });

  it('leads to what a firing that is due waits for', () => {
    const stored = { dueAtMs, runs: 3, waiting: true };
    expect(explainSchedule({ ...armed, unfinished, stored })[0]?.clearing).toEqual({ does: 'open', instance: 'i1' });
  });
});
