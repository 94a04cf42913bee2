import { invariant } from '../../engine/invariant.ts';
import { activityIdSchema, taskIdSchema } from '../../engine/model/ids.ts';
import type { Task, TaskStatus } from '../../engine/model/task.ts';
import type { RandomGraph } from '../properties/randomGraph.ts';
import { graphOf } from '../support/graphOf.ts';
import { Shell } from '../support/shell.ts';
import { inputAbout, inputOf } from './engineInput.ts';
import type { Happening } from './happening.ts';
import { InstanceModel } from './instanceModel.ts';
import type { ModelTask } from './modelState.ts';
import { tellModelTask, tellTask, tellVars } from './telling.ts';

/** How an instance stands, as far as the model knows. */
export interface Standing {
  readonly status: string;
  readonly causes: readonly string[];
  readonly tasks: readonly string[];
  /** How tasks ended since something last happened. */
  readonly ended: readonly string[];
  readonly events: readonly string[];
  readonly queue: readonly string[];
}

const betweenMs = 7;
const works: ReadonlySet<string> = new Set(['work', 'rounds']);
const isOver = (status: string): boolean => status === 'stopped' || status === 'finished' || status === 'failed';

/** The engine and the model beside each other: the same happens to both. */
export class SideBySide {
  readonly shell: Shell;
  readonly model: InstanceModel;
  /** The items whose children tasks have asked for and not seen begin. */
  readonly #asked = new Map<string, Set<number>>();
  #turnsRead = 0;
  /** The first of its entries that came of what happened last. */
  #since = 0;

  constructor(graph: RandomGraph, from?: string) {
    this.shell = new Shell(graphOf(graph.drawing, { activities: graph.activities, definition: graph.definition }));
    this.shell.begin(from === undefined ? {} : { entries: [activityIdSchema.parse(from)] });
    this.model = new InstanceModel(graph, from);
    this.#readTurns();
  }

  /** Whether the engine and the model accepted it. No two things happen at the same instant. */
  let(happening: Happening): readonly [engine: boolean, model: boolean] {
    this.shell.passTime(betweenMs);
    this.model.let({ does: 'pass', durationMs: betweenMs });
    this.#since = this.shell.entries.length;
    const engine = this.#toEngine(happening);
    this.#readTurns();
    return [engine, this.model.let(happening)];
  }

  engineStands(): Standing {
    const { status, pauseCauses, events } = this.shell.instance;
    const { drawing } = this.model.flow;
    return {
      status,
      causes: isOver(status) ? [] : pauseCauses.map(({ kind }) => kind).sort(),
      tasks: this.shell
        .live()
        .map((task) => tellTask(task, [...(this.#asked.get(task.id) ?? [])], drawing))
        .sort(),
      ended: this.shell.entries
        .slice(this.#since)
        .flatMap((entry) => (entry.type === 'taskEnded' ? [`${entry.activity} ${entry.status}`] : []))
        .sort(),
      events: Object.values(events)
        .map(({ from, outlet, to, vars }) => `${from}:${outlet} > ${to} ${tellVars(vars)}`)
        .sort(),
      queue: this.shell.queue.map((id) => this.shell.instance.tasks[id]?.activity ?? id).sort(),
    };
  }

  modelStands(): Standing {
    const { flow } = this.model;
    const isRunning = flow.status === 'running';
    const isQueued = (task: ModelTask): boolean =>
      task.status === 'running' || (isRunning && task.status === 'pending' && flow.hasTurn(task));
    return {
      status: flow.status,
      causes: flow.isLive() ? [...flow.causes].sort() : [],
      tasks: flow.tasks
        .map((task) => tellModelTask(task, flow.activity(task.activity), isRunning, flow.drawing))
        .sort(),
      ended: [...flow.ended].sort(),
      events: flow.events.map(({ from, outlet, to, vars }) => `${from}:${outlet} > ${to} ${tellVars(vars)}`).sort(),
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
    const input = 'task' in happening ? inputAbout(happening, this.#taskOf(happening.task)) : inputOf(happening);
    return this.shell.send(input).status === 'advanced';
  }

  /** What was asked for is forgotten when the task or its instance does not go on: then it is asked for anew. */
  #readTurns(): void {
    for (const { advance, input } of this.shell.turns.slice(this.#turnsRead)) {
      if (advance.status === 'rejected') continue;
      if (input.type === 'childBegun') this.#asked.get(input.task)?.delete(input.item);
      const { tasks, status } = advance.instance;
      const waiting: (TaskStatus | undefined)[] = status === 'running' ? ['waiting'] : [];
      for (const command of advance.commands)
        if (command.type === 'beginChildren')
          this.#asked.set(command.task, new Set([...(this.#asked.get(command.task) ?? []), ...command.items]));
      for (const id of this.#asked.keys())
        if (!waiting.includes(tasks[taskIdSchema.parse(id)]?.status)) this.#asked.delete(id);
    }
    this.#turnsRead = this.shell.turns.length;
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
