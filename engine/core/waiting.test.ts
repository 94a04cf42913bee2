import { describe, expect, it } from 'vitest';
import { signalIdSchema, activityIdSchema } from '../model/ids.ts';
import {
  gets,
  givenInstance,
  pauses,
  resumes,
  runs,
  starts,
  timePasses,
  works,
} from '../../test/support/givenInstance.ts';
import { dawnMs } from '../../test/support/shell.ts';

const wait = (fields: object) => ({ activities: { w: { type: 'wait', ...fields } } });
const either = (fields: object = {}) => ({
  activities: { w: { type: 'either', signal: 'go', within: '1h', ...fields } },
});
const signal = (fields: object = {}) => ({ activities: { s: { type: 'signal', ...fields } } });
const begunBySignal = {
  signal: { id: signalIdSchema.parse('g1'), name: 's', vars: { n: 1 } },
  firing: { reason: 'signal', activity: activityIdSchema.parse('s'), dueAtMs: dawnMs, startedAtMs: dawnMs },
} as const;

describe('time', () => {
  it('[F14] a wait holds no worker: it sets a timer and goes on when that is due', () => {
    givenInstance('a > w, w > b', wait({ for: '1h' }))
      .when(works('a'))
      .thenLive('w waiting')
      .thenQueue()
      .thenCommands('unqueue a', 'setTimer w')
      .when(timePasses('59m'))
      .thenLive('w waiting')
      .when(timePasses('1m'))
      .then('w is done\nw > b\nb is created');
  });

  it('[F14] a wait that is over when it begins goes on at once', () => {
    givenInstance('a > w, w > b', wait({ until: '2026-01-01T00:00:00Z' }))
      .when(works('a'))
      .thenLive('b pending');
  });

  it('[F14] a timer of a wait that is not the present one is refused', () => {
    const scenario = givenInstance('a > w', wait({ for: '1h' })).and(works('a'));
    const { id } = scenario.shell.task('w');
    scenario
      .when((shell) => shell.send({ type: 'timer', task: id, name: 'due' }))
      .thenRefused('task-refuses', 'has not come');
    scenario
      .when((shell) => shell.send({ type: 'timer', task: id, name: 'retry' }))
      .thenRefused('task-refuses', 'no retry');
    scenario.thenLive('w waiting');
  });

  it('[T3] a wait counts from when its task begins, however often its condition is looked at', () => {
    const { shell } = givenInstance('a > w', wait({ until: "now + duration('1h')" })).and(
      works('a'),
      timePasses('10m'),
    );
    expect(shell.task('w').waitingFor).toEqual({ dueAtMs: dawnMs + 3_600_000 });
  });

  it('[I10] a wait is run now by an operator', () => {
    givenInstance('a > w, w > b', wait({ for: '1h' }))
      .and(works('a'))
      .when(runs('w'))
      .thenLive('b pending');
  });

  it('[T5] an instant that cannot be computed fails the task', () => {
    givenInstance('a > w', wait({ until: 'vars.missing' }))
      .when(works('a'))
      .thenStatus('paused')
      .thenLive('w failed');
  });
});

