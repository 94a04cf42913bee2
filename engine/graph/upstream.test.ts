import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineKind, type Kinds } from '../activity/kind.ts';
import { isRecord, salvage } from './salvage.ts';
import { clashProblems } from './clashProblems.ts';
import { draftGraph, type DraftGraph } from './draftGraph.ts';
import { variablesAt } from './knownVariables.ts';
import { reachableFrom } from './links.ts';
import { setBy } from './upstream.ts';
import { validateDefinition } from './validateDefinition.ts';

const plain = {
  group: 'control',
  summary: 'Only for tests.',
  inbound: 'allowed',
  canFail: true,
  outlets: () => [{ name: 'default' }],
  describe: () => 'only for tests',
} as const;
const behaviour = { does: 'work', performs: () => 'outside' as const } as const;
const schema = z.strictObject({ sets: z.array(z.string()).default([]) });
const sets = ({ sets: names }: z.infer<typeof schema>) => names;
const setter = defineKind({ ...plain, name: 'setter', label: 'Sets', schema, sets, behaviour });
const meeting = defineKind({ ...plain, name: 'meeting', label: 'Meets', schema, sets, behaviour, gathers: true });
const kinds: Kinds = new Map([setter, meeting].map((kind) => [kind.name, kind]));

interface Drawn {
  readonly name: string;
  readonly activities: Readonly<Record<string, object>>;
  readonly transitions: readonly { readonly from: string; readonly to: string }[];
}

function graphOf(drawn: Drawn): DraftGraph {
  const input: unknown = drawn;
  return draftGraph(salvage(isRecord(input) ? input : {}), kinds).graph;
}

const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const;
const activity = fc.record({
  type: fc.constantFrom('setter', 'meeting'),
  sets: fc.subarray(['x', 'y', 'z'], { maxLength: 2 }),
});
const drawn: fc.Arbitrary<Drawn> = fc.record({
  name: fc.constant('drawn'),
  activities: fc.record(Object.fromEntries(ids.map((id) => [id, activity]))),
  transitions: fc.uniqueArray(fc.record({ from: fc.constantFrom(...ids), to: fc.constantFrom(...ids) }), {
    maxLength: 14,
    selector: ({ from, to }) => from + to,
  }),
});

type Id = Parameters<DraftGraph['inbound']>[0];

const ancestors = (graph: DraftGraph, id: Id): ReadonlySet<Id> =>
  reachableFrom(graph.predecessors(id), graph.predecessors);

const namesOf = (graph: DraftGraph, among: Iterable<Id>): ReadonlySet<string> =>
  new Set(
    [...among]
      .flatMap((id) => [...graph.activities.values()].filter((each) => each.id === id))
      .flatMap((each) => setBy(graph, each)),
  );

/** Each pair of branches, with all that stands on the one and not on the other. */
function clashingNames(graph: DraftGraph, id: Id): ReadonlySet<string> {
  const branches = graph.predecessors(id).map((from) => new Set([from, ...ancestors(graph, from)]));
  const found = branches.flatMap((one) =>
    branches.flatMap((other) => {
      const ofOne = namesOf(
        graph,
        [...one].filter((each) => !other.has(each)),
      );
      const ofOther = namesOf(
        graph,
        [...other].filter((each) => !one.has(each)),
      );
      return [...ofOne].filter((name) => ofOther.has(name));
    }),
  );
  const own = namesOf(graph, [id]);
  return new Set(found.filter((name) => !own.has(name)));
}

// Caught: groups that were walked in another order than that of the arrows.
test('what stands before an activity is what a walk back from it finds', () => {
  fc.assert(
    fc.property(drawn, (input) => {
      const graph = graphOf(input);
      for (const id of graph.activities.keys())
        expect([...variablesAt(graph, id).names].sort()).toEqual([...namesOf(graph, ancestors(graph, id))].sort());
    }),
    { numRuns: 300 },
  );
});

// Caught: a walk that stopped where the first two of three branches had met.
test('branches clash where each sets a name on a part of its way that the other does not share', () => {
  fc.assert(
    fc.property(drawn, (input) => {
      const graph = graphOf(input);
      const found = clashProblems(graph).map(({ activity: id, message }) => [
        id,
        message
          .split(/ set (?=vars)/)[1]
          ?.split(', ')
          .sort(),
      ]);
      const expected = [...graph.activities.values()]
        .filter(({ kind }) => kind?.gathers)
        .map(({ id }) => [id, [...clashingNames(graph, id)].map((name) => `vars.${name}`).sort()] as const)
        .filter(([, names]) => names.length > 0);
      expect(found).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

test('five thousand joins one after another are judged in time', () => {
  const steps = Array.from({ length: 5_000 }, (_, index) => index);
  const judged = validateDefinition(
    {
      name: 'long',
      activities: Object.fromEntries(
        steps.flatMap((index) => [
          [`s${index}`, { type: 'setter', sets: ['x'] }],
          [`j${index}`, { type: 'meeting' }],
        ]),
      ),
      transitions: steps.flatMap((index) => [
        { from: `s${index}`, to: `j${index}` },
        ...(index === 0 ? [] : [{ from: `j${index - 1}`, to: `j${index}` }]),
      ]),
    },
    kinds,
  );
  // Quadratic time took seconds here, in which web answered nobody.
  expect(judged.problems.filter(({ code }) => code === 'variables-clash')).toHaveLength(4_999);
}, 20_000);

test('a dangling transition is told at the end that exists, however many there are', () => {
  const transitions = Array.from({ length: 200 }, (_, index) => ({ from: 'a', to: `b${index}` }));
  const { problems } = validateDefinition({ name: 'torn', activities: { a: { type: 'setter' } }, transitions }, kinds);
  const dangling = problems.filter(({ code }) => code === 'transition-dangling');
  expect(dangling).toHaveLength(200);
  expect(dangling.every(({ activity: id, hint }) => id === 'a' && hint !== '')).toBe(true);
});
