import type { TaskId } from '../model/ids.ts';
import type { Begin } from './input.ts';
import { createTask } from './routing.ts';
import { guarded } from './settle.ts';
import { decideContext } from './scope.ts';
import { completeDecision } from './completion.ts';
import { evolveBegan } from './evolve.ts';
import { Step, type Asked } from './step.ts';
import type { World } from './world.ts';

/** The step that an instance begins with: its first fact, and a task for each entry. */
export function beginStep(world: World, begin: Begin & Asked): Step {
  const entry: Parameters<typeof evolveBegan>[0] = {
    seq: 1,
    atMs: world.nowMs,
    type: 'began',
    instance: begin.instance,
    workflow: begin.workflow,
    version: begin.version,
    severity: begin.severity,
    firing: begin.firing,
    inputs: begin.inputs,
    vars: world.graph.definition.variables,
    pauseCauses: [...begin.pauseCauses],
    ...(begin.by !== undefined && { by: begin.by }),
    ...(begin.request !== undefined && { request: begin.request }),
  };
  const step = new Step(world, evolveBegan(entry), begin, [entry]);
  for (const activity of begin.entries) {
    const task = createTask(step, activity, []);
    if (begin.signal && activity === begin.firing.activity) deliverFirst(step, begin, task.id);
  }
  return step;
}

/** The signal that began the instance is the first thing that its entry gets. */
function deliverFirst(step: Step, begin: Begin, id: TaskId): void {
  const task = step.draft.tasks[id];
  const signal = begin.signal;
  if (!task || !signal || task.status !== 'pending') return;
  const activity = step.activity(task.activity);
  const { behaviour } = activity.kind;
  if (behaviour.does !== 'listen' || !behaviour.onSignal) return;
  const { onSignal } = behaviour;
  const fact = { signal: signal.id, name: signal.name, vars: signal.vars } as const;
  step.record({ type: 'signalReceived', task: task.id, activity: task.activity, ...fact });
  guarded(step, task, () => {
    const decision = onSignal(decideContext(step.world, step.draft, task, activity), signal);
    if (decision) completeDecision(step, task, { ...decision, goesOn: false });
  });
}
