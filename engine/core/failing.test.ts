import { describe, expect, it } from 'vitest';
import {
  breaks,
  doesRound,
  fails,
  givenInstance,
  goesOn,
  isLost,
  pauses,
  resumes,
  starts,
  timePasses,
  works,
} from '../../test/support/givenInstance.ts';
import { dawnMs } from '../../test/support/shell.ts';

const broken = { cause: 'data', message: 'no such table' } as const;

describe('retrying', () => {
  const retry = { attempts: 3, delay: '10s', factor: 2 };
  const retrying = (rest: object = {}) => ({ activities: { a: { retry: { ...retry, ...rest } } } });

  it('[T4] a failed attempt is tried again after its delay, which grows by its factor', () => {
    const { shell } = givenInstance('a', retrying()).and(starts('a'), fails('a')).thenLive('a retrying').thenQueue();
    expect(shell.timers).toMatchObject([{ name: 'retry', dueAtMs: dawnMs + 10_000 }]);
    givenInstance('a', retrying())
      .and(starts('a'), fails('a'), timePasses('9s'))
      .thenLive('a retrying')
      .when(timePasses('1s'))
      .thenQueue('a')
      .and(starts('a'), fails('a'), timePasses('19s'))
      .thenLive('a retrying')
      .when(timePasses('1s'))
      .thenLive('a pending');
  });

  it('[F45] what another system refuses for good is not tried again, and takes its error outlet', () => {
    const refused = { cause: 'refused', message: 'answered with 404' } as const;
    givenInstance('a', retrying()).and(breaks('a', refused)).thenLive('a failed');
    givenInstance('a:error > b', retrying()).and(breaks('a', refused)).thenLive('b pending');
  });

  it('[T4] the delay grows to its limit and no further', () => {
    const { shell } = givenInstance('a', retrying({ maxDelay: '15s' })).and(
      starts('a'),
      fails('a'),
      timePasses('10s'),
      starts('a'),
      fails('a'),
    );
    expect(shell.timers).toMatchObject([{ dueAtMs: shell.nowMs + 15_000 }]);
  });

  it('[T4] a delay without a limit never reaches beyond what a calendar knows', () => {
    const { shell } = givenInstance('a', retrying({ attempts: 100, delay: '52w', factor: 100 })).and(
      starts('a'),
      fails('a'),
      timePasses('52w'),
      starts('a'),
      fails('a'),
    );
    expect(shell.timers[0]?.dueAtMs).toBe(shell.nowMs + 366 * 86_400_000);
  });

  it('[T4] after its last attempt the error policy decides', () => {
    givenInstance('a', retrying())
      .when(goesOn({ a: broken }))
      .thenStatus('paused')
      .thenLive('a failed');
  });

  it('[T4] a retry that falls due while the instance is paused waits for the resume', () => {
    givenInstance('a, b', retrying())
      .and(starts('a'), fails('a'), pauses(), timePasses('1m'))
      .thenLive('a retrying, b pending')
      .when(resumes, timePasses('0s'))
      .thenLive('a pending, b pending');
  });

  it('[T5] a faulty configuration is not tried again', () => {
    givenInstance('a', retrying())
      .and(starts('a'))
      .when(fails('a', { cause: 'config' }))
      .thenLive('a failed');
  });

  it('[T3] now stays what it was when the task was first executed', () => {
    const { shell } = givenInstance('a', retrying()).and(starts('a'), fails('a'), timePasses('1h'), starts('a'));
    expect(shell.task('a')).toMatchObject({ nowMs: dawnMs, attempt: 2 });
  });
});

