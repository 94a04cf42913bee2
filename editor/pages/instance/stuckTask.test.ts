import { expect, it } from 'vitest';
import { stuckTask } from './stuckTask.ts';

const tasks = {
  t1: { activity: 'approve', status: 'waiting' },
  t2: { activity: 'later', status: 'waiting', waitsForTime: true },
  t3: { activity: 'load', status: 'failed' },
  t4: { activity: 'check', status: 'held' },
  t5: { activity: 'send', status: 'running' },
} as const;

it('a task that waits for an answer or a signal can be skipped, and not run now', () => {
  expect(stuckTask({ tasks }, 'approve')).toEqual({ id: 't1', status: 'waiting', runs: false });
});

it('a task that waits for a time, is held or has failed can be run now', () => {
  expect(['later', 'load', 'check'].map((activity) => stuckTask({ tasks }, activity)?.runs)).toEqual([
    true,
    true,
    true,
  ]);
});

it('a task in flight goes on by itself', () => {
  expect(stuckTask({ tasks }, 'send')).toBeUndefined();
});
