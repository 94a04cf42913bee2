import { invariant } from '../../engine/invariant.ts';
import type { Runner } from '../../engine/runtime/runner.ts';

const turnsAtMost = 1_000;

/** What a test keeps outside: how much, and when that is more. */
export interface Kept {
  readonly size: () => number;
  readonly more: () => Promise<void>;
}

const nothingKept: Kept = { size: () => 0, more: () => new Promise(() => undefined) };

/** Turns a runner until there is nothing to do now, and nothing is performed outside but what a test keeps there. */
export async function comeToRest(runner: Runner, kept: Kept = nothingKept): Promise<void> {
  for (let turns = 0; ; turns += 1) {
    invariant(turns < turnsAtMost, 'the runner comes to rest');
    if (await runner.turn()) continue;
    if (runner.hasNews) continue;
    if (runner.inFlight <= kept.size()) return;
    await Promise.race([runner.landing(), kept.more()]);
  }
}
