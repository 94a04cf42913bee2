import { describe, expect, it } from 'vitest';
import { pauseCauseSchema } from '../model/instance.ts';
import {
  doesRound,
  ends,
  fails,
  givenInstance,
  goesOn,
  isAsked,
  isLost,
  pauses,
  resumes,
  starts,
  timePasses,
  works,
  yields,
} from '../../test/support/givenInstance.ts';
import { dawnMs } from '../../test/support/shell.ts';

const stop = isAsked({ type: 'stop' });
const kill = isAsked({ type: 'kill', reason: 'it hangs' });
const lift = (cause: 'own' | 'workflow' | 'parent') => isAsked({ type: 'liftPause', cause });

describe('pausing', () => {
  it('[I4] while a task is in flight the instance drains: it ends, the next one does not start', () => {
    givenInstance('a > b')
      .and(starts('a'))
      .when(pauses())
      .thenStatus('pausing')
      .when(ends('a'))
      .then('a is done\na > b\nb is created\nthe instance is paused')
      .thenLive('b pending')
      .thenQueue();
  });

  it('[I4] a pending task leaves the queue and does not start', () => {
    givenInstance('a, b')
      .and(starts('a'))
      .when(pauses())
      .thenCommands('unqueue b')
      .when(starts('b'))
      .thenRefused('instance-refuses', 'pausing');
  });

  it('[I4] with nothing in flight it is paused at once', () => {
    givenInstance('a').when(pauses()).then('a pause: own\nthe instance is pausing\nthe instance is paused');
  });

  it('[I4] what waits goes on waiting while it is paused, and its timer fires at the resume', () => {
    givenInstance('a > w, w > b', { activities: { w: { type: 'wait', for: '1h' } } })
      .and(works('a'), pauses())
      .when(timePasses('2h'))
      .then('')
      .thenLive('w waiting')
      .when(resumes, timePasses('0s'))
      .thenLive('b pending');
  });

  it('[I5] between two rounds a task gives way, leaves the queue and keeps its progress', () => {
    const { shell } = givenInstance('a > b', { activities: { a: 'rounds' } })
      .and(starts('a'), doesRound('a', 100), pauses(), doesRound('a', 50), yields('a'))
      .thenStatus('paused')
      .thenLive('a pending')
      .thenQueue();
    expect(shell.task('a').progress).toEqual({ rounds: 2, rows: 150 });
  });

  it('[I5] a task that gave way goes on after the resume with its progress and its now', () => {
    const scenario = givenInstance('a', { activities: { a: 'rounds' } });
    scenario.and(starts('a'), doesRound('a', 100), pauses(), yields('a'), timePasses('1h'), resumes, starts('a'));
    expect(scenario.shell.task('a')).toMatchObject({ progress: { rounds: 1, rows: 100 }, nowMs: dawnMs, attempt: 2 });
  });

  it('[I4] a worker that dies while the instance is pausing leaves nothing in the queue', () => {
    givenInstance('a').and(starts('a'), pauses()).when(isLost('a')).thenStatus('paused').thenQueue();
  });

  it('[I6] pausing again for the same cause is refused, for another one it is kept', () => {
    const scenario = givenInstance('a').and(pauses('own'));
    scenario.when(pauses('own')).thenRefused('instance-refuses', 'already');
    scenario.and(pauses('workflow'));
    expect(scenario.shell.instance.pauseCauses.map(({ kind, by }) => `${kind} by ${by}`)).toEqual([
      'own by anna',
      'workflow by anna',
    ]);
  });
});

