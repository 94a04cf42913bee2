import { describe, expect, it } from 'vitest';
import { entrySchema } from '../../engine/model/entry.ts';
import type { Entry } from '../../engine/model/entry.ts';
import type { InstanceView } from './instanceView.ts';
import { applyEntry } from './instanceViewFold.ts';

/** Numbers facts and gives each a second of its own. */
const history = (...facts: Record<string, unknown>[]): Entry[] =>
  facts.map((fact, index) => entrySchema.parse({ seq: index + 1, atMs: (index + 1) * 1_000, ...fact }));

const began = {
  type: 'began',
  instance: 'i1',
  workflow: 'digest',
  version: 3,
  severity: 'production',
  firing: { reason: 'request', dueAtMs: 0, startedAtMs: 0 },
  inputs: {},
  vars: {},
  pauseCauses: [],
};
const task = {
  id: 't1',
  activity: 'orders',
  status: 'pending',
  vars: {},
  rounds: {},
  workTables: {},
  createdAtMs: 0,
  attempt: 0,
  deaths: 0,
};
const created = { type: 'taskCreated', task, consumed: [] };
const about = { task: 't1', activity: 'orders' };
const started = { type: 'taskStarted', ...about, attempt: 1, nowMs: 0 };
const failure = { cause: 'data', message: 'no such table' };
const ended = { type: 'taskEnded', ...about, status: 'done', outlets: ['default'], recordCount: 7, durationMs: 1_200 };
const passed = {
  type: 'eventCreated',
  event: { id: 'e1', task: 't1', from: 'orders', outlet: 'default', to: 'store', vars: {}, rounds: {}, recordCount: 7 },
};

const fold = (entries: readonly Entry[], from?: InstanceView): InstanceView | undefined =>
  entries.reduce<InstanceView | undefined>(applyEntry, from);

it('a view tells whose child the instance is', () => {
  const parent = { instance: 'i0', task: 'i0.t1', item: 2, depth: 1 };
  const [first] = history({ ...began, parent });
  expect(first && applyEntry(undefined, first).parent).toBe('i0');
});

describe('the view of an instance', () => {
  it('tells which waiting tasks wait for a time alone', () => {
    const question = { group: 'legal', title: 'Pay?', message: '', choices: [], multiple: false };
    const waits = (waitingFor: object) => ({ type: 'taskWaiting', ...about, waitingFor });
    const seen = (waitingFor: object) => fold(history(began, created, started, waits(waitingFor)))?.tasks['t1'];
    expect(seen({ dueAtMs: 9 })).toEqual({ activity: 'orders', status: 'waiting', waitsForTime: true });
    expect(seen({ dueAtMs: 9, question })).toEqual({ activity: 'orders', status: 'waiting' });
    expect(seen({ signal: { name: 'paid' } })).toEqual({ activity: 'orders', status: 'waiting' });
    const goesOn = history(began, created, started, waits({ dueAtMs: 9 }), {
      type: 'taskReady',
      ...about,
      reason: 'again',
    });
    expect(fold(goesOn)?.tasks['t1']).toEqual({ activity: 'orders', status: 'pending' });
  });

  it('shows what a task does, and what it did', () => {
    const entries = history(
      began,
      created,
      started,
      { type: 'taskProgressed', ...about, progress: { rounds: 1, rows: 500 } },
      ended,
      passed,
    );
    expect(fold(entries.slice(0, 4))?.activities['orders']).toEqual({
      counts: { running: 1 },
      status: 'running',
      lastTask: 't1',
      startedAtMs: 3_000,
      progress: { rounds: 1, rows: 500 },
    });
    expect(fold(entries)).toMatchObject({
      workflow: 'digest',
      seq: 6,
      tasks: {},
      activities: { orders: { counts: { done: 1 }, status: 'done', recordCount: 7, durationMs: 1_200 } },
      transitions: { 'orders:default:store': { count: 1, recordCount: 7, atMs: 6_000 } },
    });
    expect(fold(entries)?.activities['orders']).not.toHaveProperty('progress');
  });

  it('shows the failure of a task until it is executed again', () => {
    const failed = history(began, created, started, { type: 'taskFailed', ...about, failure });
    expect(fold(failed)).toMatchObject({
      tasks: { t1: { status: 'failed' } },
      activities: { orders: { status: 'failed', failure } },
    });
    const again = history(
      began,
      created,
      started,
      { type: 'taskFailed', ...about, failure },
      { type: 'taskReady', ...about, reason: 'resumed' },
      started,
    );
    expect(fold(again)?.activities['orders']).toMatchObject({ status: 'running', counts: { running: 1 } });
    expect(fold(again)?.activities['orders']).not.toHaveProperty('failure');
  });

  it('draws the liveliest of several tasks of one activity', () => {
    const second = { type: 'taskCreated', task: { ...task, id: 't2' }, consumed: [] };
    expect(fold(history(began, created, second, started))?.activities['orders']).toMatchObject({
      status: 'running',
      counts: { running: 1, pending: 1 },
    });
    expect(fold(history(began, created, second, started, ended))?.activities['orders']).toMatchObject({
      status: 'pending',
      counts: { done: 1, pending: 1 },
    });
  });

  it('gathers pause causes, one of each kind, until they are gone', () => {
    const cause = (kind: string, by: string) => ({ type: 'pauseCauseAdded', cause: { kind, by, sinceMs: 0 } });
    const entries = history(began, cause('own', 'ann'), cause('error', 'engine'), cause('own', 'bob'), {
      type: 'pauseCausesRemoved',
      kinds: ['error'],
    });
    expect(fold(entries)?.pauseCauses).toMatchObject([{ kind: 'own', by: 'bob' }]);
  });

  it('notes when and why the instance ended', () => {
    expect(fold(history(began, { type: 'statusChanged', status: 'failed', failure }))).toMatchObject({
      status: 'failed',
      endedAtMs: 2_000,
      failure,
    });
  });

  it('is the same from wherever the history is split, and however often a part comes', () => {
    const entries = history(began, created, started, ended, passed, { type: 'statusChanged', status: 'finished' });
    const whole = fold(entries);
    for (const [split] of entries.entries()) {
      expect(fold(entries.slice(split), fold(entries.slice(0, split + 1)))).toEqual(whole);
    }
    expect(fold(entries, whole)).toEqual(whole);
  });
});
