import { describe, expect, it } from 'vitest';
import type { Input } from './input.ts';
import { activityIdSchema, signalIdSchema, taskIdSchema, type TaskId } from '../model/ids.ts';
import {
  breaks,
  ends,
  fails,
  givenInstance,
  goesOn,
  isAsked,
  pauses,
  starts,
  works,
  type Scenario,
} from '../../test/support/givenInstance.ts';
import { graphOf } from '../../test/support/graphOf.ts';
import { Shell } from '../../test/support/shell.ts';

const stop = isAsked({ type: 'stop' });
const activity = activityIdSchema.parse('a');

/** One instance a status; in those that live, `a` is the task that is asked about. */
const instances: Readonly<Record<string, () => Scenario>> = {
  running: () => givenInstance('a, b'),
  pausing: () => givenInstance('a, b').and(starts('b'), pauses()),
  paused: () => givenInstance('a, b').and(pauses()),
  stopping: () => givenInstance('a, b').and(starts('a'), stop),
  stopped: () => givenInstance('a').and(stop),
  finished: () => givenInstance('a').and(goesOn()),
  failed: () => givenInstance('a', { definition: { onError: 'abort' } }).and(breaks('a')),
};

const controls: Readonly<Record<string, (task: TaskId) => Input>> = {
  pause: () => ({ type: 'pause', cause: 'parent' }),
  pauseAgain: () => ({ type: 'pause', cause: 'own' }),
  resume: () => ({ type: 'resume', kinds: ['own'] }),
  liftPause: () => ({ type: 'liftPause', cause: 'own' }),
  stop: () => ({ type: 'stop' }),
  kill: () => ({ type: 'kill' }),
  runTask: (task) => ({ type: 'runTask', task }),
  skipTask: (task) => ({ type: 'skipTask', task, result: {}, reason: 'known' }),
  runPending: () => ({ type: 'runPending' }),
  holdActivity: () => ({ type: 'holdActivity', activity }),
  releaseActivity: () => ({ type: 'releaseActivity', activity }),
  setVariables: () => ({ type: 'setVariables', vars: {} }),
  breakDown: () => ({ type: 'breakDown', failure: { cause: 'unexpected', message: 'broken' } }),
  note: () => ({ type: 'note', level: 'info', text: 'seen' }),
  startTask: (task) => ({ type: 'startTask', task }),
};

const refused = 'instance-refuses';
const controlAnswers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  running: {
    resume: refused,
    liftPause: refused,
    runTask: 'task-refuses',
    runPending: 'nothing-to-run',
    setVariables: refused,
  },
  pausing: {
    pauseAgain: refused,
    runTask: 'task-refuses',
    runPending: refused,
    setVariables: refused,
    startTask: refused,
  },
  paused: { pauseAgain: refused, runTask: 'task-refuses', runPending: refused, startTask: refused },
  stopping: Object.fromEntries(
    Object.keys(controls).map((name) => [name, ['kill', 'breakDown', 'note'].includes(name) ? '' : refused]),
  ),
  ...Object.fromEntries(['stopped', 'finished', 'failed'].map((status) => [status, endedAnswers()])),
};

function endedAnswers(): Record<string, string> {
  const aboutTasks = new Set(['runTask', 'skipTask', 'startTask']);
  return Object.fromEntries(
    Object.keys(controls).map((name) => [name, name === 'note' ? '' : aboutTasks.has(name) ? 'task-unknown' : refused]),
  );
}

describe('every status of an instance answers every input', () => {
  const cases = Object.keys(instances).flatMap((status) =>
    Object.keys(controls).map((input) => ({ status, input, answer: controlAnswers[status]?.[input] ?? '' })),
  );

  it.each(cases)('[I13] $status: $input is answered by "$answer"', ({ status, input, answer }) => {
    const { shell } = instances[status]!();
    expect(shell.instance.status).toBe(status);
    const before = shell.instance;
    const task = shell.live().find((one) => one.activity === 'a')?.id ?? taskIdSchema.parse('i1.t1');
    const advance = shell.send(controls[input]!(task));
    expect(advance.status === 'rejected' ? advance.rejection.code : '').toBe(answer);
    if (answer) expect(shell.instance).toBe(before);
  });
});

