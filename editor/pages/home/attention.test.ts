import { expect, test } from 'vitest';
import type { Approval } from '../../../server/contract/approvals.ts';
import type { InstanceSummary } from '../../../server/contract/instances.ts';
import { sortByNeed } from './attention.ts';

const instance = (id: string, given: Partial<InstanceSummary>): InstanceSummary => ({
  id,
  workflow: 'cleanup',
  version: 1,
  status: 'paused',
  severity: 'normal',
  startedAt: '2026-01-01T00:00:00.000Z',
  endedAt: null,
  startedBy: 'admin',
  pauseCauses: [],
  failure: null,
  inFlight: 0,
  parent: null,
  seq: 1,
  ...given,
});

const approval = (task: string, given: Partial<Approval>): Approval => ({
  task,
  instance: 'i1',
  workflow: 'payment',
  activity: 'ask',
  severity: 'normal',
  group: 'legal',
  operator: null,
  title: 'Pay?',
  message: '',
  choices: [],
  multiple: false,
  since: '2026-01-01T00:00:00.000Z',
  expiresAt: null,
  answeredBy: [],
  mine: true,
  ...given,
});

test('what needs a person is ordered by severity, and the oldest of a severity comes first', () => {
  const own = (sinceMs: number) => [{ kind: 'own' as const, by: 'ann', sinceMs }];
  const sorted = sortByNeed(
    [
      instance('young', { pauseCauses: own(200) }),
      instance('old', { pauseCauses: own(100) }),
      instance('critical', { severity: 'critical', pauseCauses: own(300) }),
      instance('failed', { severity: 'production', status: 'failed', endedAt: '2026-01-01T01:00:00.000Z' }),
    ],
    [
      approval('asked', { since: new Date(150).toISOString() }),
      approval('asked first', { severity: 'production', since: '2026-01-01T00:30:00.000Z' }),
    ],
  );
  const ids = sorted.map((need) => (need.kind === 'instance' ? need.instance.id : need.approval.task));
  expect(ids).toEqual(['critical', 'asked first', 'failed', 'old', 'asked', 'young']);
});
