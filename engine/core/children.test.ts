import { expect, it } from 'vitest';
import {
  gets,
  givenInstance,
  isAsked,
  pauses,
  resumes,
  skips,
  timePasses,
  works,
  type Act,
  type Given,
} from '../../test/support/givenInstance.ts';
import { graphOf } from '../../test/support/graphOf.ts';
import { instanceIdSchema, taskIdSchema } from '../model/ids.ts';
import type { ChildStatus } from '../model/children.ts';
import type { Failure } from '../model/failure.ts';
import type { Json } from '../model/json.ts';

const child = (item: number, time = 1) => instanceIdSchema.parse(`kid${String(item)}${time > 1 ? `again` : ''}`);

/** The task of `s`, where it is an entry. */
const firstTask = taskIdSchema.parse('i1.t1');

const begins =
  (item: number, time = 1): Act =>
  (shell) =>
    shell.send({ type: 'childBegun', task: shell.task('s').id, item, child: child(item, time), version: 1 });

const gives =
  (item: number, result: Json, time = 1): Act =>
  (shell) =>
    shell.send({
      type: 'childEnded',
      ...{ task: shell.task('s').id, item, child: child(item, time), status: 'finished', result },
    });

const isOver =
  (item: number, status: ChildStatus): Act =>
  (shell) =>
    shell.send({ type: 'childEnded', task: firstTask, item, child: child(item), status });

const refused =
  (failure: Failure): Act =>
  (shell) =>
    shell.send({ type: 'childRefused', task: shell.task('s').id, item: 0, failure });

const subWorkflow = (fields: object = {}): Given => ({
  activities: { s: { type: 'subWorkflow', workflow: 'kid', ...fields } },
});
const each = (fields: object = {}): Given => subWorkflow({ forEach: '["x", "y", "z"]', concurrency: 2, ...fields });

it('[F25] a sub-workflow begins one child and goes on with its result, without holding a worker', () => {
  givenInstance('s > b', subWorkflow())
    .thenLive('s waiting')
    .and(begins(0))
    .when(gives(0, 7))
    .then(
      `kid0 is finished
       s is done
       s > b
       b is created`,
    )
    .shell.live()
    .forEach(({ vars }) => expect(vars).toEqual({ result: 7 }));
});

it('[F25] a child is counted for its item once, and no child that is not its own', () => {
  givenInstance('s > b', subWorkflow())
    .and(begins(0))
    .when(begins(0))
    .thenRefused('task-refuses', 'no child is wanted for item 0')
    .when(isOver(1, 'finished'))
    .thenRefused('task-refuses', 'is not its child');
});

it('[F26] so many children as may are unfinished at a time, and the next begins when one has ended', () => {
  const { shell } = givenInstance('s > b', each()).and(begins(0), begins(1));
  const asked = () => shell.turns.flatMap(({ advance }) => (advance.status === 'advanced' ? advance.commands : []));
  const items = () => asked().flatMap((command) => (command.type === 'beginChildren' ? command.items : []));
  expect(items()).toEqual([0, 1]);
  gives(1, null)(shell);
  expect(items()).toEqual([0, 1, 2]);
});

it('[F26] children begin in the order of their items', () => {
  givenInstance('s > b', each()).when(begins(1)).thenRefused('task-refuses', 'no child is wanted for item 1');
});

it('[F26] the results are in the order of the items, whichever child ended first', () => {
  const scenario = givenInstance('s > b', each()).and(begins(0), begins(1), gives(1, 'B'), begins(2), gives(2, 'C'));
  scenario.thenLive('s waiting').and(gives(0, 'A'));
  expect(scenario.shell.task('b').vars).toEqual({ results: ['A', 'B', 'C'] });
});

it('[F26] without an item it goes on at once', () => {
  const { shell } = givenInstance('s > b', subWorkflow({ forEach: '[]' })).thenLive('b pending');
  expect(shell.task('b').vars).toEqual({ results: [] });
});

it('[F26] a list that is none fails the task', () => {
  givenInstance('s > b', subWorkflow({ forEach: '7' }))
    .thenLive('s failed')
    .thenStatus('paused');
});

