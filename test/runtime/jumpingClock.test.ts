import { expect, it } from 'vitest';
import { VirtualClock } from '../../engine/memory/virtualClock.ts';
import { extent, noteTried } from '../support/extent.ts';
import { createRandom, freshSeed, type Random } from '../support/random.ts';
import { RunnerBench } from '../support/runnerBench.ts';
import { onEveryStore } from '../support/runnerStores.ts';
import { dawnMs } from '../support/shell.ts';

const hourMs = 3_600_000;
const waits = [1, 3, 7];
const drawing = waits.map((_, index) => `s > w${index}, w${index} > b${index}`).join(', ');
const activities = {
  s: 'inStep',
  ...Object.fromEntries(waits.map((_, index) => [`b${index}`, 'inStep'])),
  ...Object.fromEntries(waits.map((hours, index) => [`w${index}`, { type: 'wait', for: `${hours}h` }])),
};
/** Their instants, all counted from the dawn, when `s` has ended. */
const dueOf = (wait: string): number => dawnMs + (waits[Number(wait.slice(1))] ?? 0) * hourMs;

/** Something happens to the clock or to the worker. */
async function happens(bench: RunnerBench, clock: VirtualClock, random: Random): Promise<void> {
  const jumpMs = Math.round((random.below(1_000) / 100 - 5) * hourMs);
  if (random.below(3) === 0) await bench.restart();
  clock.setTo(clock.nowMs() + jumpMs);
  if (random.below(2) === 0) await bench.rest();
  else await bench.turn(random.below(4));
}

onEveryStore((name, create) => {
  it(`[D22] however the clock jumps, each wait ends once ${name}, and none before its instant`, async () => {
    const random = createRandom(freshSeed(`jumping clock ${name}`));
    for (let run = 0; run < extent.jumpingClocks; run += 1) {
      const clock = new VirtualClock(dawnMs);
      const bench = new RunnerBench(await create(clock), clock);
      bench.publish(drawing, { activities }).ask({ operation: 'startWorkflow' });
      await bench.rest();
      for (let times = random.below(8); times > 0; times -= 1) await happens(bench, clock, random);
      clock.setTo(dawnMs + 24 * hourMs);
      await bench.rest();
      expect(await bench.told()).toBe('finished');
      const ended = (await bench.history()).filter((entry) => entry.type === 'taskEnded');
      expect(ended.map(({ activity }) => activity).sort()).toEqual(['b0', 'b1', 'b2', 's', 'w0', 'w1', 'w2']);
      for (const { activity, atMs } of ended)
        if (activity.startsWith('w')) expect(atMs).toBeGreaterThanOrEqual(dueOf(activity));
      for (const [index] of waits.entries()) expect(await bench.counted(`b${index}`)).toBe(1);
      await bench.close();
    }
    noteTried(`runs with jumping clocks ${name}`, extent.jumpingClocks);
  }, 600_000);

  // Caught: runner.ts, takeDue that only waits until it may look again.
  it(`[D22] a busy worker ${name} whose clock was put back sees what is due by the new time`, async () => {
    const clock = new VirtualClock(dawnMs);
    const bench = new RunnerBench(await create(clock), clock);
    const steps = Array.from({ length: 20 }, (_, index) => `c${index}`);
    const chain = steps.slice(1).map((step, index) => `c${index} > ${step}`);
    const busy = Object.fromEntries(['s', ...steps].map((step) => [step, 'inStep']));
    const details = { activities: { ...busy, w: { type: 'wait', for: '1s' } } };
    bench.publish(['s > c0', 'c0 > w', ...chain].join(', '), details).ask({ operation: 'startWorkflow' });
    await bench.turn(2);
    clock.setTo(dawnMs - hourMs);
    await bench.turn(2);
    expect(await bench.told()).toContain('w waiting');
    clock.setTo(dawnMs - hourMs + 2_000);
    await bench.turn(3);
    expect(await bench.told()).toMatch(/^running: c\d+ \w+$/);
    await bench.close();
  });
});
