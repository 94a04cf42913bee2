import { describe, expect, it } from 'vitest';
import {
  breaks,
  ends,
  fails,
  givenInstance,
  goesOn,
  holds,
  isAsked,
  pauses,
  releases,
  resumes,
  runs,
  skips,
  starts,
  timePasses,
  works,
} from '../../test/support/givenInstance.ts';

const runAll = isAsked({ type: 'runPending' });
const lateSteps = {
  activities: { h: { execution: 'hold' }, r: { retry: { attempts: 2, delay: '1h' } }, w: { type: 'wait', for: '1d' } },
};

describe('skipping', () => {
  it('[I11] the last failed task is skipped with a result and a reason, and the instance goes on', () => {
    const { shell } = givenInstance('a > b')
      .and(breaks('a'))
      .when(skips('a', { total: 5 }))
      .then('warning: skipped\na is skipped\na > b\nb is created\nno pause any more: error\nthe instance is running')
      .thenQueue('b');
    expect(shell.task('b').vars).toEqual({ total: 5 });
    expect(shell.entries.find((entry) => entry.type === 'journal' && entry.code === 'skipped')).toMatchObject({
      by: 'anna',
      text: 'Skipped by anna: known',
    });
  });

  it('[I11] while another task is failed, or another cause holds the instance, skipping one lets nothing go on', () => {
    givenInstance('a, b > c')
      .and(starts('a'), starts('b'), fails('a'), fails('b'), skips('b'))
      .thenStatus('paused')
      .thenLive('a failed, c pending')
      .and(skips('a'))
      .thenStatus('running')
      .thenQueue('c');
    givenInstance('a > b').and(breaks('a'), pauses(), skips('a')).thenStatus('paused').thenQueue();
  });

  it('[I11] held, waiting and retrying tasks can be skipped, and what waited for them is taken back', () => {
    const scenario = givenInstance('a > w, h, r', lateSteps).and(
      works('a'),
      breaks('r'),
      skips('h'),
      skips('w'),
      skips('r'),
    );
    scenario.thenStatus('finished');
    expect(scenario.shell.timers).toEqual([]);
  });

  it('[I11] a task in flight cannot be skipped', () => {
    givenInstance('a').and(starts('a')).when(skips('a')).thenRefused('task-refuses', 'running');
  });
});

describe('running now', () => {
  it('[I10] a failed task that alone paused the instance lets it go on', () => {
    givenInstance('a, b').and(breaks('a')).when(runs('a')).thenStatus('running').thenQueue('a', 'b');
  });

  it('[I10] while another cause holds the instance the failed task only becomes ready', () => {
    givenInstance('a')
      .and(breaks('a'), pauses())
      .when(runs('a'))
      .thenStatus('paused')
      .thenLive('a pending')
      .thenQueue();
  });

  it('[I10] with two failed tasks the instance goes on when both are run again', () => {
    givenInstance('a, b')
      .and(starts('a'), starts('b'), fails('a'), fails('b'), runs('a'))
      .thenStatus('paused')
      .when(runs('b'))
      .thenStatus('running')
      .thenQueue('b', 'a');
  });

  it('[I10] a retry is not waited for', () => {
    const { shell } = givenInstance('r', lateSteps).and(breaks('r')).when(runs('r')).thenQueue('r');
    expect(shell.timers).toEqual([]);
  });

  it('[I10] all that waits for a time, a retry or a release is run at once', () => {
    givenInstance('a > w, h, r, w > b', lateSteps)
      .and(works('a'), breaks('r'))
      .thenLive('h held, r retrying, w waiting')
      .when(runAll)
      .thenLive('h pending, r pending, b pending')
      .thenQueue('h', 'r', 'b');
  });

  it('[I10] where nothing waits it is refused', () => {
    givenInstance('a').when(runAll).thenRefused('nothing-to-run');
    givenInstance('a').and(pauses()).when(runAll).thenRefused('instance-refuses');
    givenInstance('a').when(runs('a')).thenRefused('task-refuses', 'nothing to run');
  });
});

describe('holding', () => {
  it('[T2] a held activity creates its task and waits for an operator', () => {
    givenInstance('a > h, h > b', lateSteps)
      .and(works('a'))
      .thenLive('h held')
      .thenQueue()
      .when(runs('h'))
      .then('h is ready (released)')
      .thenQueue('h');
  });

  it('[T2] a breakpoint holds the tasks of one instance that are created after it', () => {
    givenInstance('a > b')
      .and(holds('b'), works('a'))
      .thenLive('b held')
      .when(releases('b'))
      .then('b is to be executed\nb is ready (released)')
      .thenQueue('b');
  });

  it('[T2] a task that was held before a pause is released in it, and starts at the resume', () => {
    givenInstance('h', lateSteps)
      .and(pauses(), runs('h'))
      .thenLive('h pending')
      .thenQueue()
      .when(resumes)
      .thenQueue('h');
  });

  it('[T2] a task that is pending when its activity is held waits for an operator from then on', () => {
    givenInstance('a')
      .when(holds('a'))
      .then('a is to be held\na is held')
      .thenQueue()
      .when(releases('a'))
      .then('a is to be executed\na is ready (released)')
      .thenQueue('a');
  });

  it('[T2] a task that was held while its instance is paused stays so after the resume', () => {
    givenInstance('a, b').and(pauses(), holds('a'), resumes).thenLive('a held, b pending').thenQueue('b');
  });

  it('[T2] a failed or retrying task of an activity with a breakpoint is held instead of executed again', () => {
    givenInstance('a').and(breaks('a'), holds('a'), resumes).thenLive('a held').thenQueue();
    givenInstance('r', lateSteps).and(breaks('r'), holds('r'), timePasses('1h')).thenLive('r held').thenQueue();
    givenInstance('a').and(breaks('a'), holds('a'), runs('a')).thenLive('a pending').thenQueue('a');
  });

  it('[T2] an activity that the version does not have cannot be held', () => {
    givenInstance('a').when(holds('x')).thenRefused('activity-unknown', 'x');
  });
});

describe('variables and notes', () => {
  const set = isAsked({ type: 'setVariables', vars: { limit: 2 } });

  it('[I12] variables of an instance are changed while it is paused, and only then', () => {
    const scenario = givenInstance('a', { definition: { variables: { limit: 1, other: true } } });
    scenario.when(set).thenRefused('instance-refuses', 'only while it is paused');
    scenario.and(pauses(), set);
    expect(scenario.shell.instance.vars).toEqual({ limit: 2, other: true });
  });

  it('[I12] a note is a line of the journal, of an ended instance too', () => {
    givenInstance('a')
      .and(goesOn())
      .when(isAsked({ type: 'note', level: 'warning', code: 'paused-long', text: 'It has been paused for long.' }))
      .then('warning: paused-long')
      .thenStatus('finished');
  });

  it('[D1] each entry says who asked for it', () => {
    const { shell } = givenInstance('a').and(pauses());
    expect(shell.entries.slice(-3).map(({ by }) => by)).toEqual(['anna', 'anna', 'anna']);
  });
});

describe('a task that is no more', () => {
  it('[T3] is unknown to whoever reports of it', () => {
    const scenario = givenInstance('a > b').and(starts('a'));
    const { id } = scenario.shell.task('a');
    scenario
      .and(ends('a'))
      .when((shell) => shell.send({ type: 'taskYielded', task: id }))
      .thenRefused('task-unknown', id);
  });
});
