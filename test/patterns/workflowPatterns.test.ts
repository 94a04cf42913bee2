import { describe, expect, it } from 'vitest';
import { allTraces, type Drawn } from './allTraces.ts';

/** A test on what `a` gave in `vars.takes`. */
const choice = (mode: 'first' | 'all', ...outlets: readonly string[]) => ({
  type: 'test',
  mode,
  branches: outlets.map((outlet) => ({ outlet, condition: `"${outlet}" in vars.takes` })),
});

const takes = (...outlets: readonly string[]): Pick<Drawn, 'gives'> => ({
  gives: (activity) => (activity === 'a' ? { vars: { takes: [...outlets] } } : {}),
});

/** The cycle of b, c and t has two ways in; t goes back once. */
const cycle = (outlet: string): Drawn => ({
  drawing: 'a > b, a:inside > c, b > c, c > t, t:again > b, t:done > d',
  activities: { t: { type: 'test', branches: [{ outlet: 'again', condition: 'vars.n < 2' }], default: 'done' } },
  gives: (activity, execution) => {
    if (activity === 'a') return { outlets: [{ outlet }] };
    return activity === 'c' ? { vars: { n: execution } } : {};
  },
});

const chosen = { activities: { t: choice('first', 'left', 'right') } };
const several = { activities: { t: choice('all', 'left', 'right') } };
const diamond = 'a > b, a > c, b > j, c > j, j > d';

/** All traces of each pattern: what stands here must be possible, and nothing else may be. */
describe('the basic workflow patterns', () => {
  it.each<[string, Drawn, readonly string[]]>([
    ['WCP-1, sequence', { drawing: 'a > b, b > c' }, ['a b c']],
    ['WCP-2, parallel split', { drawing: 'a > b, a > c' }, ['a b c', 'a c b']],
    ['WCP-3, synchronization', { drawing: diamond }, ['a b c d', 'a c b d']],
    [
      'WCP-4, exclusive choice of the left branch',
      { drawing: 'a > t, t:left > b, t:right > c', ...chosen, ...takes('left') },
      ['a b'],
    ],
    [
      'WCP-4, exclusive choice of the first that holds',
      { drawing: 'a > t, t:left > b, t:right > c', ...chosen, ...takes('right', 'left') },
      ['a b'],
    ],
    [
      'WCP-5, simple merge',
      { drawing: 'a > t, t:left > b, t:right > c, b > d, c > d', ...chosen, ...takes('right') },
      ['a c d'],
    ],
  ])('%s', (_, drawn, traces) => {
    expect(allTraces(drawn)).toEqual(traces);
  });
});

describe('the workflow patterns of advanced branching, and cycles', () => {
  const choose = 'a > t, t:left > b, t:right > c';
  const meet = `${choose}, b > j, c > j, j > d`;

  it.each<[string, Drawn, readonly string[]]>([
    ['WCP-6, multi-choice of both', { drawing: choose, ...several, ...takes('left', 'right') }, ['a b c', 'a c b']],
    ['WCP-6, multi-choice of one', { drawing: choose, ...several, ...takes('right') }, ['a c']],
    ['WCP-6, multi-choice of none', { drawing: choose, ...several, ...takes() }, ['a']],
    [
      'WCP-7, structured synchronizing merge of both',
      { drawing: meet, ...several, ...takes('left', 'right') },
      ['a b c d', 'a c b d'],
    ],
    ['WCP-7, structured synchronizing merge of one', { drawing: meet, ...several, ...takes('left') }, ['a b d']],
    [
      'WCP-8, multi-merge',
      { drawing: 'a > b, a > c, b > d, c > d' },
      ['a b c d d', 'a b d c d', 'a c b d d', 'a c d b d'],
    ],
    [
      'WCP-9, structured discriminator',
      { drawing: diamond, activities: { j: { type: 'join', mode: 'any' } } },
      ['a b c d', 'a b d c', 'a c b d', 'a c d b'],
    ],
    [
      'WCP-9, structured discriminator that cancels the rest',
      { drawing: diamond, activities: { j: { type: 'join', mode: 'any', rest: 'cancel' } } },
      ['a b d', 'a c d'],
    ],
    ['WCP-10, arbitrary cycle, entered at its beginning', cycle('default'), ['a b c b c d']],
    ['WCP-10, arbitrary cycle, entered in its middle', cycle('inside'), ['a c b c d']],
  ])('%s', (_, drawn, traces) => {
    expect(allTraces(drawn)).toEqual(traces);
  });
});
