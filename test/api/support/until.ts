import { setTimeout as pause } from 'node:timers/promises';

/** Asks again until the answer is as wanted; after ten seconds the last one is answered, and the test says what it is. */
export async function until<Answer>(
  ask: () => Promise<Answer>,
  isWanted: (answer: Answer) => boolean,
): Promise<Answer> {
  const endMs = performance.now() + 10_000;
  let answer = await ask();
  while (!isWanted(answer) && performance.now() < endMs) {
    await pause(20);
    answer = await ask();
  }
  return answer;
}