describe('a quota', () => {
  const full = { cause: 'quota', message: 'No room.', hint: 'Make some.' } as const;

  it('[V6] pauses the instance for its cause, and its task waits to be executed again', () => {
    const { shell } = givenInstance('a, b')
      .and(starts('a'), starts('b'))
      .when(fails('a', full), fails('b', full))
      .thenStatus('paused')
      .thenLive('a pending, b pending')
      .thenQueue()
      .when(resumes)
      .thenStatus('running')
      .thenQueue('a', 'b');
    expect(shell.told).toEqual(['drawn is paused']);
    const lines = shell.entries.filter((entry) => entry.type === 'journal' && entry.code === 'quota');
    expect(lines).toMatchObject([{ text: 'No room. Make some.', level: 'warning' }, {}]);
  });

  it('[V6] is caught by no outlet and ignored by no policy, and no retry waits for it', () => {
    const retry = { attempts: 3, delay: '1s', factor: 1 };
    const { shell } = givenInstance('a:error > b', {
      activities: { a: { retry, onError: 'abort' } },
      definition: { onError: 'ignore' },
    })
      .when(breaks('a', full))
      .thenStatus('paused')
      .thenLive('a pending');
    expect(shell.instance.pauseCauses).toMatchObject([{ kind: 'quota', by: 'engine', reason: 'No room.' }]);
  });
});

describe('the error outlet', () => {
  it('[T5] takes a failure, with what failed in its variables', () => {
    const { shell } = givenInstance('a:error > b')
      .and(starts('a'))
      .when(fails('a', broken))
      .then('error: failed-data\na is failed for good\na:error > b\nb is created');
    expect(shell.task('b').vars).toEqual({ error: { ...broken, activity: 'a' } });
  });

  it('[T5] does not take a faulty configuration', () => {
    givenInstance('a:error > b')
      .and(starts('a'))
      .when(fails('a', { cause: 'config' }))
      .thenStatus('paused')
      .thenLive('a failed');
  });

  it('[T5] takes an expression that fails', () => {
    givenInstance('a > p, p:error > b', { activities: { p: { type: 'pass', sets: { x: 'vars.missing' } } } })
      .when(works('a'))
      .thenLive('b pending');
  });
});

describe('the error policy', () => {
  it('[T6] pause is the default: the task can be executed again, and supervisors are told once', () => {
    const { shell } = givenInstance('a, b')
      .and(starts('a'), starts('b'))
      .when(fails('a'), fails('b'))
      .thenStatus('paused')
      .thenLive('a failed, b failed');
    expect(shell.told).toEqual(['drawn is paused']);
    expect(shell.instance.pauseCauses).toMatchObject([{ kind: 'error', by: 'engine', reason: 'it broke' }]);
  });

  it('[T6] executing a failed task again is a new attempt of the same task', () => {
    const scenario = givenInstance('a').and(starts('a'), fails('a'));
    const { id } = scenario.shell.task('a');
    scenario.and(resumes, starts('a'));
    expect(scenario.shell.task('a')).toMatchObject({ id, attempt: 2, status: 'running' });
  });

  it('[T6] what else is in flight ends while the instance is pausing', () => {
    givenInstance('a, b > c')
      .and(starts('a'), starts('b'))
      .when(fails('a'))
      .thenStatus('pausing')
      .thenLive('a failed, b running');
  });

  it('[T7] ignore drops the branch and counts', () => {
    givenInstance('a > x, b', { definition: { onError: 'ignore' } })
      .and(starts('a'))
      .when(fails('a'))
      .then('error: failed-data\na is failed for good')
      .thenCommands('unqueue a', 'countFailure')
      .thenStatus('running');
  });

  it('[T7] so many ignored failures in a row pause the instance', () => {
    givenInstance('a, b, c', { definition: { onError: 'ignore', consecutiveErrors: 3 } })
      .and(starts('a'), fails('a'), starts('b'), fails('b'))
      .thenStatus('running')
      .when(starts('c'), fails('c'))
      .thenStatus('paused');
  });

  it('[T7] an instance that finishes resets the count, unless a failure was ignored in it', () => {
    const ignoring = { definition: { onError: 'ignore', consecutiveErrors: 3 } } as const;
    givenInstance('a', ignoring).when(works('a')).thenCommands('unqueue a', 'resetFailures');
    givenInstance('a, b', ignoring).and(starts('a'), fails('a')).when(works('b')).thenCommands('unqueue b');
  });

  it('[T7] a failure that the error outlet caught leaves the run a clean one', () => {
    givenInstance('a:error > b', { definition: { onError: 'ignore' } })
      .and(breaks('a'))
      .when(works('b'))
      .thenCommands('unqueue b', 'resetFailures');
  });

  it('[T7] failures within one step count like others', () => {
    const activities = {
      f: 'fork',
      p: { type: 'pass', sets: { x: 'vars.y' } },
      q: { type: 'pass', sets: { x: 'vars.y' } },
    };
    givenInstance('a > p, a > q', { activities, definition: { onError: 'ignore', consecutiveErrors: 2 } })
      .when(works('a'))
      .thenLive('q failed');
  });

  it('[T8] abort fails the instance and cancels what lives', () => {
    const { shell } = givenInstance('a, b, c', { activities: { a: { onError: 'abort' } } })
      .and(starts('a'), starts('b'))
      .when(fails('a', broken))
      .thenStatus('failed')
      .thenLive('')
      .thenCommands('unqueue a', 'cancel b', 'unqueue b', 'unqueue c', 'tellSupervisors');
    expect(shell.instance.failure).toEqual(broken);
  });

  it("[T6] the activity's policy goes before the workflow's", () => {
    givenInstance('a, b', { activities: { a: { onError: 'ignore' } }, definition: { onError: 'abort' } })
      .and(starts('a'))
      .when(fails('a'))
      .thenStatus('running');
  });

  it('[T5] a failure that says cancelled ends the task without a policy', () => {
    givenInstance('a, b')
      .and(starts('a'))
      .when(fails('a', { cause: 'cancelled' }))
      .then('a is cancelled')
      .thenStatus('running');
  });
});

