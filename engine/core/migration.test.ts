import { describe, expect, it } from 'vitest';
import { graphOf } from '../../test/support/graphOf.ts';
import {
  breaks,
  fails,
  gets,
  givenInstance,
  isAsked,
  pauses,
  starts,
  works,
} from '../../test/support/givenInstance.ts';

const toNewer = isAsked({ type: 'resume', kinds: ['own', 'error', 'quota'], version: 2 });
const retry = (attempts: number) => ({ activities: { a: { retry: { attempts, delay: '1m' } } } });

describe('resuming on a newer version', () => {
  it('[D5] goes on there, and what comes next is decided by the newer version', () => {
    const { shell } = givenInstance('a > b', { newer: graphOf('a > b, b > c') })
      .and(pauses())
      .when(toNewer)
      .then('on version 2\nno pause any more: own\nthe instance is running')
      .and(works('a'), works('b'))
      .thenLive('c pending');
    expect(shell.instance.version).toBe(2);
  });

  it('[D5] a failed task takes its new configuration', () => {
    givenInstance('a', { newer: graphOf('a', retry(3)) })
      .and(breaks('a'), toNewer, starts('a'))
      .when(fails('a'))
      .thenLive('a retrying');
  });

  it('[D5] a pending task whose activity is disabled there is not executed', () => {
    givenInstance('a > b, c', { newer: graphOf('a > b, c', { activities: { a: { execution: 'disabled' } } }) })
      .and(pauses())
      .when(toNewer)
      .thenLive('c pending');
  });

  it('[D5] a pending task whose activity is held there waits for an operator', () => {
    givenInstance('a > b, c', { newer: graphOf('a > b, c', { activities: { a: { execution: 'hold' } } }) })
      .and(pauses(), toNewer)
      .thenLive('a held, c pending')
      .thenQueue('c');
  });

  it('[D5] what a task kept while it was paused is decided by the newer version', () => {
    const listens = { activities: { s: 'signal' } };
    givenInstance('a > s, s > b', { ...listens, newer: graphOf('a > s, s > c', listens) })
      .and(works('a'), pauses(), gets('s', 's'), toNewer)
      .thenLive('c pending');
  });

  it('[D5] is refused where the version is an older one', () => {
    givenInstance('a', { begin: { version: 3 }, newer: graphOf('a') })
      .and(pauses())
      .when(toNewer)
      .thenRefused('definition-outdated', 'not on an older')
      .thenStatus('paused');
  });

  it('[D5] is refused where the activity of a live task is missing', () => {
    givenInstance('a, b', { newer: graphOf('b') })
      .and(pauses())
      .when(toNewer)
      .thenRefused('definition-outdated', '"a"')
      .thenStatus('paused');
  });

  it('[D5] is refused where it is of another kind', () => {
    givenInstance('a', { newer: graphOf('a', { activities: { a: 'rounds' } }) })
      .and(pauses())
      .when(toNewer)
      .thenRefused('definition-outdated', 'is "rounds" there, not "work"');
  });

  it('[D5] is refused where a waiting event fits nowhere', () => {
    givenInstance('a > j, b > j', { newer: graphOf('a > x, b > x') })
      .and(works('a'), pauses())
      .when(toNewer)
      .thenRefused('definition-outdated', 'waits at "j"');
  });

  it('[D5] an event whose transition has gone stays where its target has other inbound ones', () => {
    givenInstance('a > j, b > j, j > c', { newer: graphOf('b > j, a, j > c') })
      .and(works('a'), pauses(), toNewer)
      .when(works('b'))
      .thenLive('c pending');
  });

  it('[D5] a version that does not exist is refused', () => {
    givenInstance('a').and(pauses()).when(toNewer).thenRefused('definition-outdated', 'does not exist');
  });

  it('[D5] the version that it is on changes nothing', () => {
    givenInstance('a')
      .and(pauses())
      .when(isAsked({ type: 'resume', kinds: ['own'], version: 1 }))
      .then('no pause any more: own\nthe instance is running');
  });
});
