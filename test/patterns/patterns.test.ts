import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../engine/memory/virtualClock.ts';
import { RunnerBench } from '../support/runnerBench.ts';
import { onEveryStore, type CreateStore } from '../support/runnerStores.ts';
import { dawnMs } from '../support/shell.ts';
import { everyTrace } from './everyTrace.ts';
import { kid, patterns } from './patterns.ts';

it('the workflow patterns are all there, from the first to the twentieth, with what must and must not occur', () => {
  const numbers = new Set(patterns.map((pattern) => Number(/^WCP-(\d+),/.exec(pattern.name)?.[1])));
  expect([...numbers]).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  expect(patterns.filter(({ must, mustNot }) => must.length === 0 || mustNot.length === 0)).toEqual([]);
});

function describePatterns(name: string, create: CreateStore): void {
  describe(`the workflow patterns ${name}`, () => {
    // One store for all: each run is an instance of its own, and leaves nothing that waits.
    let bench: RunnerBench;
    beforeAll(async () => {
      const clock = new VirtualClock(dawnMs);
      bench = new RunnerBench(await create(clock), clock);
      bench.publish(kid.drawing, { activities: kid.activities, definition: { name: 'kid' } });
    });
    afterAll(() => bench.close());

    // Caught: completion.ts, a cancel that reaches held tasks alone.
    it.each(patterns.map((pattern) => [pattern.name, pattern] as const))('%s', async (_, pattern) => {
      const { drawing, activities = {}, must, mustNot } = pattern;
      bench.publish(drawing, { activities, definition: { overlap: 'allow' } });
      for (const activity of 'abcdmpq') bench.hang(activity);
      const traces = await everyTrace(bench, pattern);
      expect(traces).toEqual([...must].sort());
      expect(traces.filter((trace) => mustNot.includes(trace))).toEqual([]);
    });
  });
}

onEveryStore(describePatterns);
