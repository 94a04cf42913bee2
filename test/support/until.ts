import { setTimeout as delay } from 'node:timers/promises';

/** What was waited for did not come about. */
export class NeverHappened extends Error {
  override readonly name = 'NeverHappened';
}

const everyMs = 2;

/**
 * Waits for something in another process, which can only be asked, and gives up with a name for it.
 * @returns the first answer that is neither false nor undefined.
 */
export async function until<Answer>(
  what: string,
  ask: () => Promise<Answer | false | undefined>,
  withinMs = 30_000,
): Promise<Answer> {
  const endAtMs = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== false && answer !== undefined) return answer;
    if (performance.now() > endAtMs) throw new NeverHappened(`${what}: not within ${String(withinMs)} ms`);
    await delay(everyMs);
  }
}
