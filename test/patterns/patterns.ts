import type { Variables } from '../../engine/model/json.ts';
import type { Details } from '../support/graphOf.ts';

/** Something that comes from outside, once, when somebody waits for it. */
export interface FromOutside {
  readonly name: string;
  readonly key?: string;
  readonly vars?: Variables;
}

/**
 * A workflow pattern: what is drawn, and in which orders it can be executed. A trace names what works in the order in
 * which it ended; `!name` is a signal that was taken, `s0` the end of the child of `s` for its first item.
 */
export interface Pattern {
  readonly name: string;
  readonly drawing: string;
  readonly activities?: Details['activities'];
  readonly signals?: readonly FromOutside[];
  /** All orders that there are. */
  readonly must: readonly string[];
  readonly mustNot: readonly string[];
  /** Activities of which never two are executed at a time. */
  readonly apart?: readonly string[];
}

const sets = (vars: Record<string, string>) => ({ type: 'pass', sets: vars });
const choice = (mode: 'first' | 'all', ...outlets: readonly string[]) => ({
  type: 'test',
  mode,
  branches: outlets.map((outlet) => ({ outlet, condition: `"${outlet}" in vars.takes` })),
});

const choose = 'a > t, t:left > b, t:right > c';
const meet = `${choose}, b > j, c > j, j > d`;
const taking = (mode: 'first' | 'all', takes: string) => ({ a: sets({ takes }), t: choice(mode, 'left', 'right') });

const basic: readonly Pattern[] = [
  { name: 'WCP-1, sequence', drawing: 'a > b, b > c', must: ['a b c'], mustNot: ['b a c', 'a c b', 'a b'] },
  { name: 'WCP-2, parallel split', drawing: 'start > f, f:x > b, f:y > c', must: ['b c', 'c b'], mustNot: ['b', 'c'] },
  {
    name: 'WCP-3, synchronization',
    drawing: 'a > b, a > c, b > j, c > j, j > d',
    must: ['a b c d', 'a c b d'],
    mustNot: ['a b d c', 'a c d b', 'a b c d d'],
  },
  {
    name: 'WCP-4, exclusive choice: the first that holds',
    drawing: choose,
    activities: taking('first', '["right", "left"]'),
    must: ['b'],
    mustNot: ['c', 'b c', 'c b', ''],
  },
  {
    name: 'WCP-5, simple merge',
    drawing: `${choose}, b > d, c > d`,
    activities: taking('first', '["right"]'),
    must: ['c d'],
    mustNot: ['b d', 'c', 'c d d'],
  },
];

const merging: readonly Pattern[] = [
  {
    name: 'WCP-6, multi-choice of both',
    drawing: choose,
    activities: taking('all', '["left", "right"]'),
    must: ['b c', 'c b'],
    mustNot: ['b', 'c', ''],
  },
  {
    name: 'WCP-6, multi-choice of one',
    drawing: choose,
    activities: taking('all', '["right"]'),
    must: ['c'],
    mustNot: ['b', 'b c', 'c b', ''],
  },
  {
    name: 'WCP-7, structured synchronizing merge of both',
    drawing: meet,
    activities: taking('all', '["left", "right"]'),
    must: ['b c d', 'c b d'],
    mustNot: ['b d c', 'c d b', 'b d', 'c d'],
  },
  {
    name: 'WCP-7, structured synchronizing merge of one',
    drawing: meet,
    activities: taking('all', '["left"]'),
    must: ['b d'],
    mustNot: ['b', 'c d', 'b c d'],
  },
  {
    name: 'WCP-8, multi-merge',
    drawing: 'start > f, f:x > b, f:y > c, b > d, c > d',
    must: ['b c d d', 'b d c d', 'c b d d', 'c d b d'],
    mustNot: ['b c d', 'c b d', 'd b c d'],
  },
  {
    name: 'WCP-9, structured discriminator',
    drawing: 'start > f, f:x > b, f:y > c, b > j, c > j, j > d',
    activities: { j: { type: 'join', mode: 'any' } },
    must: ['b c d', 'b d c', 'c b d', 'c d b'],
    mustNot: ['b d c d', 'b c d d', 'b d'],
  },
  {
    name: 'WCP-9, structured discriminator that cancels the rest',
    drawing: 'start > f, f:x > b, f:y > c, b > j, c > j, j > d',
    activities: { j: { type: 'join', mode: 'any', rest: 'cancel' } },
    must: ['b d', 'c d'],
    mustNot: ['b c d', 'b d c', 'c b d', 'c d b'],
  },
];

/** The cycle of b, c and t has two ways in; t goes back once. */
const cycle = (inside: boolean): Pick<Pattern, 'drawing' | 'activities'> => ({
  drawing: 'start > i, i:inside > c, i:begin > b, b > c, c > n, n > t, t:again > b, t:done > d',
  activities: {
    i: { type: 'test', branches: [{ outlet: 'inside', condition: String(inside) }], default: 'begin' },
    n: sets({ n: 'has(vars.n) ? vars.n + 1 : 1' }),
    t: { type: 'test', branches: [{ outlet: 'again', condition: 'vars.n < 2' }], default: 'done' },
  },
});