describe('resuming', () => {
  it('[I7] it goes on exactly where it was', () => {
    givenInstance('a > b, a > c').and(starts('a'), pauses(), ends('a')).when(resumes).thenQueue('b', 'c');
  });

  it('[I7] a failed task is executed again and no other', () => {
    givenInstance('a, b, c')
      .and(works('b'), starts('a'), fails('a'))
      .thenStatus('paused')
      .when(resumes)
      .then('no pause any more: error\nthe instance is running\na is ready (resumed)')
      .thenQueue('a', 'c');
  });

  it('[I6] it is refused while another cause holds the instance, which is named', () => {
    givenInstance('a')
      .and(pauses(), pauses('workflow'))
      .when(resumes)
      .thenRefused('pause-cause-remains', 'workflow (anna)');
  });

  it('[I6] lifting a cause lets the instance go on when it was the last', () => {
    givenInstance('a')
      .and(pauses(), pauses('workflow'), lift('workflow'))
      .thenStatus('paused')
      .when(lift('own'))
      .thenStatus('running')
      .thenQueue('a');
  });

  it('[I6] lifting a cause that does not hold it is refused', () => {
    givenInstance('a').and(pauses()).when(lift('parent')).thenRefused('instance-refuses', 'parent');
  });

  it('[I7] it may be resumed while it is still pausing', () => {
    givenInstance('a, b').and(starts('a'), pauses()).when(resumes).thenStatus('running').thenQueue('a', 'b');
  });

  it('[I2] an instance that begins in a paused workflow begins paused and starts nothing', () => {
    const cause = pauseCauseSchema.parse({ kind: 'workflow', by: 'anna', sinceMs: dawnMs });
    givenInstance('a', { begin: { pauseCauses: [cause] } })
      .thenStatus('paused')
      .thenQueue()
      .when(lift('workflow'))
      .thenQueue('a');
  });
});

describe('stopping', () => {
  it('[I8] what is in flight is cancelled at its source, the rest at once; then it is stopped', () => {
    givenInstance('a > x, b')
      .and(starts('a'))
      .when(stop)
      .thenStatus('stopping')
      .thenCommands('cancel a', 'unqueue b')
      .when(yields('a'))
      .then('a is cancelled\nthe instance is stopped');
  });

  it('[I8] a result that comes while it is stopping creates nothing', () => {
    givenInstance('a > b').and(starts('a'), stop).when(ends('a')).thenStatus('stopped').thenLive('');
  });

  it('[I8] a failure or a lost worker while it is stopping ends the task', () => {
    for (const act of [fails('a'), isLost('a')]) {
      givenInstance('a').and(starts('a'), stop).when(act).thenStatus('stopped').thenLive('');
    }
  });

  it('[I8] a paused instance with a failed task can be stopped', () => {
    givenInstance('a, b').and(starts('a'), fails('a')).when(stop).thenStatus('stopped');
  });

  it('[I9] an unconditional stop takes effect at once and is told in the journal', () => {
    givenInstance('a, b')
      .and(starts('a'))
      .when(kill)
      .then('a is cancelled\nb is cancelled\nwarning: killed\nthe instance is stopped')
      .thenCommands('cancel a', 'unqueue a', 'unqueue b');
  });

  it('[I9] it works on an instance that does not stop', () => {
    givenInstance('a').and(starts('a'), stop).when(kill).thenStatus('stopped');
  });

  it('[I9] a result that comes after an unconditional stop is discarded', () => {
    const scenario = givenInstance('a').and(starts('a'));
    const task = scenario.shell.task('a');
    scenario
      .and(kill)
      .when((shell) => shell.send({ type: 'taskDone', task: task.id, attempt: 1, outcome: {} }))
      .thenRefused('task-unknown')
      .thenStatus('stopped');
  });

  it('[T3] a result of an attempt that is over is discarded', () => {
    const scenario = givenInstance('a').and(starts('a'), isLost('a'), starts('a'));
    const task = scenario.shell.task('a');
    scenario
      .when((shell) => shell.send({ type: 'taskDone', task: task.id, attempt: 1, outcome: {} }))
      .thenRefused('task-refuses', 'attempt 1 is over')
      .thenLive('a running');
  });
});

describe('finishing', () => {
  it('[I3] the last task may end while the instance is pausing: then it is finished', () => {
    givenInstance('a').and(starts('a'), pauses()).when(ends('a')).thenStatus('finished');
  });

  it('[I3] what ended stays ended', () => {
    const scenario = givenInstance('a').and(goesOn()).thenStatus('finished');
    for (const act of [stop, kill, resumes, pauses(), lift('own')]) scenario.when(act).thenRefused('instance-refuses');
    scenario.thenStatus('finished');
  });
});
