import { describe, expect, it } from 'vitest';
import {
  ends,
  gets,
  givenInstance,
  pauses,
  resumes,
  runs,
  starts,
  timePasses,
  works,
} from '../../test/support/givenInstance.ts';

describe('time constraints', () => {
  // The scenario begins on Saturday 31 January 2026 at 04:00 UTC.
  const window = { days: ['saturday', 'sunday'], from: '08:00', to: '12:00' };
  const constraint = (fields: object = {}) => ({
    activities: { w: { type: 'timeConstraint', windows: [window], ...fields } },
  });

  it('[F23] what comes within a window passes at once', () => {
    givenInstance('a > w, w > b', constraint()).and(timePasses('5h')).when(works('a')).thenLive('b pending');
  });

  it('[F23] what comes outside waits for the next window, by the clocks of the activity', () => {
    givenInstance('a > w, w > b', constraint({ timeZone: 'Europe/Paris' }))
      .when(works('a'), timePasses('2h'))
      .thenLive('w waiting')
      .when(timePasses('1h'))
      .thenLive('b pending');
  });

  it('[F23] what comes outside is dropped, where that is what is asked for', () => {
    givenInstance('a > w, w > b', constraint({ outside: 'drop' }))
      .and(starts('a'))
      .when(ends('a'))
      .then('a is done\na > w\nw is created\ninfo: outside-windows\nw is done\nthe instance is finished');
  });

  it('[F22] what missed its window in a paused instance waits for the next one', () => {
    const { shell } = givenInstance('a > w, w > b', constraint())
      .and(works('a'), pauses(), timePasses('9h'), resumes, timePasses('1m'))
      .thenLive('w waiting')
      .when(timePasses('19h'))
      .thenLive('b pending');
    expect(shell.timers).toEqual([]);
  });

  it('[I10] an operator lets pass what waits for a window', () => {
    givenInstance('a > w, w > b', constraint()).and(works('a')).when(runs('w')).thenLive('b pending');
  });
});

describe('expirations', () => {
  const paid = (fields: object) => ({ activities: { s: { type: 'signal', ...fields } } });
  const reminder = { outlet: 'reminder', after: '1h', complete: false };
  const late = { outlet: 'late', after: '2h' };
  const drawn = 'a > s, s > b, s:reminder > r, s:late > l';

  it('[F24] each expiration fires its outlet, and the one that ends the task ends it', () => {
    givenInstance(drawn, paid({ expirations: [late, reminder] }))
      .and(works('a'))
      .when(timePasses('1h'))
      .thenLive('s waiting, r pending')
      .when(timePasses('1h'))
      .thenLive('r pending, l pending');
  });

  it('[F22] a task with a reminder behind it still takes its signal, and its timer goes with it', () => {
    const { shell } = givenInstance(drawn, paid({ expirations: [reminder, late] }))
      .and(works('a'), timePasses('1h'))
      .when(gets('s', 's'))
      .thenLive('r pending, b pending');
    expect([shell.timers, shell.subscriptions.size]).toEqual([[], 0]);
  });

  it('[F22] after the last reminder it waits for its signal alone', () => {
    const { shell } = givenInstance(drawn, paid({ expirations: [reminder] })).and(
      works('a'),
      timePasses('1h'),
      timePasses('90d'),
    );
    expect(shell.task('s').waitingFor).toEqual({ signal: { name: 's' } });
    expect(shell.timers).toEqual([]);
  });

  it('[F24] what is due while the instance is paused fires in its order when it goes on', () => {
    givenInstance(drawn, paid({ expirations: [reminder, late] }))
      .and(works('a'), pauses(), timePasses('5h'))
      .thenLive('s waiting')
      .when(resumes, timePasses('1s'))
      .thenLive('r pending, l pending');
  });

  it('[I10] an operator ends the wait as if the signal had come', () => {
    givenInstance(drawn, paid({ expirations: [reminder] }))
      .and(works('a'))
      .when(runs('s'))
      .thenLive('b pending');
  });
});

it('[F24] where several have come while the instance was paused, none fires after the one that ends the task', () => {
  const expirations = [
    { outlet: 'over', after: '15m' },
    { outlet: 'late', after: '30m', complete: false },
  ];
  givenInstance('s:over > b, s:late > c', { activities: { s: { type: 'signal', expirations } } })
    .and(pauses(), timePasses('1h'), resumes, timePasses('1m'))
    .thenLive('b pending');
});
