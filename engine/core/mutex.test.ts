import { describe, expect, it } from 'vitest';
import {
  breaks,
  ends,
  fails,
  givenInstance,
  goesOn,
  holds,
  isAsked,
  isLost,
  pauses,
  releases,
  resumes,
  skips,
  starts,
  timePasses,
  works,
} from '../../test/support/givenInstance.ts';

const grouped = (fields: Readonly<Record<string, object>>) => ({
  activities: Object.fromEntries(
    Object.entries(fields).map(([name, rest]) => [name, { mutexGroup: 'one', ...rest }] as const),
  ),
});
const two = grouped({ b: {}, c: {} });

describe('a mutex group', () => {
  it('[T11] has one task in the queue at a time, the next when that ends', () => {
    givenInstance('b, c, d', two)
      .thenLive('b pending, c pending, d pending')
      .thenQueue('b', 'd')
      .and(starts('b'))
      .thenQueue('b', 'd')
      .when(works('d'), ends('b'))
      .thenQueue('c')
      .and(goesOn())
      .thenStatus('finished');
  });

  it('[T11] is passed on when the task is skipped, and when it is held', () => {
    givenInstance('b, c', two).and(skips('b')).thenQueue('c');
    givenInstance('b, c', two).and(holds('b')).thenLive('b held, c pending').thenQueue('c');
  });

  it('[T11] is passed on when the task is cancelled, and when its failure is ignored', () => {
    givenInstance('b, c', two)
      .and(breaks('b', { cause: 'cancelled' }))
      .thenQueue('c');
    givenInstance('b, c', grouped({ b: { onError: 'ignore' }, c: {} }))
      .and(breaks('b'))
      .thenQueue('c');
  });

  it('[T11] goes on after an error that paused the instance, one at a time', () => {
    givenInstance('b, c', two)
      .and(breaks('b'))
      .thenLive('b failed, c pending')
      .thenQueue()
      .and(resumes)
      .thenQueue('b')
      .and(works('b'))
      .thenQueue('c');
  });

  it('[T11] is kept by a task that waits for its retry', () => {
    givenInstance('b, c', grouped({ b: { retry: { attempts: 2, delay: '1h' } }, c: {} }))
      .and(breaks('b'))
      .thenLive('b retrying, c pending')
      .thenQueue()
      .and(timePasses('1h'))
      .thenQueue('b');
  });

  it('[T11] is kept by a task that waits', () => {
    givenInstance('w, c', grouped({ w: { type: 'wait', for: '1h' }, c: {} }))
      .thenLive('w waiting, c pending')
      .thenQueue()
      .and(timePasses('1h'))
      .thenQueue('c');
  });

  it('[T11] lets an older task that is released go first, never two together', () => {
    givenInstance('b, c', grouped({ b: { execution: 'hold' }, c: {} }))
      .thenQueue('c')
      .and(releases('b'))
      .thenQueue('b')
      .and(works('b'))
      .thenQueue('c')
      .and(works('c'))
      .thenStatus('finished');
  });

  it('[T11] hands the turn of a lost task to whichever is the oldest', () => {
    givenInstance('b, c', grouped({ b: { execution: 'hold' }, c: {} }))
      .and(starts('c'), releases('b'))
      .thenQueue('c')
      .and(isLost('c'))
      .thenQueue('b');
  });

  it('[T11] starts one task after a pause, and none while it lasts', () => {
    givenInstance('b, c', two).and(pauses()).thenQueue().and(resumes).thenQueue('b');
  });

  it('[T11] holds deciding tasks back too, and runs them in turn', () => {
    const { shell } = givenInstance('b, p, p > d', grouped({ b: {}, p: { type: 'pass' } }))
      .thenLive('b pending, p pending')
      .and(works('b'))
      .thenLive('d pending');
    expect(shell.queue).toHaveLength(1);
  });

  it('[T11] of another name does not hold it back', () => {
    givenInstance('b, c', { activities: { b: { mutexGroup: 'one' }, c: { mutexGroup: 'two' } } }).thenQueue('b', 'c');
  });

  it('[T11] refuses to start one that is not its turn, as a worker that read the queue before may ask', () => {
    givenInstance('b, c', two).and(starts('b')).when(starts('c')).thenRefused('task-refuses', 'not its turn');
  });

  it('[T11] does not outlive a stop', () => {
    givenInstance('b, c', two)
      .and(starts('b'), isAsked({ type: 'stop' }), fails('b'))
      .thenStatus('stopped')
      .thenQueue();
  });
});
