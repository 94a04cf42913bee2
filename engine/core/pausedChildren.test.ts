import { expect, it } from 'vitest';
import {
  gets,
  givenInstance,
  isAsked,
  pauses,
  resumes,
  type Act,
  type Given,
} from '../../test/support/givenInstance.ts';
import { graphOf } from '../../test/support/graphOf.ts';
import { instanceIdSchema } from '../model/ids.ts';

const child = (item: number) => instanceIdSchema.parse(`kid${String(item)}`);

const begins =
  (item: number): Act =>
  (shell) =>
    shell.send({ type: 'childBegun', task: shell.task('s').id, item, child: child(item), version: 1 });

const gives =
  (item: number): Act =>
  (shell) =>
    shell.send({
      type: 'childEnded',
      ...{ task: shell.task('s').id, item, child: child(item), status: 'finished', result: item },
    });

const each = (concurrency: number, more: object = {}): Given => ({
  activities: { s: { type: 'subWorkflow', workflow: 'kid', forEach: '["x", "y", "z", "last"]', concurrency, ...more } },
});

const fails =
  (item: number): Act =>
  (shell) =>
    shell.send({ type: 'childEnded', task: shell.task('s').id, item, child: child(item), status: 'failed' });

it('[I14] when its only child ended while the parent was paused, the resume asks for the next items', () => {
  const scenario = givenInstance('s > b', each(1))
    .and(begins(0), pauses(), gives(0))
    .when(resumes)
    .thenCommands('beginChildren s')
    .and(begins(1), gives(1), begins(2), gives(2), begins(3), gives(3));
  expect(scenario.shell.task('b').vars).toEqual({ results: [0, 1, 2, 3] });
});

it('[I14] when one of two children ended while the parent was paused, the resume asks for one more', () => {
  const scenario = givenInstance('s > b', each(2))
    .and(begins(0), begins(1), pauses(), gives(1))
    .when(resumes)
    .thenCommands('beginChildren s', 'resumeChildren s')
    .and(begins(2), gives(0), begins(3), gives(2), gives(3));
  expect(scenario.shell.task('b').vars).toEqual({ results: [0, 1, 2, 3] });
});

it('[F27] when enough gave a result while the parent was paused, the resume goes on with it and leaves the others', () => {
  const scenario = givenInstance('s > b', each(3, { collect: 2 }))
    .and(begins(0), begins(1), begins(2), pauses(), gives(2), gives(0))
    .thenLive('s waiting')
    .when(resumes)
    .thenCommands('clearTimers s', 'leaveChildren s', 'queue b');
  expect(scenario.shell.task('b').vars).toEqual({ results: [0, 2] });
});

it('[F28] items that a signal brought while the parent was paused begin their children when that goes on', () => {
  const scenario = givenInstance('s > b', each(9, { forEach: '["x"]', more: 'items' }))
    .and(begins(0), pauses(), gets('s', 'items', { item: 'y' }), gets('s', 'items', { close: true }), gives(0))
    .thenLive('s waiting')
    .when(gets('s', 'items', { item: 'z' }))
    .thenRefused('task-refuses', 'keeps the signal')
    .and(resumes, begins(1), gives(1));
  expect(scenario.shell.task('b').vars).toEqual({ results: [0, 1] });
});

it('[F29] a child that failed while the parent was paused fails its task when that goes on, not before', () => {
  givenInstance('s > b, s:error > c', each(2))
    .and(begins(0), begins(1), pauses(), fails(1))
    .thenLive('s waiting')
    .and(resumes)
    .thenLive('c pending');
});

it('[F26] those that failed begin again in the order of their items, before what never had a child', () => {
  givenInstance('s > b', each(3))
    .and(
      begins(0),
      begins(1),
      begins(2),
      fails(2),
      pauses(),
      fails(0),
      isAsked({ type: 'resume', kinds: ['own', 'error'] }),
    )
    .when(begins(3))
    .thenRefused('task-refuses', 'no child is wanted for item 3')
    .and(begins(0), begins(2));
  const { shell } = givenInstance('s > b', each(3))
    .and(begins(0), begins(1), begins(2), fails(2), fails(0), fails(1))
    .when(isAsked({ type: 'resume', kinds: ['error'] }));
  const asked = shell.turns.at(-1)?.advance;
  const commands = asked?.status === 'advanced' ? asked.commands : [];
  expect(commands.flatMap((command) => (command.type === 'beginChildren' ? command.items : []))).toEqual([0, 1, 2]);
});

const toNewer = isAsked({ type: 'resume', kinds: ['own'], version: 2 });

it('[I14] resuming on a newer version lets the children go on as well', () => {
  givenInstance('s > b', { ...each(2), newer: graphOf('s > b', each(2)) })
    .and(begins(0), begins(1), pauses())
    .when(toNewer)
    .thenCommands('clearTimers s', 'clearTimers s', 'resumeChildren s');
});

it('[D5] a sub-workflow that waits keeps its terms on a newer version', () => {
  const { shell } = givenInstance('s > b', {
    ...each(2),
    newer: graphOf('s > b', each(1, { workflow: 'other', collect: 1 })),
  })
    .and(begins(0), begins(1), pauses(), gives(0), toNewer, begins(2))
    .thenLive('s waiting');
  expect(shell.task('s').children).toMatchObject({ terms: { workflow: 'kid', concurrency: 2 }, version: 1 });
});

it('[D5] an instance is resumed on no version in which its sub-workflow has another kind', () => {
  givenInstance('s > b', { ...each(2), newer: graphOf('s > b') })
    .and(begins(0), pauses())
    .when(toNewer)
    .thenRefused('definition-outdated', 's');
});

it('[I14] what a resume on a newer version brings about tells who asked for it', () => {
  const { shell } = givenInstance('s > b', { ...each(4), newer: graphOf('s > b', each(4)) })
    .and(begins(0), begins(1), begins(2), begins(3), pauses(), gives(0), gives(1), gives(2), gives(3))
    .and(toNewer)
    .thenLive('b pending');
  expect(shell.entries.at(-1)).toMatchObject({ type: 'taskCreated', by: 'anna' });
});
