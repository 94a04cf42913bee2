import { describe, expect, test } from 'vitest';
import { entrySchema, type Entry } from '../../../engine/model/entry.ts';
import { timelineOf, type TaskSpan } from './timeline.ts';
import { barsOf, ticksOf, tookByPhase } from './timelineScale.ts';

const at = (seq: number, type: string, given: object): Entry =>
  entrySchema.parse({ seq, type, atMs: seq * 100, ...given });

const failure = { cause: 'transient', message: 'it was down' };

const created = (seq: number, task = 't1', activity = 'send', status = 'pending'): Entry =>
  at(seq, 'taskCreated', {
    task: {
      ...{ id: task, activity, status, vars: {}, rounds: {}, workTables: {} },
      ...{ createdAtMs: seq * 100, attempt: 0, deaths: 0 },
    },
    consumed: [],
  });

const of = (seq: number, type: string, given: object = {}, task = 't1', activity = 'send'): Entry =>
  at(seq, type, { task, activity, ...given });

const starts = (seq: number, attempt = 1, task = 't1', activity = 'send'): Entry =>
  of(seq, 'taskStarted', { attempt, nowMs: 0 }, task, activity);
const ends = (seq: number, status = 'done', task = 't1', activity = 'send'): Entry =>
  of(seq, 'taskEnded', { status, outlets: [], durationMs: 100 }, task, activity);

const shown = ({ segments }: TaskSpan): string[] =>
  segments.map(({ phase, fromMs, toMs }) => `${phase} ${fromMs / 100}-${toMs === undefined ? '' : toMs / 100}`);

const cases: readonly { readonly what: string; readonly entries: readonly Entry[]; readonly expected: string[] }[] = [
  {
    what: 'waits for a worker, then runs',
    entries: [created(1), starts(3), ends(7)],
    expected: ['queued 1-3', 'running 3-7'],
  },
  {
    what: 'is taken at once',
    entries: [created(1), at(2, 'journal', { level: 'info', text: 'x' }), starts(2), ends(2)],
    expected: ['queued 1-2', 'running 2-2'],
  },
  { what: 'still runs', entries: [created(1), starts(2)], expected: ['queued 1-2', 'running 2-'] },
  {
    what: 'fails and is tried again',
    entries: [
      created(1),
      starts(2),
      of(3, 'taskRetrying', { dueAtMs: 500, failure }),
      of(5, 'taskReady', { reason: 'retry' }),
      starts(5, 2),
      ends(6),
    ],
    expected: ['queued 1-2', 'running 2-3', 'retrying 3-5', 'running 5-6'],
  },
  {
    what: 'waits for a signal',
    entries: [created(1), starts(2), of(3, 'taskWaiting', { waitingFor: {} }), ends(9)],
    expected: ['queued 1-2', 'running 2-3', 'waiting 3-9'],
  },
  {
    what: 'is held and released',
    entries: [created(1, 't1', 'send', 'held'), of(4, 'taskReady', { reason: 'released' }), starts(6), ends(7)],
    expected: ['held 1-4', 'queued 4-6', 'running 6-7'],
  },
  {
    what: 'stands failed until somebody has it executed again',
    entries: [
      created(1),
      starts(2),
      of(3, 'taskFailed', { failure }),
      of(8, 'taskReady', { reason: 'again' }),
      starts(9, 2),
    ],
    expected: ['queued 1-2', 'running 2-3', 'failed 3-8', 'queued 8-9', 'running 9-'],
  },
  { what: 'is cancelled before it started', entries: [created(1), ends(4, 'cancelled')], expected: ['queued 1-4'] },
  {
    what: 'ends in the instant in which it was reached',
    entries: [
      created(1),
      at(1, 'taskEnded', { task: 't1', activity: 'send', status: 'done', outlets: [], durationMs: 0 }),
    ],
    expected: ['running 1-1'],
  },
  { what: 'began before what is loaded', entries: [starts(5), ends(7)], expected: ['running 5-7'] },
];

describe('the timeline of an instance', () => {
  test.each(cases)('a task that $what', ({ entries, expected }) => {
    const [line] = timelineOf(entries)!.lines;
    expect(line?.spans.map(shown)).toEqual([expected]);
  });

  test('tells attempts, rounds and the last failure of a task', () => {
    const again = [created(1), starts(2), of(3, 'taskRetrying', { dueAtMs: 500, failure }), starts(5, 2)];
    const rounds = of(6, 'taskProgressed', { progress: { rounds: 4, rows: 900 } });
    const [line] = timelineOf([...again, rounds, ends(7)])!.lines;
    expect(line?.spans).toMatchObject([{ attempts: 2, rounds: 4, failure: 'it was down', status: 'done', toMs: 700 }]);
  });

  test('has a line for each activity in the order in which they were reached, with all its tasks', () => {
    const entries = [created(1), created(2, 't2', 'note'), ends(3), created(4, 't3')];
    const timeline = timelineOf(entries)!;
    expect(timeline.lines.map(({ activity, spans }) => [activity, spans.map(({ task }) => task)])).toEqual([
      ['send', ['t1', 't3']],
      ['note', ['t2']],
    ]);
    expect(timeline).toMatchObject({ fromMs: 100, toMs: 400, tasks: 3 });
  });

  test('knows when the instance stood still', () => {
    const entries = ['pausing', 'paused', 'running', 'paused'].map((status, index) =>
      at(index + 1, 'statusChanged', { status }),
    );
    expect(timelineOf(entries)!.standstills).toEqual([{ fromMs: 200, toMs: 300 }, { fromMs: 400 }]);
    expect(timelineOf([])).toBeUndefined();
  });
});

describe('the scale of a timeline', () => {
  test.each([
    [7, 5, [0, 2, 4, 6]],
    [42_000, 5, [0, 10_000, 20_000, 30_000, 40_000]],
    [0, 5, [0]],
    [3 * 3_600_000, 4, [0, 3_600_000, 7_200_000, 10_800_000]],
  ])('%i ms in at most %i steps', (length, most, expected) => {
    expect(ticksOf({ fromMs: 50, toMs: 50 + length }, most)).toEqual(expected);
  });

  test('ten thousand tasks are drawn as few bars, those of different phases apart', () => {
    const running = Array.from({ length: 10_000 }, (_, index) => ({
      phase: 'running' as const,
      fromMs: index * 10,
      toMs: index * 10 + 9,
    }));
    const waiting = { phase: 'waiting' as const, fromMs: 50_000 };
    expect(barsOf([...running, waiting], { fromMs: 0, toMs: 100_000 })).toEqual([
      { phase: 'running', from: 0, width: 1 },
      { phase: 'waiting', from: 0.5, width: 0.5 },
    ]);
    const apart = running.filter((_each, index) => index % 2_000 === 0);
    expect(barsOf(apart, { fromMs: 0, toMs: 100_000 }).map(({ from }) => from)).toEqual([0, 0.2, 0.4, 0.6, 0.8]);
  });

  test('lengths are put together by phase, what goes on up to now', () => {
    const { lines } = timelineOf([created(1), starts(3), ends(7), created(8, 't2'), starts(9, 1, 't2')])!;
    expect([...tookByPhase(lines[0]!.spans, 1_500)]).toEqual([
      ['queued', 300],
      ['running', 1_000],
    ]);
  });
});