it('[F27] when enough results have come the other children are stopped and none begins', () => {
  const scenario = givenInstance('s > b', each({ collect: 'first' })).and(begins(0), begins(1));
  scenario
    .when(gives(1, 'B'))
    .thenCommands('clearTimers s', 'leaveChildren s', 'queue b')
    .when(isOver(0, 'stopped'))
    .thenRefused('task-unknown');
  expect(scenario.shell.task('b').vars).toEqual({ results: ['B'], result: 'B' });
});

it('[F28] a signal adds items until one closes, and then nothing more is waited for', () => {
  const scenario = givenInstance('s > b', subWorkflow({ more: 'another', forEach: '["x"]' }));
  scenario
    .and(begins(0), gives(0, 'X'))
    .thenLive('s waiting')
    .when(gets('s', 'another', { item: 'y' }))
    .then(['s gets another', 's gets 1 items'])
    .thenCommands('keepItems s', 'beginChildren s')
    .and(begins(1), gets('s', 'another', { items: ['z'], close: true }))
    .when(gets('s', 'another', { item: 'late' }))
    .thenRefused('task-refuses', 'it waits for no signal');
});

it('[F28] closed while nothing is unfinished, it goes on', () => {
  const scenario = givenInstance('s > b', subWorkflow({ more: 'another' })).thenLive('s waiting');
  scenario.and(gets('s', 'another', { items: ['x', 'y'] }), begins(0), begins(1), gives(0, 1), gives(1, 2));
  scenario.and(gets('s', 'another', { close: true })).thenLive('b pending');
  expect(scenario.shell.task('b').vars).toEqual({ results: [1, 2] });
});

it('[F28] a signal that adds nothing and does not close is journalled', () => {
  givenInstance('s > b', subWorkflow({ more: 'another' }))
    .when(gets('s', 'another', { itmes: [] }))
    .then(['s gets another', 'warning: nothing-added']);
});

it('[I14] pausing the instance pauses its children, and resuming lets them go on', () => {
  givenInstance('s > b', each())
    .and(begins(0), begins(1))
    .when(pauses())
    .thenCommands('pauseChildren s')
    .when(resumes)
    .thenCommands('resumeChildren s');
});

it('[I14] what children gave while their parent was paused counts when that goes on', () => {
  givenInstance('s > b', subWorkflow())
    .and(begins(0), pauses(), gives(0, 7))
    .thenLive('s waiting')
    .and(resumes)
    .thenLive('b pending');
});

it('[I14] while the parent is paused no child begins', () => {
  givenInstance('s > b', each()).and(pauses()).when(begins(0)).thenRefused('instance-refuses', 'nothing begins');
});

it('[I14] a stop reaches the children, and the parent is stopped when the last of them has ended', () => {
  givenInstance('s > b', each())
    .and(begins(0), begins(1))
    .when(isAsked({ type: 'stop' }))
    .thenCommands('stopChildren s')
    .thenStatus('stopping')
    .and(isOver(1, 'stopped'))
    .thenStatus('stopping')
    .and(isOver(0, 'finished'))
    .thenStatus('stopped');
});

it('[I14] an unconditional stop waits for no child', () => {
  const { shell } = givenInstance('s > b', each())
    .and(begins(0))
    .when(isAsked({ type: 'kill' }))
    .thenStatus('stopped')
    .thenCommands('clearTimers s', 'leaveChildren s');
  const [leave] = shell.turns.flatMap(({ advance }) =>
    advance.status === 'advanced' ? advance.commands.filter(({ type }) => type === 'leaveChildren') : [],
  );
  expect(leave).toMatchObject({ unconditionally: true });
});

it.each(['failed', 'stopped'] as const)('[F29] a child that %s fails the task of its parent', (status) => {
  givenInstance('s > b', each())
    .and(begins(0), begins(1))
    .when(isOver(0, status))
    .then(
      `kid0 is ${status}
       error: failed-data
       s fails
       a pause: error
       the instance is pausing
       the instance is paused`,
    )
    .thenCommands('clearTimers s', 'tellSupervisors', 'pauseChildren s');
});

