import type { Input } from '../../engine/core/input.ts';
import { activityIdSchema, instanceIdSchema, signalIdSchema } from '../../engine/model/ids.ts';
import type { PauseCauseKind } from '../../engine/model/instance.ts';
import type { Task } from '../../engine/model/task.ts';
import { asked, signalVars, type Happening, type OfTask } from './happening.ts';

type Named = Pick<Task, 'id' | 'attempt' | 'progress'>;

const causes = { fail: 'data', misconfigure: 'config', exceed: 'quota', giveUp: 'cancelled' } as const;
const childOf = (item: number) => instanceIdSchema.parse(`kid${String(item)}`);

/** What is said to the engine when something happens to an instance as a whole. */
export function inputOf(happening: Exclude<Happening, OfTask | { readonly does: 'pass' }>): Input {
  switch (happening.does) {
    case 'pause':
      return { type: 'pause', cause: happening.cause };
    case 'lift':
      return { type: 'liftPause', cause: happening.cause };
    case 'resume':
      // The model's causes are plain texts; those that happen to an instance are its kinds.
      return { type: 'resume', kinds: happening.causes as PauseCauseKind[] };
    case 'hold':
      return { type: 'holdActivity', activity: activityIdSchema.parse(happening.activity) };
    case 'release':
      return { type: 'releaseActivity', activity: activityIdSchema.parse(happening.activity) };
    case 'runPending':
      return { type: 'runPending' };
    case 'stop':
      return { type: 'stop' };
    default:
      return { type: 'kill' };
  }
}

/** What is said to the engine when something happens to a task. */
export function inputAbout(happening: OfTask, { id: task, attempt, progress }: Named): Input {
  switch (happening.does) {
    case 'start':
      return { type: 'startTask', task };
    case 'done':
      return { type: 'taskDone', task, attempt, outcome: { vars: { x: happening.value } } };
    case 'late':
      return { type: 'taskDone', task, attempt: attempt - 1, outcome: {} };
    case 'round':
      return { type: 'roundEnded', task, progress: { rounds: (progress?.rounds ?? 0) + 1, rows: 10 } };
    case 'yield':
      return { type: 'taskYielded', task };
    case 'lose':
      return { type: 'workerLost', task, counts: true };
    case 'run':
      return { type: 'runTask', task };
    case 'skip':
      return { type: 'skipTask', task, result: { x: happening.value }, reason: 'known' };
    case 'signal': {
      const signal = { id: signalIdSchema.parse('g1'), name: 'go', vars: signalVars(happening.value) };
      return { type: 'signal', task, signal };
    }
    case 'answer':
      return { type: 'answer', task, choice: happening.choice, by: happening.by, asked };
    case 'childBegins':
      return { type: 'childBegun', task, item: happening.item, child: childOf(happening.item), version: 1 };
    case 'childCannot':
      return { type: 'childRefused', task, item: happening.item, failure: { cause: 'data', message: 'it cannot' } };
    case 'childEnds':
      return childEnded(task, happening);
    default:
      return { type: 'taskFailed', task, attempt, failure: { cause: causes[happening.does], message: 'it broke' } };
  }
}

function childEnded(task: Named['id'], { item, how }: Extract<OfTask, { does: 'childEnds' }>): Input {
  const of = { type: 'childEnded', task, item, child: childOf(item) } as const;
  return typeof how === 'number' ? { ...of, status: 'finished', result: how } : { ...of, status: how };
}
