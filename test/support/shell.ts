import type { Outcome } from '../../engine/activity/executor.ts';
import { advance, type Advance } from '../../engine/core/advance.ts';
import type { Command } from '../../engine/core/command.ts';
import type { Begin, Input, TimerName } from '../../engine/core/input.ts';
import type { World } from '../../engine/core/world.ts';
import type { CompiledGraph } from '../../engine/graph/compiledGraph.ts';
import { invariant, InvariantBroken } from '../../engine/invariant.ts';
import type { Entry } from '../../engine/model/entry.ts';
import type { Failure } from '../../engine/model/failure.ts';
import { instanceIdSchema, type ActivityId, type TaskId } from '../../engine/model/ids.ts';
import type { Instance } from '../../engine/model/instance.ts';
import type { Task } from '../../engine/model/task.ts';

/** When a test's world begins: 31 January 2026, 04:00 UTC. */
export const dawnMs = Date.UTC(2026, 0, 31, 4);

/** One input with what it met and what became of it. */
export interface Turn {
  readonly input: Input;
  readonly before: Instance | undefined;
  readonly advance: Advance;
}

export interface Timer {
  readonly task: TaskId;
  readonly name: TimerName;
  readonly dueAtMs: number;
}

/** Where nothing leads to: a drawing may begin with a fork, which a published definition may not. */
const entriesOf = ({ activities, inbound }: CompiledGraph): ActivityId[] =>
  [...activities.keys()].filter((id) => inbound(id).length === 0);

/** The shell of one instance in memory: keeps its queue, timers and subscriptions as commands say; time is virtual. */
export class Shell {
  nowMs = dawnMs;
  graph: CompiledGraph;
  newerGraph: CompiledGraph | undefined;
  workflowVars: World['workflowVars'] = {};
  consecutiveFailures = 0;
  readonly queue: TaskId[] = [];
  readonly timers: Timer[] = [];
  readonly subscriptions = new Map<TaskId, string>();
  readonly told: string[] = [];
  readonly turns: Turn[] = [];
  readonly entries: Entry[] = [];
  #instance: Instance | undefined;

  constructor(graph: CompiledGraph) {
    this.graph = graph;
  }

  get instance(): Instance {
    invariant(this.#instance, 'the instance has begun');
    return this.#instance;
  }

  get world(): World {
    return {
      nowMs: this.nowMs,
      graph: this.graph,
      ...(this.newerGraph && { newerGraph: this.newerGraph }),
      option: () => undefined,
      workflowVars: this.workflowVars,
      consecutiveFailures: this.consecutiveFailures,
    };
  }

  begin(rest: Partial<Begin> = {}): this {
    this.send({
      type: 'begin',
      instance: instanceIdSchema.parse('i1'),
      workflow: this.graph.definition.name,
      version: 1,
      severity: this.graph.definition.severity,
      entries: entriesOf(this.graph),
      firing: { reason: 'request', dueAtMs: this.nowMs, startedAtMs: this.nowMs },
      inputs: {},
      pauseCauses: [],
      ...rest,
    });
    return this;
  }

  /** Lets an input happen and performs what the core asks for. */
  send(input: Input): Advance {
    const before = this.#instance;
    const advanced = advance(this.world, before, input);
    this.turns.push({ input, before, advance: advanced });
    if (advanced.status === 'rejected') return advanced;
    this.#instance = advanced.instance;
    this.entries.push(...advanced.entries);
    for (const command of advanced.commands) this.#perform(command);
    if (this.newerGraph && advanced.instance.version !== before?.version && before) this.graph = this.newerGraph;
    return advanced;
  }

  live(): Task[] {
    return Object.values(this.instance.tasks);
  }

  /** The live task of an activity; `b#2` is its second. */
  task(name: string): Task {
    const [activity, place = '1'] = name.split('#');
    const task = this.live().filter((one) => one.activity === activity)[Number(place) - 1];
    invariant(
      task,
      `no task of "${name}" lives; there are: ${this.live()
        .map((one) => one.activity)
        .join(', ')}`,
    );
    return task;
  }

  /** Timers of a running instance fire; those of one that does not run wait (engineStore.ts, dueTimers). */
  passTime(durationMs: number): void {
    const untilMs = this.nowMs + durationMs;
    for (let timer = this.#dueBy(untilMs); timer; timer = this.#dueBy(untilMs)) {
      this.nowMs = Math.max(this.nowMs, timer.dueAtMs);
      this.send({ type: 'timer', task: timer.task, name: timer.name });
      if (this.timers.includes(timer)) break;
    }
    this.nowMs = untilMs;
  }

  #dueBy(untilMs: number): Timer | undefined {
    const { status } = this.instance;
    if (status !== 'running' && status !== 'pausing') return undefined;
    const moving = this.timers.filter(
      ({ name }) => status === 'running' || name === 'maxDuration' || name === 'timeout',
    );
    const due = moving.filter(({ dueAtMs }) => dueAtMs <= untilMs);
    return due.sort((one, other) => one.dueAtMs - other.dueAtMs)[0];
  }