const fields = {
  activities: {
    h: { execution: 'hold' },
    r: { retry: { attempts: 2, delay: '1h' } },
    w: { type: 'wait', for: '1h' },
    s: 'signal',
    q: { type: 'approval', operator: 'anna', title: 'Well?', choices: [{ outlet: 'yes', label: 'Yes' }] },
  },
};
const wait = (name: string) => givenInstance(`x > ${name}, y`, fields).and(works('x'));

/** One task a status, in a running instance; an ended one is known to nobody. */
const tasks: Readonly<Record<string, () => readonly [Scenario, string]>> = {
  pending: () => [givenInstance('a'), 'a'],
  running: () => [givenInstance('a, b').and(starts('a')), 'a'],
  waiting: () => [wait('w'), 'w'],
  listening: () => [wait('s'), 's'],
  asking: () => [wait('q'), 'q'],
  retrying: () => [givenInstance('r', fields).and(breaks('r')), 'r'],
  held: () => [givenInstance('h', fields), 'h'],
  failed: () => [givenInstance('a, b').and(starts('a'), starts('b'), fails('a'), ends('b')), 'a'],
  ended: () => [givenInstance('a, b').and(works('b')), 'ended'],
};

const progress = { rounds: 1, rows: 1 };
const reports: Readonly<Record<string, (task: TaskId) => Input>> = {
  startTask: (task) => ({ type: 'startTask', task }),
  roundEnded: (task) => ({ type: 'roundEnded', task, progress }),
  taskYielded: (task) => ({ type: 'taskYielded', task }),
  taskDone: (task) => ({ type: 'taskDone', task, attempt: 1, outcome: {} }),
  taskDoneLate: (task) => ({ type: 'taskDone', task, attempt: 0, outcome: {} }),
  taskFailed: (task) => ({ type: 'taskFailed', task, attempt: 1, failure: { cause: 'data', message: 'x' } }),
  workerLost: (task) => ({ type: 'workerLost', task, counts: true }),
  timer: (task) => ({ type: 'timer', task, name: 'due' }),
  retryTimer: (task) => ({ type: 'timer', task, name: 'retry' }),
  signal: (task) => ({ type: 'signal', task, signal: { id: signalIdSchema.parse('g'), name: 's', vars: {} } }),
  runTask: (task) => ({ type: 'runTask', task }),
  skipTask: (task) => ({ type: 'skipTask', task, result: {}, reason: 'known' }),
  answer: (task) => ({ type: 'answer', task, choice: 'yes', asked: [] }),
};

/** What each status accepts after an hour has passed; everything else is `task-refuses`. */
const accepts: Readonly<Record<string, readonly string[]>> = {
  pending: ['startTask', 'skipTask'],
  running: ['roundEnded', 'taskYielded', 'taskDone', 'taskFailed', 'workerLost'],
  waiting: ['timer', 'runTask', 'skipTask'],
  listening: ['signal', 'skipTask'],
  asking: ['answer', 'skipTask'],
  retrying: ['retryTimer', 'runTask', 'skipTask'],
  held: ['runTask', 'skipTask'],
  failed: ['runTask', 'skipTask'],
  ended: [],
};

function answerOf(status: string, report: string): string {
  if (accepts[status]?.includes(report)) return '';
  if (status === 'ended') return 'task-unknown';
  const startsOnly = ['startTask', 'timer', 'retryTimer'];
  // The failed task has paused its instance: what would move a task is refused for that reason first.
  return status === 'failed' && startsOnly.includes(report) ? refused : 'task-refuses';
}

describe('every status of a task answers every report', () => {
  const cases = Object.keys(tasks).flatMap((status) =>
    Object.keys(reports).map((report) => ({ status, report, answer: answerOf(status, report) })),
  );

  it.each(cases)('[T9] $status: $report is answered by "$answer"', ({ status, report, answer }) => {
    const [{ shell }, name] = tasks[status]!();
    const task = name === 'ended' ? taskIdSchema.parse('i1.t2') : shell.task(name).id;
    shell.nowMs += 3_600_000;
    const advance = shell.send(reports[report]!(task));
    expect(advance.status === 'rejected' ? advance.rejection.code : '').toBe(answer);
  });
});

it('[I13] nothing but "begin" can happen to an instance that is not there', () => {
  expect(() => new Shell(graphOf('a')).send({ type: 'stop' })).toThrow('begin');
});