const cycles: readonly Pattern[] = [
  {
    name: 'WCP-10, arbitrary cycle, entered at its beginning',
    ...cycle(false),
    must: ['b c b c d'],
    mustNot: ['b c d', 'b c c d', 'c b c d', 'b c b c b c d'],
  },
  {
    name: 'WCP-10, arbitrary cycle, entered in its middle',
    ...cycle(true),
    must: ['c b c d'],
    mustNot: ['c d', 'b c b c d', 'c c d'],
  },
];

const each = (fields: object) => ({ type: 'subWorkflow', workflow: 'kid', input: { n: 'item' }, ...fields });
const finish = (...keys: readonly string[]): FromOutside[] => keys.map((key) => ({ name: 'finish', key }));

/** A child ends when the signal `finish` with its item comes. */
export const kid = {
  drawing: 'o > w, w > e',
  activities: { o: 'pass', w: { type: 'signal', name: 'finish', correlate: 'instance.inputs.n' } },
};

const several: readonly Pattern[] = [
  {
    name: 'WCP-11, implicit termination',
    drawing: 'start > f, f:x > b, f:y > c, c > d',
    must: ['b c d', 'c b d', 'c d b'],
    mustNot: ['b', 'b c', 'c d', 'd c b'],
  },
  {
    name: 'WCP-12, multiple instances without synchronization',
    drawing: 'start > f, f:x > b, f:y > b, b > c',
    must: ['b b c c', 'b c b c'],
    mustNot: ['b b c', 'b c', 'c b b c'],
  },
  {
    name: 'WCP-13, multiple instances known when it is drawn',
    drawing: 's > b',
    activities: { s: each({ forEach: '["x", "y"]' }) },
    signals: finish('x', 'y'),
    must: ['s0 s1 b', 's1 s0 b'],
    mustNot: ['s0 b s1', 's1 b s0', 's0 b', 's0 s1 b b'],
  },
  {
    name: 'WCP-14, multiple instances known when it is executed',
    drawing: 'a > s, s > b',
    activities: { a: sets({ list: '["x", "y"]' }), s: each({ forEach: 'vars.list' }) },
    signals: finish('x', 'y'),
    must: ['s0 s1 b', 's1 s0 b'],
    mustNot: ['s0 b s1', 'b', 's0 b'],
  },
  {
    name: 'WCP-15, multiple instances not known before',
    drawing: 's > b',
    activities: { s: each({ more: 'another' }) },
    signals: [{ name: 'another', vars: { item: 'x' } }, { name: 'another', vars: { close: true } }, ...finish('x')],
    must: ['!another !another s0 b', '!another s0 !another b'],
    mustNot: ['!another s0 b', '!another !another b', 'b'],
  },
];

const states: readonly Pattern[] = [
  {
    name: 'WCP-16, deferred choice',
    drawing: 'start > f, f:x > left, f:y > right, left > noRight, right > noLeft, noRight > b, noLeft > c',
    activities: {
      left: 'signal',
      right: 'signal',
      noRight: { type: 'cancel', activities: ['right'] },
      noLeft: { type: 'cancel', activities: ['left'] },
    },
    signals: [{ name: 'left' }, { name: 'right' }],
    must: ['!left b', '!right c'],
    mustNot: ['!left !right b c', '!left c', '!right b', '!left b !right c'],
  },
  {
    name: 'WCP-17, interleaved parallel routing',
    drawing: 'start > f, f:x > q, q > b, f:y > p, p > c, b > j, c > j, j > d',
    activities: { b: { mutexGroup: 'one' }, c: { mutexGroup: 'one' } },
    must: ['p c q b d', 'p q c b d', 'q b p c d', 'q p b c d'],
    mustNot: ['q b d p c', 'p c d q b', 'q b p c d d'],
    apart: ['b', 'c'],
  },
  {
    name: 'WCP-18, milestone',
    drawing: 'start > f, f:x > m, f:y > q, q > t, t:reached > b, t:missed > c',
    activities: {
      t: { type: 'test', branches: [{ outlet: 'reached', condition: 'active("m")' }], default: 'missed' },
    },
    must: ['m q c', 'q b m', 'q m b'],
    mustNot: ['m q b', 'q m c', 'q c m', 'm q'],
  },
  {
    name: 'WCP-19, cancel activity',
    drawing: 'start > f, f:x > w, f:y > b, f:z > c, w > d, b > k',
    activities: { w: { type: 'wait', for: '1d' }, k: { type: 'cancel', activities: ['w'] } },
    must: ['b c', 'c b'],
    mustNot: ['b', 'b c d', 'c b d', 'b d c'],
  },
  {
    name: 'WCP-20, cancel case',
    drawing: 'start > f, f:x > w, f:y > b, f:z > c, w > d, b > e',
    activities: { w: { type: 'wait', for: '1d' }, e: { type: 'end', stopOthers: true } },
    must: ['b', 'c b'],
    mustNot: ['b c', 'c', 'b d', 'c b d'],
  },
];

export const patterns: readonly Pattern[] = [...basic, ...merging, ...cycles, ...several, ...states];
