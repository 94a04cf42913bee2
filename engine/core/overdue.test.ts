import { describe, expect, it } from 'vitest';
import {
  breaks,
  doesRound,
  ends,
  givenInstance,
  holds,
  isAsked,
  pauses,
  releases,
  resumes,
  starts,
  timePasses,
  works,
} from '../../test/support/givenInstance.ts';
import { graphOf } from '../../test/support/graphOf.ts';
import { pauseCauseSchema } from '../model/instance.ts';

const longest = (fields: object = {}) => ({ activities: { a: { maxDuration: '1h', ...fields } } });
const warned = 'warning: takes-long';

describe('maxDuration', () => {
  it('[T12] warns of a task in flight, once, and lets it go on', () => {
    const { shell } = givenInstance('a > b', longest())
      .and(starts('a'))
      .when(timePasses('59m'))
      .then('')
      .when(timePasses('1m'))
      .then(warned)
      .when(timePasses('1d'), ends('a'))
      .then('a is done\na > b\nb is created');
    expect(shell.entries.find((entry) => entry.type === 'journal')).toMatchObject({
      activity: 'a',
      text: '"a" takes longer than 1h, which is its maxDuration.',
    });
    expect(shell.timers).toEqual([]);
  });

  it.each([
    ['that is pending', {}],
    ['that waits', { type: 'wait', for: '1d' }],
    ['that is held', { execution: 'hold' }],
  ])('[T12] warns of a task %s', (_, fields) => {
    givenInstance('a', longest(fields)).when(timePasses('1h')).then(warned).when(timePasses('1h')).then('');
  });

  it('[T12] warns of a task between two rounds, and of one that is tried again', () => {
    givenInstance('a', longest({ type: 'rounds' }))
      .and(starts('a'), doesRound('a', 10))
      .when(timePasses('1h'))
      .then(warned);
    givenInstance('a', longest({ retry: { attempts: 3, delay: '40m' } }))
      .and(breaks('a'), timePasses('40m'))
      .and(breaks('a'))
      .when(timePasses('30m'))
      .then(warned);
  });

  it('[T12] is forgotten when the task ends in time', () => {
    const { shell } = givenInstance('a > w', {
      activities: { ...longest().activities, w: { type: 'wait', for: '1d' } },
    }).and(works('a'));
    expect(shell.timers.map(({ name }) => name)).toEqual(['due']);
  });

  it('[T12] stands still while the instance is paused', () => {
    givenInstance('a', longest())
      .and(timePasses('40m'), pauses(), timePasses('5h'), resumes)
      .when(timePasses('19m'))
      .then('')
      .when(timePasses('1m'))
      .then(warned);
  });

  it('[T12] warns of nothing again after a pause', () => {
    givenInstance('a', longest())
      .and(timePasses('1h'), pauses(), timePasses('5h'), resumes)
      .when(timePasses('1d'))
      .then('');
  });

  it('[T12] goes on while the instance pauses', () => {
    givenInstance('a', longest()).and(starts('a'), pauses()).thenStatus('pausing').when(timePasses('1h')).then(warned);
  });

  it('[T12] counts from the resume for a task that was created in a pause', () => {
    const cause = pauseCauseSchema.parse({ kind: 'own', by: 'anna', sinceMs: 0 });
    givenInstance('a', { ...longest(), begin: { pauseCauses: [cause] } })
      .and(timePasses('5h'), resumes)
      .when(timePasses('59m'))
      .then('')
      .when(timePasses('1m'))
      .then(warned);
  });

  it('[T12] of a newer version is what counts after the resume', () => {
    givenInstance('a', { ...longest(), newer: graphOf('a', longest({ maxDuration: '3h' })) })
      .and(timePasses('40m'), pauses(), isAsked({ type: 'resume', kinds: ['own'], version: 2 }))
      .when(timePasses('2h'))
      .then('')
      .when(timePasses('20m'))
      .then(warned);
  });

  it('[T12] a warning before its time, or in a pause, is refused', () => {
    const scenario = givenInstance('a', longest({ execution: 'hold' }));
    const { id } = scenario.shell.task('a');
    const isWarnedOf = (shell: typeof scenario.shell) =>
      void shell.send({ type: 'timer', task: id, name: 'maxDuration' });
    scenario.when(isWarnedOf).thenRefused('task-refuses', 'has not come');
    scenario.and(pauses()).when(isWarnedOf).thenRefused('instance-refuses', 'no time passes');
    scenario.and(resumes, releases('a'), works('a')).thenStatus('finished');
  });
});

