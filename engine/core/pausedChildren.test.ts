import { expect, it } from 'vitest';
import { givenInstance, isAsked, pauses, resumes, type Act, type Given } from '../../test/support/givenInstance.ts';
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

const each = (concurrency: number): Given => ({
  activities: { s: { type: 'subWorkflow', workflow: 'kid', forEach: '["x", "y", "z", "last"]', concurrency } },
});

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

const toNewer = isAsked({ type: 'resume', kinds: ['own'], version: 2 });

it('[I14] resuming on a newer version lets the children go on as well', () => {
  givenInstance('s > b', { ...each(2), newer: graphOf('s > b', each(2)) })
    .and(begins(0), begins(1), pauses())
    .when(toNewer)
    .thenCommands('clearTimers s', 'clearTimers s', 'resumeChildren s');
});

it('[I14] what a resume on a newer version brings about tells who asked for it', () => {
  const { shell } = givenInstance('s > b', { ...each(4), newer: graphOf('s > b', each(4)) })
    .and(begins(0), begins(1), begins(2), begins(3), pauses(), gives(0), gives(1), gives(2), gives(3))
    .and(toNewer)
    .thenLive('b pending');
  expect(shell.entries.at(-1)).toMatchObject({ type: 'taskCreated', by: 'anna' });
});
