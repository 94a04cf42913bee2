import { describe, expect, it } from 'vitest';
import { diffDefinitions } from './definitionDiff.ts';

const drawn = {
  name: 'orders',
  severity: 'normal',
  activities: {
    nightly: { type: 'scheduler', cron: '0 2 * * *', position: [0, 0] },
    load: { type: 'sqlCode', script: 'DELETE FROM shop', retry: { attempts: 2 }, position: [100, 0] },
    done: { type: 'end', position: [200, 0] },
  },
  transitions: [
    { from: 'nightly', to: 'load' },
    { from: 'load', to: 'done' },
  ],
};
const { nightly, load, done } = drawn.activities;
const none = { fields: [], activities: [], transitions: [], reordered: false };

describe('the difference of two definitions', () => {
  it.each([
    ['is nothing where they are the same', drawn, structuredClone(drawn), none],
    [
      'takes an outlet that is not named for the default one',
      drawn,
      { ...drawn, transitions: drawn.transitions.map((transition) => ({ ...transition, outlet: 'default' })) },
      none,
    ],
    [
      'names the fields of the workflow',
      drawn,
      { ...drawn, severity: 'critical', supervisors: 'night' },
      {
        ...none,
        fields: [
          { pointer: '/severity', before: 'normal', after: 'critical' },
          { pointer: '/supervisors', after: 'night' },
        ],
      },
    ],
    [
      'names what changed inside an activity, by pointers',
      drawn,
      { ...drawn, activities: { nightly, load: { ...load, script: 'DELETE FROM shops', retry: {} }, done } },
      {
        ...none,
        activities: [
          {
            id: 'load',
            change: 'changed',
            fields: [
              { pointer: '/script', before: 'DELETE FROM shop', after: 'DELETE FROM shops' },
              { pointer: '/retry/attempts', before: 2 },
            ],
          },
        ],
      },
    ],
    [
      'tells a move from a change',
      drawn,
      { ...drawn, activities: { nightly, load: { ...load, position: [120, 40] }, done } },
      { ...none, activities: [{ id: 'load', change: 'moved', fields: [] }] },
    ],
    [
      'tells what was added and what removed',
      drawn,
      {
        ...drawn,
        activities: { nightly, done, tell: { type: 'alert' } },
        transitions: [
          { from: 'nightly', to: 'tell' },
          { from: 'tell', to: 'done' },
        ],
      },
      {
        ...none,
        activities: [
          { id: 'load', change: 'removed', fields: [] },
          { id: 'tell', change: 'added', fields: [] },
        ],
        transitions: [
          { from: 'nightly', outlet: 'default', to: 'load', change: 'removed', fields: [] },
          { from: 'load', outlet: 'default', to: 'done', change: 'removed', fields: [] },
          { from: 'nightly', outlet: 'default', to: 'tell', change: 'added', fields: [] },
          { from: 'tell', outlet: 'default', to: 'done', change: 'added', fields: [] },
        ],
      },
    ],
    [
      'tells another order of transitions, which decides about clashes',
      drawn,
      { ...drawn, transitions: [...drawn.transitions].reverse() },
      { ...none, reordered: true },
    ],
    ['does without activities that cannot be read', 'nothing', { activities: [] }, none],
  ])('%s', (_says, before, after, expected) => {
    expect(diffDefinitions(before, after)).toEqual(expected);
  });

  it('takes an activity called like a member of every object for what it is', () => {
    const odd = { activities: { constructor: { type: 'end' } } };
    expect(diffDefinitions({ activities: {} }, odd).activities).toEqual([
      { id: 'constructor', change: 'added', fields: [] },
    ]);
  });
});
