import type { VirtualClock } from '../../../engine/memory/virtualClock.ts';
import type { Instance } from '../../../engine/model/instance.ts';
import { Runner } from '../../../engine/runtime/runner.ts';
import type { Runtime } from '../../../engine/runtime/runtime.ts';
import { Answers, type Answering } from './answers.ts';

interface Driving extends Answering {
  readonly runtime: Runtime;
  readonly clock: VirtualClock;
  readonly isOver: () => boolean;
}

const tooLong = 'It took longer than a simulation may.';

/**
 * Lets a simulation run to its end: who is waited for answers at once, then time passes to whatever is due.
 * @returns why it went no further, where it did not end.
 */
export async function driveSimulation(driving: Driving): Promise<string | null> {
  const { runtime, instance: id, isOver } = driving;
  const runner = new Runner(runtime);
  const answers = new Answers(driving);
  for (;;) {
    while (await runner.turn()) if (isOver()) return tooLong;
    if (runner.inFlight > 0) await runner.landing();
    if (runner.inFlight > 0 || runner.hasNews) continue;
    const instance = await runtime.store.instance(id);
    if (!instance) return 'It could not begin.';
    if (instance.endedAtMs !== undefined) return null;
    const stop = await goOn(driving, instance, answers);
    if (stop !== undefined) return stop;
    runner.nudge();
  }
}

/** Answers what waits for an answer, or lets the time pass; else tells why neither can be. */
async function goOn(driving: Driving, instance: Instance, answers: Answers): Promise<string | undefined> {
  if (instance.status === 'paused') {
    const causes = instance.pauseCauses.map(
      ({ kind, reason }) => `${kind}${reason === undefined ? '' : `: ${reason}`}`,
    );
    return `It paused (${causes.join('; ')}).`;
  }
  if (answers.give(instance)) return undefined;
  const dueAtMs = await driving.runtime.store.nextDueAtMs();
  if (dueAtMs === undefined) return 'It waits for what a simulation does not give.';
  driving.clock.advanceTo(Math.max(dueAtMs, driving.clock.nowMs() + 1));
  return undefined;
}
