import { describe, expect, it } from 'vitest';
import {
  doesRound,
  ends,
  gets,
  givenInstance,
  isAsked,
  pauses,
  skips,
  starts,
  works,
} from '../../test/support/givenInstance.ts';
import { eventBytes, isTooLarge } from '../model/jsonSize.ts';

const large = { a: 'x'.repeat(eventBytes) };
const half = 'x'.repeat(eventBytes / 2);

describe('what an event may carry', () => {
  it.each([
    ['nothing', {}, false],
    ['exactly as much as it may', { a: 'x'.repeat(eventBytes - 8) }, false],
    ['a byte more', { a: 'x'.repeat(eventBytes - 7) }, true],
    ['letters of two bytes', { a: 'é'.repeat(eventBytes / 2) }, true],
    ['characters of four bytes, nearly too many', { a: '😀'.repeat(eventBytes / 4 - 2) }, false],
    ['characters of four bytes, too many', { a: '😀'.repeat(eventBytes / 4) }, true],
    ['line breaks, of which each is written as two characters', { a: '\n'.repeat(eventBytes / 2) }, true],
    ['a long list', { a: Array.from({ length: eventBytes / 2 }, () => 1) }, true],
  ])('is judged of %s', (_, vars, expected) => {
    expect(isTooLarge(vars)).toBe(expected);
  });

  it('[F18] a task that decides to send more fails, and the step goes on', () => {
    const sets = { a: 'instance.inputs.a + instance.inputs.a' };
    givenInstance('p > b', { activities: { p: { type: 'pass', sets } }, begin: { inputs: { a: half } } })
      .thenLive('p failed')
      .thenStatus('paused');
  });

  it('[F18] a task whose outcome is more fails with the cause data', () => {
    const { shell } = givenInstance('a > b')
      .and(starts('a'), ends('a', { vars: large }))
      .thenLive('a failed');
    expect(shell.task('a').failure).toMatchObject({ cause: 'data', hint: expect.stringContaining('table') });
  });

  it('[F18] what one outlet carries, and what was gathered on the way, counts', () => {
    const vars = { a: half };
    givenInstance('a > b, b > c')
      .and(works('a', { vars }))
      .when(starts('b'), ends('b', { outlets: [{ outlet: 'default', vars: { b: half } }] }))
      .thenLive('b failed');
    givenInstance('a > b, b > c').and(works('a', { vars }), works('b', { vars })).thenLive('c pending');
  });

  it('[F18] what nobody would carry is not counted', () => {
    givenInstance('a')
      .when(works('a', { vars: large }))
      .thenStatus('finished');
  });

  it('[F18] a signal that lets a task send more fails it', () => {
    const activities = { a: { type: 'either', signal: 'go', within: '1h' } };
    givenInstance('a > b', { activities })
      .when(gets('a', 'go', large))
      .thenLive('a failed');
  });

  it('[F18] inputs, edited variables and the result of a skip that are more are refused', () => {
    givenInstance('a > b')
      .and(pauses())
      .when(isAsked({ type: 'setVariables', vars: large }))
      .thenRefused('too-large');
    givenInstance('a > b').when(skips('a', large)).thenRefused('too-large', 'What the task sends on');
    givenInstance('a', { begin: { inputs: large } }).thenRefused('too-large', 'The inputs');
  });
});

it('[F12] a task that works in rounds fails once it has done more than the workflow allows', () => {
  const { shell } = givenInstance('a', { activities: { a: 'rounds' }, definition: { maxRounds: 3 } })
    .and(starts('a'), doesRound('a', 5), doesRound('a', 5))
    .thenLive('a running')
    .when(doesRound('a', 5))
    .thenLive('a failed');
  expect(shell.task('a').failure?.cause).toBe('runaway-loop');
});
