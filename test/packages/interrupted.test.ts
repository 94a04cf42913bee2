import { describe, expect, it } from 'vitest';
import { extent, noteTried } from '../support/extent.ts';
import type { When } from '../support/power.ts';
import { createRandom, freshSeed, type Random } from '../support/random.ts';
import { chosenDatabase } from '../support/webTables.ts';
import { rowsBeyond, type Contents } from './contents.ts';
import { shippedWorkflows } from './shippedPackages.ts';
import { openSituation } from './situationRun.ts';

/** Where the power is lost: in which step of a run, counted from its trigger. */
interface Loss {
  readonly at: number;
  readonly when: When;
}

/** What a run came to. */
interface Ended {
  readonly before: Contents;
  readonly after: Contents;
  /** Transactions, and statements outside of them. */
  readonly steps: number;
}

/** Runs a workflow on a copy of the demo data, whole or with a loss. */
async function run(workflow: string, loss?: Loss): Promise<Ended> {
  const { engine, situation, contents, close } = await openSituation(workflow);
  try {
    const before = await contents();
    engine.power.countsOutside = situation.onlyTransactions === undefined;
    const begun = engine.power.steps;
    if (loss) engine.power.loseAt(loss.at, loss.when);
    await situation.when(engine);
    expect(engine.power.holds, 'the power was lost').toBe(false);
    return { before, after: await contents(), steps: engine.power.steps - begun };
  } finally {
    await close();
  }
}

/** The first, the last and one in the middle, and what chance adds. */
function lossesIn(steps: number, random: Random): readonly Loss[] {
  const drawn = (): Loss => ({ at: 1 + random.below(steps), when: random.below(2) === 0 ? 'before' : 'after' });
  const edges: readonly Loss[] = [
    { at: 1, when: 'before' },
    { at: Math.ceil(steps / 2), when: 'after' },
    { at: steps, when: 'after' },
  ];
  const losses = [...edges.slice(0, extent.lossesAtEdges), ...Array.from({ length: extent.lossesByChance }, drawn)];
  return losses;
}

/** So many of the workflows as are tried, drawn by chance. */
function chosen(random: Random): readonly string[] {
  const left = shippedWorkflows.map(({ name }) => name);
  const drawn = Array.from({ length: Math.min(extent.interrupted, left.length) }, () => {
    return left.splice(random.below(left.length), 1).join('');
  });
  return drawn.sort();
}

describe('a shipped workflow whose worker dies half-way', () => {
  // Others on each database.
  const random = createRandom(freshSeed('interrupted workflows') + chosenDatabase().length);
  const workflows = chosen(random).map((workflow) => ({ workflow, random: createRandom(random.below(2 ** 31)) }));

  it.each(workflows)(
    'ends as if nothing had happened: $workflow',
    async ({ workflow, random: ofThis }) => {
      const whole = await run(workflow);
      // Its own instance is not its work.
      const { sb_instance: _, ...changed } = {
        ...rowsBeyond(whole.before, whole.after),
        ...rowsBeyond(whole.after, whole.before),
      };
      expect(changed, 'it has work to do').not.toEqual({});
      expect(Object.keys(whole.after).length, 'tables of packages are looked at').toBeGreaterThan(100);
      const losses = lossesIn(whole.steps, ofThis);
      for (const loss of losses) {
        const { after } = await run(workflow, loss);
        const where = `lost ${loss.when} the end of step ${String(loss.at)} of ${String(whole.steps)}`;
        expect({ missing: rowsBeyond(whole.after, after), extra: rowsBeyond(after, whole.after) }, where).toEqual({
          missing: {},
          extra: {},
        });
      }
      noteTried('interrupted runs', losses.length);
    },
    1_800_000,
  );
});
