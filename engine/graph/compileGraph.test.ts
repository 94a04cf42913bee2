import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { graphOf } from '../../test/support/graphOf.ts';
import { activityIdSchema, outletSchema } from '../model/ids.ts';
import type { ActivityId } from '../model/ids.ts';
import { compileGraph } from './compileGraph.ts';
import type { CompiledGraph } from './compiledGraph.ts';

const id = (name: string): ActivityId => activityIdSchema.parse(name);
const ids = (...names: string[]): ReadonlySet<ActivityId> => new Set(names.map(id));

describe('a compiled graph', () => {
  const graph = graphOf('start > f, f:a > s1, f:b > s2, s1 > j, s2 > j, j > e');

  test('knows where instances begin', () => {
    expect(graph.entries).toEqual(['start']);
    expect(graphOf('s1 > s2, s3').entries).toEqual(['s1', 's3']);
    expect(graphOf('s1 > s2, e').entries).toEqual(['s1']);
  });

  test('knows the transitions of an activity, in the order of the definition', () => {
    expect(graph.inbound(id('j')).map(({ from, index }) => [from, index])).toEqual([
      ['s1', 3],
      ['s2', 4],
    ]);
    expect(graph.outbound(id('f'), outletSchema.parse('b')).map(({ to }) => to)).toEqual(['s2']);
    expect(graph.outbound(id('f'), outletSchema.parse('c'))).toEqual([]);
    expect(graph.connected(id('f'))).toEqual(['a', 'b']);
    expect(graph.connected(id('e'))).toEqual([]);
  });

  test('holds each activity with its kind and its parsed configuration', () => {
    const fork = graph.activities.get(id('f'));
    expect(fork?.kind.name).toBe('fork');
    expect(fork?.config).toEqual({ outlets: ['a', 'b'] });
    expect(fork?.common.type).toBe('fork');
  });

  test('knows what lies on a cycle', () => {
    const loop = graphOf('start > s1, s1 > s2, s2 > s1, s2 > s3, s3 > s4, s4 > s4');
    expect(['start', 's1', 's2', 's3', 's4'].filter((name) => loop.isOnCycle(id(name)))).toEqual(['s1', 's2', 's4']);
  });

  test('a chain of ten thousand activities is no matter', () => {
    const chain = Array.from({ length: 10_000 }, (_, index) => `s${index} > s${index + 1}`);
    expect(graphOf([...chain, 's10000 > s0'].join(', ')).isOnCycle(id('s5000'))).toBe(true);
  });

  test('is refused where the definition was never valid', () => {
    expect(() => compileGraph(graph.definition, new Map())).toThrow('was known when the version was made');
  });
});

describe('a path', () => {
  const graph = graphOf('start > s1, s1 > s2, s2 > j, s1 > j, j > s3, s3 > s1');

  test.each<[string, string, string, string[], boolean]>([
    ['s1', 's2', 'j', [], true],
    ['s1', 's1', 'j', [], true],
    ['s2', 's1', 'j', [], false],
    ['s3', 's2', 'j', [], true],
    ['s3', 's2', 'j', ['s1'], false],
    ['s1', 's2', 'j', ['s2'], false],
    ['s1', 's2', 'j', ['s1'], true],
    ['j', 's2', 'j', [], true],
    ['s2', 'start', 'j', [], false],
  ])('from %s to %s without passing %s, with %j disabled: %s', (from, to, avoiding, disabled, exists) => {
    expect(graph.canReach(id(from), id(to), id(avoiding), ids(...disabled))).toBe(exists);
    // Once more, from what is remembered.
    expect(graph.canReach(id(from), id(to), id(avoiding), ids(...disabled))).toBe(exists);
  });
});

/** Tries all paths without a repeated activity, as the words of the rule say. */
function triesAllPaths(
  graph: CompiledGraph,
  from: ActivityId,
  to: ActivityId,
  closed: ReadonlySet<ActivityId>,
): boolean {
  const walk = (at: ActivityId, seen: ReadonlySet<ActivityId>): boolean =>
    at === to ||
    graph
      .connected(at)
      .some((outlet) =>
        graph
          .outbound(at, outlet)
          .some(({ to: next }) => !seen.has(next) && !closed.has(next) && walk(next, new Set([...seen, next]))),
      );
  return walk(from, new Set([from]));
}

const names = ['s1', 's2', 's3', 's4', 's5', 's6'];
const drawing = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)), {
    minLength: 1,
    maxLength: 14,
    selector: (pair) => pair.join(),
  })
  .map((arrows) => [...names, ...arrows.map(([from, to]) => `${from} > ${to}`)].join(', '));

// Caught: a walk that went on through a disabled activity which it had entered as the first step back.
test('whether there is a path is what trying all of them finds', () => {
  const any = fc.constantFrom(...names);
  fc.assert(
    fc.property(drawing, fc.tuple(any, any, any), fc.subarray(names), (drawn, [from, to, avoiding], disabled) => {
      const graph = graphOf(drawn);
      const expected = from === to || triesAllPaths(graph, id(from), id(to), ids(avoiding, ...disabled));
      expect(graph.canReach(id(from), id(to), id(avoiding), ids(...disabled))).toBe(expected);
    }),
    { numRuns: 300 },
  );
});

// Caught: an isOnCycle that looked for several inbound transitions.
test('a cycle is a path of one step or more back to itself', () => {
  fc.assert(
    fc.property(drawing, fc.constantFrom(...names), (drawn, name) => {
      const graph = graphOf(drawn);
      const next = graph.connected(id(name)).flatMap((outlet) => graph.outbound(id(name), outlet).map(({ to }) => to));
      expect(graph.isOnCycle(id(name))).toBe(next.some((one) => triesAllPaths(graph, one, id(name), new Set())));
    }),
    { numRuns: 300 },
  );
});
