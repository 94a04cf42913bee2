import type { Input } from '../../engine/core/input.ts';
import { invariant } from '../../engine/invariant.ts';
import { activityIdSchema, signalIdSchema, taskIdSchema } from '../../engine/model/ids.ts';
import type { PauseCauseKind } from '../../engine/model/instance.ts';
import type { Task } from '../../engine/model/task.ts';
import type { RandomGraph } from '../properties/randomGraph.ts';
import { graphOf } from '../support/graphOf.ts';
import { Shell } from '../support/shell.ts';
import { InstanceModel, type Happening } from './instanceModel.ts';
import type { ModelTask } from './modelState.ts';

/** How an instance stands, as far as the model knows. */
export interface Standing {
  readonly status: string;
  readonly causes: readonly string[];
  readonly tasks: readonly string[];
  readonly events: readonly string[];
  readonly queue: readonly string[];
}

const betweenMs = 7;
const failure = { cause: 'data', message: 'it broke' } as const;
const works: ReadonlySet<string> = new Set(['work', 'rounds']);

interface Told {
  readonly activity: string;
  readonly status: string;
  readonly attempt: number;
  readonly deaths: number;
  readonly kept: number;
}
const tell = ({ activity, status, attempt, deaths, kept }: Told): string =>
  `${activity} ${status}, attempt ${String(attempt)}, ${String(deaths)} deaths, ${String(kept)} kept`;

/** The engine and the model beside each other: the same happens to both. */
export class SideBySide {
  readonly shell: Shell;
  readonly model: InstanceModel;

  constructor(graph: RandomGraph, from?: string) {
    this.shell = new Shell(graphOf(graph.drawing, { activities: graph.activities, definition: graph.definition }));
    this.shell.begin(from === undefined ? {} : { entries: [activityIdSchema.parse(from)] });
    this.model = new InstanceModel(graph, from);
  }

  /** Whether the engine and the model accepted it. No two things happen at the same instant. */
  let(happening: Happening): readonly [engine: boolean, model: boolean] {
    this.shell.passTime(betweenMs);
    this.model.let({ does: 'pass', durationMs: betweenMs });
    const engine = this.#toEngine(happening);
    return [engine, this.model.let(happening)];
  }

  engineStands(): Standing {
    const { status, pauseCauses, events } = this.shell.instance;
    const isOver = status === 'stopped' || status === 'finished' || status === 'failed';
    return {
      status,
      causes: isOver ? [] : pauseCauses.map(({ kind }) => kind).sort(),
      tasks: this.shell
        .live()
        .map((task) => tell({ ...task, kept: task.keptSignals?.length ?? 0 }))
        .sort(),
      events: Object.values(events)
        .map(({ from, outlet, to }) => `${from}:${outlet} > ${to}`)
        .sort(),
      queue: this.shell.queue.map((id) => this.shell.instance.tasks[id]?.activity ?? id).sort(),
    };
  }

  modelStands(): Standing {
    const { flow } = this.model;
    const isQueued = (task: ModelTask): boolean =>
      task.status === 'running' || (flow.status === 'running' && task.status === 'pending' && flow.hasTurn(task));
    return {
      status: flow.status,
      causes: flow.isLive() ? [...flow.causes].sort() : [],
      tasks: flow.tasks.map(tell).sort(),
      events: flow.events.map(({ from, outlet, to }) => `${from}:${outlet} > ${to}`).sort(),
      queue: flow.tasks
        .filter((task) => works.has(flow.activity(task.activity).type) && isQueued(task))
        .map(({ activity }) => activity)
        .sort(),
    };
  }

  #toEngine(happening: Happening): boolean {
    if (happening.does === 'pass') {
      this.shell.passTime(happening.durationMs);
      return true;
    }
    return this.shell.send(this.#inputOf(happening)).status === 'advanced';
  }

  #inputOf(happening: Exclude<Happening, { readonly does: 'pass' }>): Input {
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
      case 'kill':
        return { type: 'kill' };
      default:
        return inputAbout(happening.does, this.#taskOf(happening.task));
    }
  }

  /** The same place among the tasks of the same activity: the one order that both promise. */
  #taskOf(place: number): Pick<Task, 'id' | 'attempt' | 'progress'> {
    const { tasks } = this.model.flow;
    const task = tasks[place];
    if (!task) return { id: taskIdSchema.parse('i1.t999'), attempt: 1 };
    const nth = tasks.filter(({ activity }) => activity === task.activity).indexOf(task);
    const found = this.shell.live().filter(({ activity }) => activity === task.activity)[nth];
    invariant(found, `the engine has no task of ${task.activity} at place ${String(nth)}`);
    return found;
  }
}

type OfTask = Extract<Happening, { readonly task: number }>['does'];

function inputAbout(does: OfTask, task: Pick<Task, 'id' | 'attempt' | 'progress'>): Input {
  const { id, attempt } = task;
  switch (does) {
    case 'start':
      return { type: 'startTask', task: id };
    case 'done':
      return { type: 'taskDone', task: id, attempt, outcome: {} };
    case 'late':
      return { type: 'taskDone', task: id, attempt: attempt - 1, outcome: {} };
    case 'fail':
      return { type: 'taskFailed', task: id, attempt, failure };
    case 'round':
      return { type: 'roundEnded', task: id, progress: progressOf(task) };
    case 'yield':
      return { type: 'taskYielded', task: id };
    case 'lose':
      return { type: 'workerLost', task: id, counts: true };
    case 'signal':
      return { type: 'signal', task: id, signal: { id: signalIdSchema.parse('g1'), name: 'go', vars: {} } };
    case 'run':
      return { type: 'runTask', task: id };
    default:
      return { type: 'skipTask', task: id, result: {}, reason: 'known' };
  }
}

const progressOf = ({ progress }: Pick<Task, 'progress'>) => ({
  rounds: (progress?.rounds ?? 0) + 1,
  rows: (progress?.rows ?? 0) + 10,
});