const timed = (fields: object = {}) => ({ activities: { a: { timeout: '1h', ...fields } } });

describe('timeout', () => {
  it('[T13] fails a task that waits, and lets its instance pause', () => {
    const { shell } = givenInstance('a > b', timed({ type: 'wait', for: '1d' }))
      .when(timePasses('59m'))
      .then('')
      .when(timePasses('1m'))
      .then('error: failed-timeout\na fails\na pause: error\nthe instance is pausing\nthe instance is paused');
    expect(shell.task('a').failure).toMatchObject({ cause: 'timeout', message: expect.stringContaining('1h') });
    expect(shell.timers).toEqual([]);
  });

  it('[T13] takes the error outlet', () => {
    givenInstance('a > b, a:error > c', timed({ type: 'signal' }))
      .when(timePasses('1h'))
      .then('error: failed-timeout\na is failed for good\na:error > c\nc is created')
      .thenQueue('c');
  });

  it('[T13] is tried again between rounds, with all its time again', () => {
    givenInstance('a', timed({ type: 'rounds', retry: { attempts: 2, delay: '10m' } }))
      .and(starts('a'), doesRound('a', 10))
      .when(timePasses('1h'))
      .then('error: failed-timeout\na will be tried again')
      .thenQueue()
      .and(timePasses('10m'), starts('a'), timePasses('59m'))
      .thenLive('a running')
      .and(timePasses('1m'))
      .thenLive('a failed');
  });

  it('[T13] counts over attempts, and fails what waits for a retry', () => {
    givenInstance('a', timed({ retry: { attempts: 9, delay: '40m' }, onError: 'ignore' }))
      .and(breaks('a'), timePasses('40m'), breaks('a'))
      .when(timePasses('20m'))
      .then('error: failed-timeout\na is failed for good\nthe instance is finished');
  });

  it('[T13] does not count while nothing has executed the task, nor fail one that is held', () => {
    givenInstance('a', timed())
      .when(timePasses('1d'))
      .then('')
      .and(starts('a'), timePasses('59m'))
      .thenLive('a running');
    givenInstance('a', timed({ execution: 'hold' }))
      .when(timePasses('1d'))
      .thenLive('a held');
  });

  it('[T13] looks at the time of a task that was held when it goes on', () => {
    givenInstance('a', timed({ retry: { attempts: 9, delay: '40m' } }))
      .and(breaks('a'), holds('a'), timePasses('40m'))
      .thenLive('a held')
      .and(timePasses('1d'), releases('a'), starts('a'), timePasses('1s'))
      .thenLive('a retrying');
  });

  it('[T13] stands still while the instance is paused, and goes on while it pauses', () => {
    givenInstance('a', timed({ type: 'wait', for: '1d' }))
      .and(timePasses('40m'), pauses(), timePasses('5h'), resumes, timePasses('19m'))
      .thenLive('a waiting')
      .and(timePasses('1m'))
      .thenLive('a failed');
    givenInstance('a', timed({ type: 'rounds' }))
      .and(starts('a'), doesRound('a', 10), pauses())
      .thenStatus('pausing')
      .and(timePasses('1h'))
      .thenStatus('paused')
      .thenLive('a failed');
  });

  it('[T13] of a task that first ran after a pause counts from then', () => {
    givenInstance('a', timed())
      .and(pauses(), timePasses('5h'), resumes, starts('a'), timePasses('59m'))
      .thenLive('a running')
      .and(timePasses('1m'))
      .thenLive('a failed');
  });

  it('[T13] begins anew when the failed task is executed again', () => {
    givenInstance('a', timed({ type: 'wait', for: '1d' }))
      .and(timePasses('2h'), resumes)
      .thenLive('a waiting')
      .and(timePasses('59m'))
      .thenLive('a waiting')
      .and(timePasses('1m'))
      .thenLive('a failed');
  });

  it('[T13] of a task that ended in time is forgotten', () => {
    const { shell } = givenInstance('a > w', {
      activities: { ...timed().activities, w: { type: 'wait', for: '1d' } },
    }).and(works('a'));
    expect(shell.timers.map(({ name }) => name)).toEqual(['due']);
  });
});
