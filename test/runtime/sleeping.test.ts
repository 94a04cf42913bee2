import { setImmediate as nextTurn } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { VirtualClock } from '../../engine/memory/virtualClock.ts';
import { Runner } from '../../engine/runtime/runner.ts';
import { WorkerLoop } from '../../server/processes/workerLoop.ts';
import { RunnerBench } from '../support/runnerBench.ts';
import { createInMemory } from '../support/runnerStores.ts';
import { dawnMs } from '../support/shell.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;
const turnsAtMost = 1_000;

beforeEach(() => {
  // The machine's timers stand still; the clock of the engine is set apart from them.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

async function turnsUntil(isSo: () => boolean): Promise<void> {
  for (let turns = 0; turns < turnsAtMost && !isSo(); turns += 1) await nextTurn();
  expect(isSo()).toBe(true);
}

// Caught: workerLoop.ts, a sleep that only the engine's clock or a message ends.
it('[D22] a worker that sleeps while its clock is put forward looks within a minute', async () => {
  const clock = new VirtualClock(dawnMs);
  const bench = new RunnerBench(await createInMemory(clock), clock);
  bench.publish('s > w', { activities: { w: { type: 'wait', for: '2h' } } }).ask({ operation: 'startWorkflow' });
  const sleeps = { begun: 0 };
  const loop = new WorkerLoop({
    runner: new Runner(bench.runtime),
    runtime: bench.runtime,
    log: pino({ level: 'silent' }),
    betweenTurns: nextTurn,
    // It is asked before each sleep.
    webCommandsWaiting: async () => {
      sleeps.begun += 1;
      return false;
    },
  });
  const running = loop.run();
  await turnsUntil(() => vi.getTimerCount() > 0);
  clock.setTo(dawnMs + 3 * hourMs);
  vi.advanceTimersByTime(minuteMs - 1);
  for (let turns = 0; turns < 20; turns += 1) await nextTurn();
  expect([await bench.told(), sleeps.begun]).toEqual(['running: w waiting', 1]);
  vi.advanceTimersByTime(1);
  await turnsUntil(() => sleeps.begun > 1);
  expect(await bench.told()).toBe('finished');
  loop.drain();
  await running;
});
