import type { MemoryInbox } from '../../../engine/memory/memoryInbox.ts';
import type { VirtualClock } from '../../../engine/memory/virtualClock.ts';
import { requestIdSchema, signalIdSchema, type InstanceId, type TaskId } from '../../../engine/model/ids.ts';
import type { Instance } from '../../../engine/model/instance.ts';
import type { Question } from '../../../engine/model/question.ts';
import type { Task } from '../../../engine/model/task.ts';
import { Runner } from '../../../engine/runtime/runner.ts';
import type { Runtime } from '../../../engine/runtime/runtime.ts';
import type { SimulationOrder } from '../../contract/simulations.ts';

interface Driving {
  readonly runtime: Runtime;
  readonly inbox: MemoryInbox;
  readonly clock: VirtualClock;
  readonly instance: InstanceId;
  readonly order: SimulationOrder;
  readonly isOver: () => boolean;
}

const tooLong = 'It took longer than a simulation may.';

/**
 * Lets a simulation run to its end: signals answer at once, then time passes to whatever is due.
 * @returns why it went no further, where it did not end.
 */
export async function driveSimulation(driving: Driving): Promise<string | null> {
  const { runtime, instance: id, isOver } = driving;
  const runner = new Runner(runtime);
  const answered = new Set<TaskId>();
  for (;;) {
    while (await runner.turn()) if (isOver()) return tooLong;
    if (runner.inFlight > 0) await runner.landing();
    if (runner.inFlight > 0 || runner.hasNews) continue;
    const instance = await runtime.store.instance(id);
    if (!instance) return 'It could not begin.';
    if (instance.endedAtMs !== undefined) return null;
    const stop = await goOn(driving, instance, answered);
    if (stop !== undefined) return stop;
    runner.nudge();
  }
}

/** Answers what waits for an answer, or lets the time pass; else tells why neither can be. */
async function goOn(driving: Driving, instance: Instance, answered: Set<TaskId>): Promise<string | undefined> {
  if (instance.status === 'paused') {
    const causes = instance.pauseCauses.map(
      ({ kind, reason }) => `${kind}${reason === undefined ? '' : `: ${reason}`}`,
    );
    return `It paused (${causes.join('; ')}).`;
  }
  const waiting = Object.values(instance.tasks).find(
    (task) => isAnswerable(driving.order, task) && !answered.has(task.id),
  );
  if (waiting) {
    answered.add(waiting.id);
    if (waiting.waitingFor?.question) choose(driving, waiting, waiting.waitingFor.question);
    else answer(driving, waiting);
    return undefined;
  }
  const dueAtMs = await driving.runtime.store.nextDueAtMs();
  if (dueAtMs === undefined) return 'It waits for what a simulation does not give.';
  driving.clock.advanceTo(Math.max(dueAtMs, driving.clock.nowMs() + 1));
  return undefined;
}

const isAnswerable = ({ answers }: SimulationOrder, { status, waitingFor, activity }: Task): boolean =>
  status === 'waiting' && waitingFor?.signal !== undefined && answers[activity] !== null;

/** Who is simulated to be asked chooses as it was answered, else the first choice; the journal says so. */
function choose({ inbox, instance, order }: Driving, { id, activity }: Task, { choices }: Question): void {
  const given = order.answers[activity] ?? {};
  const choice = typeof given['choice'] === 'string' ? given['choice'] : (choices[0]?.outlet ?? '');
  const { comment } = given;
  const text = `Simulated: the approval was answered with "${choice}".`;
  const asking = { by: order.by, instance };
  inbox.addRequest({
    id: requestIdSchema.parse(`note ${id}`),
    ...asking,
    asked: { operation: 'note', level: 'info', code: 'simulated-answer', text },
  });
  const said = typeof comment === 'string' ? { comment } : {};
  inbox.addRequest({
    id: requestIdSchema.parse(`answer ${id}`),
    ...asking,
    task: id,
    asked: { operation: 'answer', choice, asked: [order.by], ...said },
  });
}

/** The signal that it waits for comes, with the variables of the answer or none; the journal says so. */
function answer({ inbox, clock, instance, order }: Driving, { id, activity, waitingFor }: Task): void {
  const { name = '', key } = waitingFor?.signal ?? {};
  const given = order.answers[activity];
  const text = `Simulated: the signal "${name}" came ${given ? 'as it was answered' : 'without variables'}.`;
  inbox.addRequest({
    id: requestIdSchema.parse(`answer ${id}`),
    by: order.by,
    instance,
    asked: { operation: 'note', level: 'info', code: 'simulated-answer', text },
  });
  inbox.addSignal({
    id: signalIdSchema.parse(`answer ${id}`),
    name,
    instance,
    vars: given ?? {},
    by: order.by,
    startsTechnical: false,
    receivedAtMs: clock.nowMs(),
    ...(key !== undefined && { key }),
  });
}
