import { describe, expect, it } from 'vitest';
import { definitionSchema } from '../../../engine/model/definition.ts';
import type { FailureCause } from '../../../engine/model/failure.ts';
import type { PauseCause } from '../../../engine/model/instance.ts';
import type { Dealing } from '../../contract/desk.ts';
import { deskGroups, type DeskGround, type KnownWorkflow, type Stuck } from './deskGroups.ts';
import { sameError } from './sameError.ts';

const paused = (kind: PauseCause['kind'], more: Partial<PauseCause> = {}): Pick<Stuck, 'pause'> => ({
  pause: { kind, by: 'engine', sinceMs: 1_000, ...more },
});

const broken = (id: string, more: Partial<Stuck> = {}, cause: FailureCause = 'data'): Stuck => ({
  id,
  workflow: 'cleanup',
  version: 1,
  severity: 'normal',
  sinceMs: 1_000,
  activity: 'purge',
  failure: { cause, message: 'no such table: nms_log' },
  ...paused('error'),
  ...more,
});

const onVersion = (version: number): KnownWorkflow => ({
  definition: definitionSchema.parse({
    name: 'cleanup',
    label: { en: 'Clean-up' },
    supervisors: 'night',
    activities: { purge: { type: 'sqlCode', label: 'Purge the logs' } },
  }),
  version,
  changedBy: 'ada',
  changedAt: '2026-05-01T00:00:00.000Z',
});

const ground = (version = 1, dealings: DeskGround['dealings'] = new Map()): DeskGround => ({
  workflows: new Map([['cleanup', onVersion(version)]]),
  dealings,
});

describe('the error that two messages have in common', () => {
  it.each([
    ['no such table: nms_log_2', 'no such table: nms_log_2'],
    ['row 12 of 3,400 failed', 'row … of … failed'],
    ['instance 0b6f6c1e-43a6-4c0e-9d5c-0f5b5a1b2c3d is gone', 'instance … is gone'],
    ['took from 2026-05-01T10:00:00.000Z\n to 2026-05-02', 'took from … to …'],
    ['ada@example.com was refused: 550', '… was refused: …'],
  ])('of "%s" is "%s"', (message, common) => {
    expect(sameError(message)).toBe(common);
  });

  it('is found in a long message quickly', () => {
    expect(sameError('a@b'.repeat(400_000)).length).toBeLessThanOrEqual(500);
  });
});

describe('the support desk', () => {
  it('puts the same error of the same activity in one group, the oldest first', () => {
    const message = (row: number) => ({ failure: { cause: 'data' as const, message: `row ${row} is wrong` } });
    const [group, ...others] = deskGroups(
      [broken('late', { sinceMs: 5_000, ...message(7) }), broken('early', message(12))],
      ground(),
    );
    expect(others).toEqual([]);
    expect(group).toMatchObject({
      count: 2,
      label: { en: 'Clean-up' },
      activityLabel: 'Purge the logs',
      message: 'row 12 is wrong',
      supervisors: 'night',
      since: '1970-01-01T00:00:01.000Z',
      instances: [{ id: 'early' }, { id: 'late' }],
    });
  });

  it.each<[string, Partial<Stuck>]>([
    ['another activity', { activity: 'count' }],
    ['another workflow', { workflow: 'billing' }],
    ['another error', { failure: { cause: 'data', message: 'no such table: nms_mail' } }],
    ['another cause', { ...paused('own', { by: 'ada' }) }],
  ])('keeps %s in a group of its own', (_what, more) => {
    expect(deskGroups([broken('one'), broken('other', more)], ground())).toHaveLength(2);
  });

  it('tells what is severest first, then what waits longest', () => {
    const told = deskGroups(
      [
        broken('young', { sinceMs: 9_000, activity: 'a' }),
        broken('old', { sinceMs: 2_000, activity: 'b' }),
        broken('critical', { sinceMs: 10_000, activity: 'c', severity: 'critical' }),
      ],
      ground(),
    );
    expect(told.map(({ instances }) => instances[0]?.id)).toEqual(['critical', 'old', 'young']);
  });

  it.each<[string, Stuck, number, string]>([
    ['a newer version', broken('one'), 2, 'resumeOnNewest'],
    ['faulty data', broken('one'), 1, 'edit'],
    ['what another system did not answer', broken('one', {}, 'transient'), 1, 'resume'],
    ['a pause by hand', broken('one', paused('own')), 1, 'resume'],
    ['a paused workflow', broken('one', paused('workflow')), 1, 'resumeWorkflow'],
    ['a paused parent', broken('one', paused('parent')), 1, 'openParent'],
    ['a full quota', broken('one', paused('quota')), 1, 'makeRoom'],
    ['a failed instance', { ...broken('one'), pause: undefined } as unknown as Stuck, 1, 'restart'],
  ])('suggests what to do about %s', (_what, stuck, version, suggestion) => {
    expect(deskGroups([stuck], ground(version))[0]?.suggestion).toBe(suggestion);
  });

  const done = (what: Dealing['what'], at: string): Dealing => ({ what, by: 'ada', at, to: null, note: null });
  const later = '2026-05-01T00:00:00.000Z';
  const earlier = '1970-01-01T00:00:00.500Z';
  const { pause: _pause, ...failed } = broken('failed', { activity: 'count' });

  it.each(['acknowledged', 'restarted'] as const)(
    'lets go of a failed instance that was %s since, and of no paused one',
    (what) => {
      const dealings = new Map([
        ['failed', done(what, later)],
        ['paused', done(what, later)],
      ]);
      const told = deskGroups([failed, broken('paused')], ground(1, dealings));
      expect(told.map(({ instances }) => instances)).toMatchObject([[{ id: 'paused', dealing: done(what, later) }]]);
    },
  );

  it('takes what somebody did about an earlier trouble for nothing', () => {
    const dealings = new Map([['failed', done('acknowledged', earlier)]]);
    expect(deskGroups([failed], ground(1, dealings))).toMatchObject([{ instances: [{ id: 'failed', dealing: null }] }]);
  });

  it('does not expect a version to mend what broke after it', () => {
    const old = new Map([['cleanup', { ...onVersion(2), changedAt: earlier }]]);
    expect(deskGroups([broken('one')], { workflows: old, dealings: new Map() })[0]?.suggestion).toBe('edit');
  });
});
