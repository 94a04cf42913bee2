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
  readonly mode?: 'all' | 'any' | 'first' | { readonly atLeast: number };
  readonly rest?: 'drop' | 'cancel';
  readonly result?: string;
  readonly signal?: string;
  readonly stopOthers?: boolean;
  readonly activities?: readonly string[];
  readonly sets?: Readonly<Record<string, string>>;
  readonly outlets?: readonly string[];
  readonly branches?: readonly { readonly outlet: string; readonly condition: string }[];
  readonly default?: string;
  readonly windows?: readonly { readonly from: string; readonly to: string }[];
  readonly outside?: 'retry' | 'drop';
  readonly expirations?: readonly { readonly outlet: string; readonly after: string; readonly complete: boolean }[];
  readonly choices?: readonly { readonly outlet: string; readonly label: string }[];
  readonly multiple?: boolean;
  readonly group?: string;
  readonly title?: string;
  readonly workflow?: string;
  readonly forEach?: string;
  readonly concurrency?: number;
  readonly collect?: 'all' | 'first' | number;
  readonly more?: string;
  readonly execution?: 'hold' | 'disabled';
  readonly onError?: 'pause' | 'ignore' | 'abort';
  readonly retry?: {
    readonly attempts: number;
    readonly delay: string;
    readonly factor?: number;
    readonly maxDelay?: string;
  };
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
/** Tests begin at 04:00: one opens soon and one later; no two activities open at the same instant. */
const windowsAt = (place: number): NonNullable<RandomActivity['windows']> => {
  const minute = (of: number): string => String(of + place).padStart(2, '0');
  return [
    { from: `04:${minute(20)}`, to: `04:${minute(40)}` },
    { from: `05:${minute(40)}`, to: `06:${minute(10)}` },
  ];
};

type Draw = (place: number) => Partial<RandomActivity>;
const always =
  (fields: Partial<RandomActivity>): Draw =>
  () =>
    fields;

type Expirations = NonNullable<RandomActivity['expirations']>;
/** A reminder that does not end the wait, and what ends it. */
const twoExpirations = (place: number): Expirations => [
  { outlet: 'over', after: oddly(50 * minuteMs, place), complete: true },
  { outlet: 'late', after: oddly(20 * minuteMs, place), complete: false },
];
const reminder = (place: number): Expirations => [
  { outlet: 'over', after: oddly(35 * minuteMs, place), complete: false },
];
/** What ends the wait comes before what would only remind of it. */
const tooLateReminder = (place: number): Expirations => [
  { outlet: 'over', after: oddly(15 * minuteMs, place), complete: true },
  { outlet: 'late', after: oddly(30 * minuteMs, place), complete: false },
];
const asks = {
  type: 'approval',
  group: 'askers',
  title: 'May it?',
  choices: [{ outlet: 'late', label: 'No' }],
} as const;

/** Conditions of random branches; what they mean to the model stands in `testModel.ts`. */
export const conditions = { isLarge: 'vars.x > 2', isSet: 'has(vars.y)', isActive: `active('a3')` } as const;
const { isLarge, isSet, isActive } = conditions;

/** Kinds by how often they are drawn; joins only where something can meet. */
const kinds: readonly (readonly [number, Draw])[] = [
  [12, always({ type: 'work' })],
  [3, always({ type: 'rounds' })],
  [8, always({ type: 'join' })],
  [2, always({ type: 'join', mode: 'any' })],
  [2, always({ type: 'join', mode: 'any', rest: 'cancel' })],
  [2, always({ type: 'join', mode: { atLeast: 2 } })],
  [2, always({ type: 'join', mode: { atLeast: 2 }, rest: 'cancel' })],
  [3, always({ type: 'pass' })],
  [2, always({ type: 'pass', sets: { y: '7' } })],
  [2, always({ type: 'pass', sets: { x: 'vars.nobodySetsIt' } })],
  [3, always({ type: 'fork', outlets: ['default', 'late'] })],
  [2, always({ type: 'test', branches: [{ outlet: 'default', condition: isLarge }], default: 'late' })],
  [
    1,
    always({
      type: 'test',
      branches: [
        { outlet: 'late', condition: isSet },
        { outlet: 'default', condition: isLarge },
      ],
    }),
  ],
  [
    1,
    always({
      type: 'test',
      mode: 'all',
      branches: [
        { outlet: 'late', condition: isSet },
        { outlet: 'default', condition: isActive },
      ],
    }),
  ],
  [2, (place) => ({ type: 'wait', for: oddly(60 * minuteMs, place) })],
  [3, (place) => ({ type: 'timeConstraint', windows: windowsAt(place) })],
  [1, (place) => ({ type: 'timeConstraint', windows: windowsAt(place), outside: 'drop' })],
  [1, always({ type: 'signal', complete: false })],
  [2, (place) => ({ type: 'signal', expirations: twoExpirations(place) })],
  [1, (place) => ({ type: 'signal', expirations: tooLateReminder(place) })],
  [1, (place) => ({ type: 'signal', complete: false, expirations: reminder(place) })],
  [1, (place) => ({ type: 'either', signal: 'go', within: oddly(30 * minuteMs, place) })],
  [1, (place) => ({ type: 'either', signal: 'go', within: oddly(30 * minuteMs, place), patient: true })],
  [1, (place) => ({ ...asks, expirations: reminder(place) })],
  [1, (place) => ({ ...asks, multiple: true, expirations: twoExpirations(place).slice(0, 1) })],
  [1, always({ type: 'subWorkflow', workflow: 'kid' })],
  [3, always({ type: 'subWorkflow', workflow: 'kid', forEach: '[1, 2, 3]', concurrency: 2 })],
  [1, always({ type: 'subWorkflow', workflow: 'kid', forEach: '[1, 2, 3]', collect: 'first' })],
  [2, always({ type: 'subWorkflow', workflow: 'kid', forEach: '[1]', more: 'items', collect: 2 })],
  [1, always({ type: 'subWorkflow', workflow: 'kid', forEach: '[]', more: 'items', concurrency: 1 })],
  [2, always({ type: 'end', result: '7' })],
  [2, always({ type: 'end', stopOthers: true })],
  [3, always({ type: 'cancel', activities: ['a1', 'a2', 'a3'] })],
];

