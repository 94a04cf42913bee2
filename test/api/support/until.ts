import { setTimeout as pause } from 'node:timers/promises';
import { NeverHappened } from '../../support/until.ts';

const withinMs = 15_000;

/**
 * Asks again until the answer is as wanted.
 * @throws NeverHappened with the last answer: whoever waits for something says with that what must become true.
 */
export async function until<Answer>(
  ask: () => Promise<Answer>,
  isWanted: (answer: Answer) => boolean,
): Promise<Answer> {
  const endMs = performance.now() + withinMs;
  let answer = await ask();
  while (!isWanted(answer)) {
    if (performance.now() >= endMs)
      throw new NeverHappened(`not within ${String(withinMs)} ms; the last answer: ${JSON.stringify(answer)}`);
    await pause(20);
    answer = await ask();
  }
  return answer;
}
