import { describe, expect, it } from 'vitest';
import {
  gets,
  givenInstance,
  isAsked,
  pauses,
  resumes,
  skips,
  starts,
  timePasses,
  works,
  type Act,
  type Scenario,
} from '../../test/support/givenInstance.ts';
import { dawnMs } from '../../test/support/shell.ts';

const choices = [
  { outlet: 'yes', label: 'Yes' },
  { outlet: 'no', label: 'No' },
];

/** An approval that is waited at, after `a`; `b` follows a yes, `c` a no. */
function asking(fields: object = {}): Scenario {
  const q = { type: 'approval', group: 'legal', title: 'Pay {{ vars.amount }}?', message: 'Soon.', choices, ...fields };
  const scenario = givenInstance('a > q, q:yes > b, q:no > c, q:late > d, q > x', { activities: { q } });
  return scenario.when(works('a', { vars: { amount: 12 } }));
}

const team = ['anna', 'ben'];

const answers =
  (choice: string, by = 'anna', asked: readonly string[] = team): Act =>
  (shell) =>
    isAsked({ type: 'answer', task: shell.task('q').id, choice, comment: 'fine', asked }, by)(shell);

const late = { expirations: [{ outlet: 'late', after: '1h' }] };

describe('an approval that waits', () => {
  it('[F34] holds no worker, tells whom it asks with the way to the instance, and is found by whom it asks', () => {
    const { shell } = asking().thenLive('q waiting').thenQueue();
    const told = shell.turns.flatMap(({ advance }) =>
      advance.status === 'advanced' ? advance.commands.filter(({ type }) => type === 'tellAsked') : [],
    );
    expect(told).toEqual([
      {
        type: 'tellAsked',
        group: 'legal',
        to: [],
        title: 'Pay 12?',
        message: `Soon.\n\n/instances/${shell.instance.id}`,
      },
    ]);
    expect(shell.task('q').waitingFor).toEqual({
      signal: { name: '@approval', key: 'group/legal' },
      question: { group: 'legal', title: 'Pay 12?', message: 'Soon.', choices, multiple: false },
    });
  });

  it('[F34] asks on after an expiration that is a reminder, and ends by one that is not', () => {
    const expirations = [
      { outlet: 'late', after: '1h', complete: false },
      { outlet: 'no', after: '2h' },
    ];
    const named = { choices: [choices[0]], expirations };
    const reminded = asking(named).and(timePasses('1h')).thenLive('q waiting, d pending');
    expect(reminded.shell.task('q').waitingFor?.question).toMatchObject({ title: 'Pay 12?' });
    reminded.and(timePasses('1h')).thenLive('d pending, c pending');
  });

  it('[F34] that is skipped goes on by its default outlet', () => {
    asking(late).when(skips('q')).thenLive('x pending');
  });
});

describe('an answer', () => {
  it('[F35] ends the task by its choice and goes on as vars.answer', () => {
    const { shell } = asking(late)
      .when(answers('yes'))
      .then('q gets answer\nq is done\nq:yes > b\nb is created')
      .thenCommands('clearTimers q', 'unsubscribe q', 'queue b');
    const at = new Date(dawnMs).toISOString();
    expect(shell.task('b').vars).toEqual({ amount: 12, answer: { choice: 'yes', by: 'anna', at, comment: 'fine' } });
    expect(shell.entries.find(({ type }) => type === 'signalReceived')).toMatchObject({ by: 'anna' });
  });

  it('[F36] of one of several fires its choice, and the task asks on until everybody has answered', () => {
    asking({ multiple: true, ...late })
      .and(answers('yes', 'anna'))
      .thenLive('q waiting, b pending')
      .when(answers('yes', 'anna'))
      .thenRefused('answered-already', 'anna')
      .and(answers('no', 'ben'))
      .thenLive('b pending, c pending');
  });

  it('[F36] counts whoever belongs to the group when it is given', () => {
    asking({ multiple: true })
      .and(answers('yes', 'anna', ['anna', 'ben', 'carl']), answers('yes', 'ben', ['ben']))
      .thenLive('b pending, b pending');
  });

  it('[F36] is not waited for after an expiration, nor after a skip', () => {
    asking({ multiple: true, ...late })
      .and(answers('yes'), timePasses('1h'))
      .thenLive('b pending, d pending');
    asking({ multiple: true, ...late })
      .and(answers('yes'), skips('q'))
      .thenLive('b pending, x pending');
  });

  it('[F37] that is no choice, or to a task that asks nothing, is refused', () => {
    asking().when(answers('perhaps')).thenRefused('choice-unknown', 'yes, no');
    givenInstance('q').when(answers('yes')).thenRefused('task-refuses', 'no answer');
  });

  it('[F37] cannot be given by a signal', () => {
    asking()
      .when(gets('q', '@approval', { answer: { choice: 'yes' } }))
      .thenRefused('task-refuses', 'not for a signal')
      .thenLive('q waiting');
  });

  it('[F38] in a paused instance is kept and takes effect when that goes on', () => {
    const { shell } = asking(late)
      .and(pauses())
      .when(answers('no', 'ben'))
      .then('q keeps answer')
      .thenLive('q waiting')
      .when(answers('yes', 'anna'))
      .thenRefused('answered-already')
      .and(timePasses('10m'), resumes)
      .thenLive('c pending');
    const at = new Date(dawnMs).toISOString();
    expect(shell.task('c').vars['answer']).toMatchObject({ by: 'ben', at });
  });

  it('[F38] of each of several is kept while it is paused, once', () => {
    asking({ multiple: true })
      .and(pauses(), answers('yes', 'anna'))
      .when(answers('no', 'anna'))
      .thenRefused('answered-already')
      .and(answers('no', 'ben'), resumes)
      .thenLive('b pending, c pending');
  });

  it('[F38] of one of several is one of several still where the task was executed again before it could take it', () => {
    const q = { type: 'approval', group: 'legal', title: 'Pay?', choices, multiple: true, timeout: '10m' };
    givenInstance('w, q, q:yes > b', { activities: { q } })
      .and(starts('w'), pauses(), answers('yes', 'anna'), timePasses('10m'))
      .thenLive('w running, q failed')
      .and(resumes)
      .thenLive('w running, q waiting, b pending')
      .and(answers('yes', 'ben'))
      .thenLive('w running, b pending, b pending');
  });
});