it('[F29] executed again it begins another child for that item alone, and keeps what the others gave', () => {
  const scenario = givenInstance('s > b', each())
    .and(begins(0), begins(1), gives(1, 'B'), isOver(0, 'failed'))
    .thenLive('s failed')
    .when(resumes)
    .thenCommands('beginChildren s')
    .and(begins(0, 2), begins(2), gives(2, 'C'), gives(0, 'A', 2));
  expect(scenario.shell.task('b').vars).toEqual({ results: ['A', 'B', 'C'] });
});

it('[F29] the error outlet takes it, and the other children are stopped', () => {
  givenInstance('s > b, s:error > c', each())
    .and(begins(0), begins(1))
    .when(isOver(0, 'failed'))
    .thenCommands('clearTimers s', 'leaveChildren s', 'queue c')
    .thenLive('c pending');
});

it('[F29] two that fail while the parent is paused make one failure, and both begin again', () => {
  const scenario = givenInstance('s > b', each())
    .and(begins(0), begins(1), pauses(), isOver(1, 'failed'), isOver(0, 'stopped'), resumes)
    .thenLive('s failed')
    .and(resumes)
    .thenLive('s waiting')
    .and(begins(0, 2), begins(1, 2), gives(0, 'A', 2), gives(1, 'B', 2), begins(2), gives(2, 'C'));
  expect(scenario.shell.task('b').vars).toEqual({ results: ['A', 'B', 'C'] });
});

it('[F30] a child that cannot begin fails the task with all that does not fit', () => {
  givenInstance('s > b', subWorkflow())
    .when(refused({ cause: 'data', message: 'The inputs do not fit "kid": shop: missing; day: missing.' }))
    .thenLive('s failed')
    .when(resumes)
    .thenCommands('beginChildren s');
});

it('[F31] results of more than 1 MB fail the task with data', () => {
  const large = 'x'.repeat(600_000);
  const scenario = givenInstance('s > b', each()).and(begins(0), begins(1), gives(0, large), gives(1, large));
  expect(scenario.shell.task('s').failure).toMatchObject({ cause: 'data', message: expect.stringContaining('1 MB') });
});

it('[F31] a thousand items leave no more in the instance than counters and results', () => {
  const all = Array.from({ length: 1_000 }, (_, index) => `item number ${String(index)}`);
  const { shell } = givenInstance('a > s, s > b', subWorkflow({ forEach: 'vars.all', concurrency: 3 }))
    .and(works('a', { vars: { all } }), begins(0), begins(1), gives(0, 0))
    .thenLive('s waiting');
  expect(shell.task('s').children?.total).toBe(1_000);
  expect(JSON.stringify(shell.task('s').children).length).toBeLessThan(400);
});

it('[T13] a sub-workflow that takes too long fails, and its children are stopped where nobody waits any more', () => {
  givenInstance('s > b, s:error > c', each({ timeout: '1h' }))
    .and(begins(0))
    .when(timePasses('2h'))
    .thenCommands('clearTimers s', 'clearTimers s', 'clearTimers s', 'leaveChildren s', 'queue c');
});

it('[I11] a sub-workflow that is skipped leaves its children', () => {
  givenInstance('s > b', each())
    .and(begins(0))
    .when(skips('s'))
    .thenCommands('clearTimers s', 'leaveChildren s', 'queue b');
});

it('[F29] on a newer version what failed follows its terms', () => {
  const newer = graphOf('s > b', each({ concurrency: 1, workflow: 'other' }));
  const { shell } = givenInstance('s > b', { ...each(), newer })
    .and(begins(0), begins(1), isOver(0, 'failed'))
    .and(isAsked({ type: 'resume', kinds: ['error'], version: 2 }))
    .thenLive('s waiting');
  expect(shell.task('s').children).toMatchObject({
    terms: { workflow: 'other', concurrency: 1 },
    version: 2,
    total: 3,
  });
});

it('[F5] what runs beside a sub-workflow goes on while it waits', () => {
  givenInstance('f:a > s, f:b > b', subWorkflow()).and(works('b'), begins(0)).thenLive('s waiting');
});