const common: readonly (readonly [number, Draw])[] = [
  [7, always({})],
  [1, always({ execution: 'hold' })],
  [1, always({ execution: 'hold', mutexGroup: 'one' })],
  [1, always({ execution: 'disabled' })],
  [1, always({ onError: 'pause' })],
  [1, always({ onError: 'ignore' })],
  [1, always({ onError: 'abort' })],
  [1, (place) => ({ retry: { attempts: 2, delay: oddly(5 * minuteMs, place) } })],
  [1, (place) => ({ retry: { attempts: 4, delay: oddly(2 * minuteMs, place), factor: 3, maxDelay: '300000ms' } })],
  [1, (place) => ({ timeout: oddly(25 * minuteMs, place) })],
  [1, (place) => ({ timeout: oddly(15 * minuteMs, place), retry: { attempts: 3, delay: oddly(3 * minuteMs, place) } })],
  [4, always({ mutexGroup: 'one' })],
];

const oneOf = (draws: readonly (readonly [number, Draw])[]): fc.Arbitrary<Draw> =>
  fc.oneof(...draws.map(([weight, draw]) => ({ weight, arbitrary: fc.constant(draw) })));

/** What decides at once needs no turn of a group, and could only take it in an order that nobody promises. */
const takesTime: ReadonlySet<string> = new Set([
  'work',
  'rounds',
  'wait',
  'signal',
  'either',
  'approval',
  'subWorkflow',
]);

const drawn = (place: number, ...draws: readonly Draw[]): RandomActivity => {
  let fields: RandomActivity = { type: 'work' };
  for (const draw of draws) fields = { ...fields, ...draw(place) };
  const { mutexGroup, ...others } = fields;
  return mutexGroup && takesTime.has(fields.type) ? fields : others;
};

/** The ways out of each kind, by how often an arrow leaves by them. */
function outletsOf({ type, expirations }: RandomActivity | undefined = { type: 'work' }): readonly string[] {
  const expire = expirations?.map(({ outlet }) => outlet) ?? [];
  switch (type) {
    case 'fork':
    case 'test':
    case 'either':
      return ['default', 'default', 'late', 'late', 'error'];
    case 'approval':
      return ['late', 'late', 'default', ...expire, 'error'];
    case 'signal':
      return ['default', 'default', ...expire, ...expire, 'error'];
    default:
      return ['default', 'default', 'default', 'default', 'error'];
  }
}

const outlet = fc.nat(100);
const arrow = fc.tuple(fc.nat(100), fc.nat(100), outlet);
const later = fc.tuple(oneOf(kinds), oneOf(common), oneOf(common), fc.nat(100), outlet);

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
      const arrowOf = (from: number, out: number, to: number): RandomArrow => {
        const outlets = outletsOf(fields[from]);
        const name = outlets[out % outlets.length] ?? 'default';
        return { from: `a${String(from)}`, outlet: name, to: `a${String(to)}` };
      };
      const grown = others.flatMap(([, , , from, out], index) => {
        const to = index + 2;
        const second = fields[to]?.type === 'join' ? [arrowOf((from + 1) % to, 0, to)] : [];
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
