import { describe, expect, it } from 'vitest';
import { ends, givenInstance, pauses, resumes, skips, starts, works } from '../../test/support/givenInstance.ts';

const join = (fields: object) => ({ activities: { j: { type: 'join', ...fields } } });
const any = join({ mode: 'any' });
const two = join({ mode: { atLeast: 2 } });

describe('a join that does not wait for all branches', () => {
  it('[F19] the first branch passes a join "any", and later ones of the round are dropped', () => {
    givenInstance('a > j, b > j, j > z', any)
      .when(works('b'))
      .thenLive('a pending, z pending')
      .and(works('z'))
      .when(works('a'))
      .then('a starts\na is done\na > j\na > j is dropped\nthe instance is finished');
  });

  it('[F19] of branches that arrive together only the first passes', () => {
    const { shell } = givenInstance('a:late > j, a:early > j, j > z', any).and(
      works('a', {
        outlets: [
          { outlet: 'early', vars: { by: 'early' } },
          { outlet: 'late', vars: { by: 'late' } },
        ],
      }),
    );
    expect(shell.live().map(({ activity, vars }) => [activity, vars['by']])).toEqual([['z', 'early']]);
  });

  it('[F19] a join "at least two" goes on with the second of three branches', () => {
    givenInstance('a > j, b > j, c > j, j > z', two)
      .and(works('c'))
      .thenLive('a pending, b pending')
      .when(works('a'))
      .thenLive('b pending, z pending')
      .and(works('z'))
      .when(works('b'))
      .then('b starts\nb is done\nb > j\nb > j is dropped\nthe instance is finished');
  });

  it('[F19] a second event by the same transition is no second branch', () => {
    givenInstance('a > m, b > m, m > j, c > j, j > z', two)
      .and(works('a'), works('b'), works('m'), works('m'))
      .thenLive('c pending')
      .when(works('c'))
      .thenLive('z pending');
  });

  it('[F19] each round of a loop has its own first branch', () => {
    givenInstance('a > f, f:one > b, f:two > c, b > j, c > j, j > t, t:again > f, t:out > z', any)
      .and(works('a'), works('b'), works('t', { outlets: [{ outlet: 'again' }] }))
      .thenLive('c pending, b pending, c pending')
      .when(works('c'))
      .thenLive('b pending, c pending')
      .when(works('b'))
      .thenLive('c pending, t pending');
  });

  it('[F19] a branch that arrives while the instance is paused is judged when it goes on', () => {
    givenInstance('a > j, b > j, j > z', any)
      .and(starts('a'), pauses(), ends('a'))
      .thenLive('b pending')
      .when(resumes)
      .thenLive('b pending, z pending');
  });

  it('[F19] a branch whose event was dropped is no longer waited for elsewhere', () => {
    givenInstance('a > j, b > j, j > x, x > j2, x:late > j2, j2 > z', any)
      .and(works('a'), works('x'))
      .thenLive('b pending')
      .when(works('b'))
      .thenLive('z pending');
  });

  it('[F20] a join fails when fewer branches can come than it asks for, and again when it is run again', () => {
    const scenario = givenInstance('a > j, b:often > j, b:rare > x, j > z', two).and(works('a'));
    scenario.when(works('b', { outlets: [{ outlet: 'rare' }] })).thenLive('x pending, j failed');
    expect(scenario.shell.task('j').failure).toMatchObject({ cause: 'config' });
    scenario.thenStatus('paused').when(resumes).thenLive('x pending, j failed');
  });

  it('[F20] a join that came short is skipped to go on with what came', () => {
    givenInstance('a > j, b:often > j, b:rare > x, j > z', two)
      .and(works('a'), works('b', { outlets: [{ outlet: 'rare' }] }), skips('j'))
      .thenLive('x pending, z pending');
  });

  it('[F20] a join to which no branch comes has no task', () => {
    givenInstance('a:x > j, a:y > j, a > z, j > z', two).when(works('a')).thenLive('z pending');
  });

  const race = (mode: object | string) => join({ mode, rest: 'cancel' });

  it('[F21] the losers of a race are cancelled where they lead only to the join', () => {
    givenInstance('a > j, b > c, c > j, j > z', race('any'))
      .and(starts('b'), starts('a'))
      .when(ends('a'))
      .then('a is done\na > j\nj is created\nb is cancelled\nj is done\nj > z\nz is created')
      .thenCommands('unqueue a', 'cancel b', 'unqueue b', 'queue z');
  });

  it('[F21] a branch that also leads elsewhere, or ends before the join, goes on', () => {
    givenInstance('a > j, b > j, b:x > y, c > d, d > j, c > e, g:no > j, j > z', race('any'))
      .when(works('a'))
      .thenLive('b pending, c pending, z pending');
  });

  it('[F21] a branch of the next round is none of the rest', () => {
    givenInstance('a > f, f:one > b, f:two > c, b > j, c > j, j > t, t:again > f, t:out > z', race({ atLeast: 1 }))
      .and(works('a'), works('b'))
      .thenLive('t pending')
      .and(works('t', { outlets: [{ outlet: 'again' }] }))
      .when(works('c'))
      .thenLive('t pending');
  });

  it('[F21] what waits at a join that leads only here is dropped', () => {
    givenInstance('a > j, b > j1, c > j1, j1 > j, j > z', race('any'))
      .and(works('b'))
      .when(works('a'))
      .then(
        'a starts\na is done\na > j\nj is created\nc is cancelled\nb > j1 is dropped\nj is done\nj > z\nz is created',
      )
      .thenLive('z pending');
  });
});
