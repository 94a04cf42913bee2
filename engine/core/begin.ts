import type { TaskId } from '../model/ids.ts';
import { createMask } from '../model/secrets.ts';
import type { Begin, SignalArrival } from './input.ts';
import { createTask } from './routing.ts';
import { evolveBegan } from './evolve.ts';
import { keepSignal, takeSignal, takesSignals } from './signals.ts';
import { sealEntry } from './sealing.ts';
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
    vars: { ...world.graph.definition.variables, ...begin.vars },
    pauseCauses: [...begin.pauseCauses],
    ...(begin.parent && { parent: begin.parent }),
    ...(begin.by !== undefined && { by: begin.by }),
    ...(begin.request !== undefined && { request: begin.request }),
  };
  const sealed = sealEntry(entry, world.secrets && createMask(world.secrets));
  const step = new Step(world, evolveBegan(sealed), begin, { entries: [sealed] });
  for (const activity of begin.entries) {
    const task = createTask(step, activity, [], begin.stored);
    if (begin.signal && activity === begin.firing.activity) deliverFirst(step, begin.signal, task.id);
  }
  return step;
}

/** The signal that began the instance is the first thing that its entry gets, as soon as that may move. */
function deliverFirst(step: Step, signal: SignalArrival, id: TaskId): void {
  const task = step.draft.tasks[id];
  if (!task || !takesSignals(step, task)) return;
  if (task.status === 'pending' && step.draft.status === 'running') takeSignal(step, task, signal);
  else keepSignal(step, task, signal);
}