describe('a lost worker', () => {
  it('[D4] its task is executed again, in the place at the end of the queue', () => {
    givenInstance('a, b')
      .and(starts('a'))
      .when(isLost('a'))
      .then('a is lost (1)\nwarning: worker-lost\na is ready (lost)')
      .thenQueue('b', 'a');
  });

  it('[D4] a task at three deaths pauses its instance', () => {
    givenInstance('a')
      .and(starts('a'), isLost('a'), starts('a'), isLost('a'), starts('a'))
      .when(isLost('a'))
      .thenStatus('paused')
      .thenLive('a failed');
  });

  it('[D4] after an operator has resumed it the deaths are counted anew', () => {
    const scenario = givenInstance('a');
    for (const _time of [1, 2, 3]) scenario.and(starts('a'), isLost('a'));
    scenario.thenStatus('paused').and(resumes, starts('a'), isLost('a'));
    scenario.thenStatus('running').thenLive('a pending');
    expect(scenario.shell.task('a').deaths).toBe(1);
  });

  it('[D4] deaths by our own hand do not count', () => {
    const scenario = givenInstance('a');
    for (const _time of [1, 2, 3, 4]) scenario.and(starts('a'), isLost('a', false));
    scenario.thenLive('a pending');
  });

  it.each(['call', 'http'])('[D4] nor do those of a task that executes neither SQL nor a script, as %s', (type) => {
    const http = { type, url: 'https://example.com/', method: 'GET' };
    const scenario = givenInstance('a', { activities: { a: type === 'http' ? http : type } });
    for (const _time of [1, 2, 3, 4]) scenario.and(starts('a'), isLost('a'));
    scenario.thenLive('a pending');
  });

  it('[D4] those of SQL beside the steps do', () => {
    const scenario = givenInstance('a', {
      activities: { a: { type: 'sqlCode', script: 'VACUUM', transaction: false } },
    });
    for (const _time of [1, 2, 3]) scenario.and(starts('a'), isLost('a'));
    scenario.thenLive('a failed');
  });

  it('[D4] a committed round shows that the task gets on: deaths are counted anew', () => {
    const scenario = givenInstance('a', { activities: { a: 'rounds' } });
    for (const _time of [1, 2, 3, 4])
      scenario.and(starts('a'), isLost('a'), starts('a'), doesRound('a', 1), isLost('a'));
    scenario.thenLive('a pending');
  });

  it('[D4] neither the error outlet nor a policy catches it', () => {
    const scenario = givenInstance('a:error > b', { definition: { onError: 'ignore' } });
    for (const _time of [1, 2, 3]) scenario.and(starts('a'), isLost('a'));
    scenario.thenStatus('paused').thenLive('a failed');
  });
});
