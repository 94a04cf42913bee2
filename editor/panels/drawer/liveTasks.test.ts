import { expect, test } from 'vitest';
import type { TaskRow } from '../../../server/contract/instances.ts';
import type { InstanceView } from '../../../server/contract/instanceView.ts';
import { liveTasks } from './liveTasks.ts';

const row = (id: string, given: Partial<TaskRow>): TaskRow => ({
  id,
  instance: 'i1',
  activity: 'logs',
  status: 'running',
  attempt: 1,
  createdAt: '2026-01-01T00:00:00.000Z',
  startedAt: null,
  endedAt: null,
  durationMs: null,
  recordCount: null,
  progress: null,
  failure: null,
  ...given,
});

const view = (given: Pick<InstanceView, 'activities' | 'tasks'>): InstanceView => ({
  instance: 'i1',
  workflow: 'cleanup',
  version: 1,
  severity: 'normal',
  status: 'running',
  pauseCauses: [],
  startedAtMs: 0,
  transitions: {},
  seq: 9,
  ...given,
});

test('a task that ended since it was fetched shows how it ended', () => {
  const activities = {
    logs: { counts: { done: 1 }, status: 'done' as const, lastTask: 't1', recordCount: 574, durationMs: 1_200 },
  };
  const [task] = liveTasks([row('t1', {})], view({ activities, tasks: {} }));
  expect(task).toMatchObject({ status: 'done', recordCount: 574, durationMs: 1_200 });
});

test('a task that runs shows its own progress, not the rows of the task before it', () => {
  const progress = { rounds: 2, rows: 10_000 };
  const activities = {
    logs: { counts: { done: 1, running: 1 }, status: 'running' as const, lastTask: 't2', recordCount: 574, progress },
  };
  const tasks = { t2: { activity: 'logs', status: 'running' as const } };
  const [before, now] = liveTasks(
    [row('t1', { status: 'done', recordCount: 574 }), row('t2', {})],
    view({ activities, tasks }),
  );
  expect(before).toMatchObject({ status: 'done', recordCount: 574, progress: null });
  expect(now).toMatchObject({ status: 'running', recordCount: null, progress });
});
