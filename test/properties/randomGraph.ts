import fc from 'fast-check';

/** An arrow of a drawing, its outlet named. */
export interface RandomArrow {
  readonly from: string;
  readonly outlet: string;
  readonly to: string;
}

/** What the random activities carry, of whichever kind they are; a type, because definitions are read as records. */
export type RandomActivity = {
  readonly type: string;
  readonly for?: string;
  readonly within?: string;
  readonly patient?: boolean;
  readonly complete?: boolean;
  readonly mode?: 'all' | 'any' | { readonly atLeast: number };
  readonly rest?: 'drop' | 'cancel';
  readonly result?: string;
  readonly signal?: string;
  readonly stopOthers?: boolean;
  readonly activities?: readonly string[];
  readonly sets?: Readonly<Record<string, string>>;
  readonly execution?: 'hold' | 'disabled';
  readonly onError?: 'pause' | 'ignore' | 'abort';
  readonly retry?: { readonly attempts: number; readonly delay: string };
  readonly timeout?: string;
  readonly mutexGroup?: string;
};

/** A drawing with the kinds of its activities. */
export interface RandomGraph {
  readonly drawing: string;
  readonly arrows: readonly RandomArrow[];
  readonly activities: Readonly<Record<string, RandomActivity>>;
  readonly definition: {
    readonly onError: 'pause' | 'ignore' | 'abort';
    readonly maxRounds: number;
    readonly consecutiveErrors: number;
  };
}

const minuteMs = 60_000;
/** No two activities take the same time: what is due first is never a matter of their order. */
const oddly = (durationMs: number, place: number): string => `${String(durationMs + place * 1_009)}ms`;

type Draw = (place: number) => Partial<RandomActivity>;
const always =
  (fields: Partial<RandomActivity>): Draw =>
  () =>
    fields;

/** Kinds by how often they are drawn; joins only where something can meet. */
const kinds: readonly (readonly [number, Draw])[] = [
  [6, always({ type: 'work' })],
  [2, always({ type: 'rounds' })],
  [5, always({ type: 'join' })],
  [1, always({ type: 'join', mode: 'any' })],
  [1, always({ type: 'join', mode: 'any', rest: 'cancel' })],
  [1, always({ type: 'join', mode: { atLeast: 2 } })],
  [1, always({ type: 'join', mode: { atLeast: 2 }, rest: 'cancel' })],
  [3, always({ type: 'pass' })],
  [1, always({ type: 'pass', sets: { x: 'vars.nobodySetsIt' } })],
  [1, (place) => ({ type: 'wait', for: oddly(60 * minuteMs, place) })],
  [1, always({ type: 'signal', complete: false })],
  [1, (place) => ({ type: 'either', signal: 'go', within: oddly(30 * minuteMs, place) })],
  [1, (place) => ({ type: 'either', signal: 'go', within: oddly(30 * minuteMs, place), patient: true })],
  [1, always({ type: 'end', result: '7' })],
  [1, always({ type: 'end', stopOthers: true })],
  [2, always({ type: 'cancel', activities: ['a1', 'a2', 'a3'] })],
];

const common: readonly (readonly [number, Draw])[] = [
  [8, always({})],
  [1, always({ execution: 'hold' })],
  [1, always({ execution: 'disabled' })],
  [1, always({ onError: 'pause' })],
  [1, always({ onError: 'ignore' })],
  [1, always({ onError: 'abort' })],
  [2, (place) => ({ retry: { attempts: 2, delay: oddly(5 * minuteMs, place) } })],
  [1, (place) => ({ timeout: oddly(25 * minuteMs, place) })],
  [1, (place) => ({ timeout: oddly(15 * minuteMs, place), retry: { attempts: 3, delay: oddly(3 * minuteMs, place) } })],
  [4, always({ mutexGroup: 'one' })],
];

const oneOf = (draws: readonly (readonly [number, Draw])[]): fc.Arbitrary<Draw> =>
  fc.oneof(...draws.map(([weight, draw]) => ({ weight, arbitrary: fc.constant(draw) })));

/** What decides at once needs no turn of a group, and could only take it in an order that nobody promises. */
const takesTime: ReadonlySet<string> = new Set(['work', 'rounds', 'wait', 'signal', 'either']);

const drawn = (place: number, ...draws: readonly Draw[]): RandomActivity => {
  let fields: RandomActivity = { type: 'work' };
  for (const draw of draws) fields = { ...fields, ...draw(place) };
  const { mutexGroup, ...others } = fields;
  return mutexGroup && takesTime.has(fields.type) ? fields : others;
};

const outlet = fc.constantFrom('default', 'default', 'default', 'default', 'default', 'error', 'error', 'late');
const arrow = fc.tuple(fc.nat(100), fc.nat(100), outlet);
const later = fc.tuple(oneOf(kinds), oneOf(common), oneOf(common), fc.nat(100), outlet);

const arrowOf = (from: number, out: string, to: number): RandomArrow => ({
  from: `a${String(from)}`,
  outlet: out,
  to: `a${String(to)}`,
});
const written = ({ from, outlet: out, to }: RandomArrow): string => `${from}:${out} > ${to}`;

/**
 * Up to nine activities: the first two work and are where it begins, each later one has an arrow from an earlier one,
 * and some more lead anywhere, so that branches meet, loops close and joins wait for each other.
 */
export const randomGraph = ({ arrows, maxRounds } = { arrows: 5, maxRounds: 12 }): fc.Arbitrary<RandomGraph> =>
  fc
    .tuple(
      fc.tuple(oneOf(common), oneOf(common)),
      fc.array(later, { minLength: 2, maxLength: 7 }),
      fc.array(arrow, { maxLength: arrows }),
      fc.constantFrom('pause' as const, 'ignore' as const, 'abort' as const),
      fc.constantFrom(0, 0, 0, 2),
    )
    .map(([first, others, extra, onError, consecutiveErrors]) => {
      const work = always({ type: 'work' });
      const fields = [
        ...first.map((rest, place) => drawn(place, work, rest)),
        ...others.map(([kind, rest, more], place) => drawn(place + 2, kind, rest, more)),
      ];
      const grown = others.flatMap(([, , , from, out], index) => {
        const to = index + 2;
        const second = fields[to]?.type === 'join' ? [arrowOf((from + 1) % to, 'default', to)] : [];
        return [arrowOf(from % to, out, to), ...second];
      });
      // Nothing leads to the two first ones, so that there is always somewhere to begin.
      const anywhere = extra.map(([from, to, out]) => arrowOf(from % fields.length, out, 2 + (to % others.length)));
      const all = new Map([...grown, ...anywhere].map((each) => [written(each), each]));
      return {
        drawing: [...fields.map((_, index) => `a${String(index)}`), ...all.keys()].join(', '),
        arrows: [...all.values()],
        activities: Object.fromEntries(fields.map((field, index) => [`a${String(index)}`, field])),
        definition: { onError, maxRounds, consecutiveErrors },
      };
    });