describe('signals', () => {
  it('[F15] a waiting task subscribes and goes on with what the signal brings', () => {
    const { shell } = givenInstance('a > s, s > b', signal({ name: 'paid' }))
      .and(works('a'))
      .thenLive('s waiting')
      .when(gets('s', 'paid', { amount: 3 }))
      .then('s gets paid\ns is done\ns > b\nb is created')
      .thenCommands('clearTimers s', 'unsubscribe s', 'queue b');
    expect(shell.task('b').vars).toEqual({ amount: 3 });
  });

  it('[F15] the key is evaluated when the task begins, and compared as text', () => {
    const { shell } = givenInstance('a > s', signal({ correlate: 'vars.order' })).and(
      works('a', { vars: { order: 42 } }),
    );
    expect(shell.task('s').waitingFor).toEqual({ signal: { name: 's', key: '42' } });
  });

  it('[F15] with "complete" off every signal fires the outlet and the task goes on listening', () => {
    givenInstance('a > s, s > b', signal({ complete: false }))
      .and(works('a'), gets('s', 's', { n: 1 }), gets('s', 's', { n: 2 }))
      .thenLive('s waiting, b pending, b pending')
      .thenStatus('running');
  });

  it('[F15] a task of a paused instance keeps the signal, and gets it at the resume', () => {
    const scenario = givenInstance('a > s, s > b', signal())
      .and(works('a'), pauses())
      .when(gets('s', 's', { n: 1 }))
      .then('s keeps s')
      .thenLive('s waiting')
      .when(resumes)
      .then('no pause any more: own\nthe instance is running\ns gets s\ns is done\ns > b\nb is created');
    expect(scenario.shell.task('b').vars).toEqual({ n: 1 });
  });

  it('[F15] one that keeps the signal which ends its wait takes no other, one that goes on listening takes all', () => {
    givenInstance('a > s', signal())
      .and(works('a'), pauses(), gets('s', 's'))
      .when(gets('s', 's'))
      .thenRefused('task-refuses', 'keeps the signal');
    givenInstance('a > s, s > b', signal({ complete: false }))
      .and(works('a'), pauses(), gets('s', 's', { n: 1 }), gets('s', 's', { n: 2 }), resumes)
      .thenLive('s waiting, b pending, b pending');
  });

  it('[F15] what goes on listening does so too where it was executed again before it could take what it kept', () => {
    givenInstance('w, s, s > b', signal({ complete: false, timeout: '10m' }))
      .and(starts('w'), pauses(), gets('s', 's', { n: 1 }), timePasses('10m'))
      .thenLive('w running, s failed')
      .and(resumes)
      .thenLive('w running, s waiting, b pending');
  });

  it('[F15] a signal to a task that waits for none is refused', () => {
    givenInstance('a > w', wait({ for: '1h' }))
      .and(works('a'))
      .when(gets('w', 'go'))
      .thenRefused('task-refuses', 'no signal');
  });

  it('[F15] an entry that is held keeps the signal that began its instance, and gets it when it is released', () => {
    const { shell } = givenInstance('s > b', { ...signal({ execution: 'hold' }), begin: begunBySignal })
      .thenLive('s held')
      .when(runs('s'))
      .then('s is ready (released)\ns gets s\ns is done\ns > b\nb is created');
    expect(shell.task('b').vars).toEqual({ n: 1 });
  });

  it('[F15] the signal that begins an instance is the first thing that its entry gets', () => {
    const { shell } = givenInstance('s > b', { ...signal(), begin: begunBySignal })
      .thenLive('b pending')
      .then('began\ns is created\ns gets s\ns is done\ns > b\nb is created');
    expect(shell.task('b').vars).toEqual({ n: 1 });
  });
});

describe('a signal or a time', () => {
  it('[F14] whichever comes first ends the task and takes the other back', () => {
    const early = givenInstance('a > w, w > b, w:late > c', either()).and(works('a'));
    early.when(gets('w', 'go')).thenLive('b pending');
    expect(early.shell.timers).toEqual([]);
    const late = givenInstance('a > w, w > b, w:late > c', either()).and(works('a'));
    late.when(timePasses('1h')).thenLive('c pending');
    expect(late.shell.subscriptions.size).toBe(0);
  });

  it('[F14] a kind may let the time pass and go on listening', () => {
    givenInstance('a > w, w > b', either({ patient: true }))
      .and(works('a'))
      .when(timePasses('2h'))
      .then('w waits')
      .thenCommands('clearTimers w')
      .when(gets('w', 'go'))
      .thenLive('b pending');
  });

  it('[I4] a pause between keeps both', () => {
    givenInstance('a > w, w > b, w:late > c', either())
      .and(works('a'), pauses(), timePasses('2h'), resumes)
      .when(timePasses('0s'))
      .thenLive('c pending');
  });
});