  #perform(command: Command): void {
    switch (command.type) {
      case 'queue':
        invariant(!this.queue.includes(command.task), `${command.task} is queued already`);
        this.queue.push(command.task);
        return;
      case 'unqueue':
        if (this.queue.includes(command.task)) this.queue.splice(this.queue.indexOf(command.task), 1);
        return;
      case 'setTimer':
        this.timers.splice(0, Infinity, ...this.timers.filter((timer) => !isCleared(timer, command)), command);
        return;
      case 'clearTimers':
        this.timers.splice(0, Infinity, ...this.timers.filter((timer) => !isCleared(timer, command)));
        return;
      case 'subscribe':
        this.subscriptions.set(command.task, command.signal);
        return;
      case 'unsubscribe':
        this.subscriptions.delete(command.task);
        return;
      case 'countFailure':
        this.consecutiveFailures += 1;
        return;
      case 'resetFailures':
        this.consecutiveFailures = 0;
        return;
      case 'tellAsked':
      case 'tellSupervisors':
        this.told.push(command.title);
        return;
      // What is done outside an instance: tests of the core look at the commands themselves.
      case 'cancel':
      case 'stopReminding':
      case 'keepItems':
      case 'keepRows':
      case 'beginChildren':
      case 'pauseChildren':
      case 'resumeChildren':
      case 'stopChildren':
      case 'leaveChildren':
        return;
    }
  }
}

const isCleared = (timer: Timer, { task, name }: { readonly task: TaskId; readonly name?: TimerName }): boolean =>
  timer.task === task && (name === undefined || timer.name === name);

/** What a performed task gives: an outcome, a failure, or (with `roundRows`) one round of several. */
export type Performed = Outcome | Failure;

/** Performs whatever is queued, in order, and lets time pass where nothing is, until nothing moves any more. */
export function runToEnd(shell: Shell, outcomes: (task: Task) => Performed = () => ({})): Shell {
  for (let turns = 0; turns < 10_000; turns += 1) {
    const next = shell.queue[0];
    const dueAtMs = Math.min(...shell.timers.map((timer) => timer.dueAtMs));
    if (next !== undefined) perform(shell, next, outcomes);
    else if (shell.instance.status === 'running' && Number.isFinite(dueAtMs))
      shell.passTime(Math.max(0, dueAtMs - shell.nowMs));
    else return shell;
  }
  throw new InvariantBroken('the instance did not come to rest in 10,000 turns');
}

function perform(shell: Shell, id: TaskId, outcomes: (task: Task) => Performed): void {
  if (shell.instance.tasks[id]?.status === 'pending') shell.send({ type: 'startTask', task: id });
  const task = shell.instance.tasks[id];
  invariant(task?.status === 'running', `${id} was queued but did not start`);
  const performed = outcomes(task);
  if ('cause' in performed) shell.send({ type: 'taskFailed', task: id, attempt: task.attempt, failure: performed });
  else if (performed.roundRows)
    shell.send({ type: 'roundEnded', task: id, progress: nextProgress(task, performed.roundRows) });
  else shell.send({ type: 'taskDone', task: id, attempt: task.attempt, outcome: performed });
}

/** A task's progress after one more round. */
export const nextProgress = ({ progress }: Task, rows: number): NonNullable<Task['progress']> => ({
  rounds: (progress?.rounds ?? 0) + 1,
  rows: (progress?.rows ?? 0) + rows,
});
