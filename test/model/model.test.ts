import fc from 'fast-check';
import { expect, it } from 'vitest';
import { randomGraph, type RandomGraph } from '../properties/randomGraph.ts';
import { checkWithSeeds } from '../properties/seeds.ts';
import { extent } from '../support/extent.ts';
import { drawnGraphs } from './drawnGraphs.ts';
import { happeningOf } from './randomHappenings.ts';
import { SideBySide } from './sideBySide.ts';

const ofModel = { cases: extent.modelCases, called: 'runs beside the model' };
const graphs = fc.oneof(
  { weight: 11, arbitrary: randomGraph() },
  { weight: 1, arbitrary: fc.constantFrom(...drawnGraphs) },
);
const choices = fc.array(fc.nat(12_000_000), { minLength: 10, maxLength: 80 });
/** Where it begins: as a rule at its entries, now and then in the middle, as a restart from there. */
const from = fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.nat(8) });

function walk(graph: RandomGraph, begin: number | undefined, numbers: readonly number[]): void {
  const names = Object.keys(graph.activities);
  const both = new SideBySide(graph, begin === undefined ? undefined : names[begin % names.length]);
  const story: string[] = [];
  expect(both.engineStands(), 'at the beginning').toEqual(both.modelStands());
  for (const number of numbers) {
    const happening = happeningOf(both.model, number);
    const about = 'task' in happening ? both.model.flow.tasks[happening.task]?.activity : undefined;
    story.push(`${JSON.stringify(happening)}${about === undefined ? '' : ` (${about})`}`);
    const [engine, model] = both.let(happening);
    expect({ accepted: engine, ...both.engineStands() }, story.join('\n')).toEqual({
      accepted: model,
      ...both.modelStands(),
    });
  }
}

// Caught by it, each tried: goingOn.ts, release without holdAtBreakpoint; quorum.ts, a rest that is never cancelled, late
// events that are not dropped; joins.ts, ties that are not broken, a quorum that waits for one more; evolve.ts, a timeout
// that goes on while the instance is paused; evolveTask.ts, a timeout that is not counted anew after its retry, deaths
// that are not counted anew; failing.ts, consecutiveErrors that never pause; control.ts, the last failed task skipped
// without going on, a breakpoint that leaves pending tasks, a resume despite another cause; settle.ts, a disabled entry
// that passes on; reports.ts, late attempts accepted; overdue.ts, held tasks that
// time out; signals.ts, a second signal kept after the one that ends the wait; joins.ts, canStillCome that is blind to
// rounds; completion.ts, a cancel that spares what runs; settle.ts, a turn that is not taken back; failing.ts, a lost task that
// its error outlet catches; routing.ts, merged rounds of which the last wins; reports.ts, a result that is accepted while the
// instance is stopped; expirations.ts, times counted from now; timeConstraint.kind.ts, what missed its window passes; routing.ts,
// variables of which the first listed wins; status.ts, a stop that waits for no child; children.ts, a close that closes nothing;
// childCounts.ts, children that begin in any order; evolveTask.ts, an answer of which nobody is remembered; failing.ts, a quota
// without its cause, a first retry that is put off by the factor.
it('[I13] whatever happens to a random workflow, the instance answers and stands as the model does', () => {
  checkWithSeeds(
    fc.tuple(graphs, from, choices),
    ([graph, begin, numbers]) => {
      walk(graph, begin, numbers);
    },
    ofModel,
  );
}, 1_800_000);
