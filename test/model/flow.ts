import type { RandomActivity, RandomGraph } from '../properties/randomGraph.ts';
import { drawingOf, type Drawing } from './drawing.ts';
import { branchesOf, firingOf, leadsOnlyTo, type Surroundings } from './joinModel.ts';
import {
  countOf,
  millisecondsOf,
  together,
  type Ancestors,
  type Cause,
  type ModelEvent,
  type ModelStatus,
  type ModelTask,
} from './modelState.ts';

const tasksInALoop = 1_000;
const decides: ReadonlySet<string> = new Set(['pass', 'join', 'end', 'cancel']);

/** An instance as semantics.md tells of it: sets of tasks, events and pause causes, and no history. */
export class Flow {
  readonly drawing: Drawing;
  status: ModelStatus = 'running';
  causes: readonly string[] = [];
  tasks: ModelTask[] = [];
  events: ModelEvent[] = [];
  /** Breakpoints of this instance. */
  readonly holds = new Set<string>();
  nowMs = 0;
  ignored = 0;
  /** Tasks of loops that were looked at since somebody asked for something. */
  looped = 0;
  readonly #toLookAt: ModelTask[] = [];
  readonly #closed = new Map<string, number>();

  /** @param from where it begins; absent: at all its entries. */
  constructor(graph: RandomGraph, from?: string) {
    this.drawing = drawingOf(graph);
    for (const activity of from === undefined ? this.drawing.entries : [from]) this.#create(activity, {});
    this.settle();
  }

  activity(id: string): RandomActivity {
    return this.drawing.activities.get(id) ?? { type: 'nothing' };
  }

  execution(id: string): 'normal' | 'hold' | 'disabled' {
    return this.holds.has(id) ? 'hold' : (this.activity(id).execution ?? 'normal');
  }

  isUnderWay = ({ status }: ModelTask): boolean =>
    status === 'running' || status === 'waiting' || status === 'retrying';

  /** Of a mutex group what is under way goes on, else the oldest that is pending. */
  hasTurn(task: ModelTask): boolean {
    const group = this.activity(task.activity).mutexGroup;
    if (group === undefined) return true;
    const members = this.tasks.filter(({ activity }) => this.activity(activity).mutexGroup === group);
    return (members.find(this.isUnderWay) ?? members.find(({ status }) => status === 'pending')) === task;
  }

  /** It may be executed again, from now on. */
  makeReady(task: ModelTask): void {
    task.status = 'pending';
    task.looked = false;
    delete task.dueAtMs;
    task.listens = false;
    this.lookAt(task);
  }

  lookAt(task: ModelTask): void {
    if (!this.#toLookAt.includes(task)) this.#toLookAt.push(task);
  }

  /** Lets go on what can, until everything waits for a worker, a time, a signal or a person. */
  settle(): void {
    do {
      for (let task = this.#toLookAt.shift(); task; task = this.#toLookAt.shift())
        if (this.status === 'running' && this.tasks.includes(task)) this.#look(task);
    } while (this.status === 'running' && (this.#passTurns() || this.#fireJoins()));
    for (const task of this.tasks) if (!this.hasTurn(task)) task.looked = false;
    const inFlight = this.tasks.some(({ status }) => status === 'running');
    if (this.status === 'stopping' && !inFlight) this.close('stopped');
    else if (this.isLive() && this.status !== 'stopping' && this.tasks.length + this.events.length === 0)
      this.close('finished');
    else if (this.status === 'pausing' && !inFlight) this.status = 'paused';
  }

  isLive = (): boolean => ['running', 'pausing', 'paused', 'stopping'].includes(this.status);

  close(status: ModelStatus): void {
    this.status = status;
    this.tasks = [];
    this.events = [];
  }

  remove(task: ModelTask): void {
    this.tasks = this.tasks.filter((other) => other !== task);
  }

  /** The task ends, and an event passes each arrow of the outlet. */
  end(task: ModelTask, outlet = 'default'): void {
    this.remove(task);
    this.emit(task, outlet);
  }

  emit({ activity, ancestors }: ModelTask, outlet: string): void {
    const line: Ancestors = { ...ancestors, [activity]: countOf(ancestors, activity) + 1 };
    for (const { to } of this.drawing.outOf(activity, outlet)) {
      if (this.execution(to) === 'disabled') continue;
      if (this.activity(to).type === 'join') this.events.push({ from: activity, outlet, to, ancestors: line });
      else this.#create(to, line);
    }
  }

  pauseFor(cause: string): void {
    if (!this.causes.includes(cause)) this.causes = [...this.causes, cause];
    if (this.status !== 'running') return;
    this.status = 'pausing';
    for (const task of this.tasks) task.looked = false;
  }

  /** Retry, then the outlet `error`, then the policy. */
  fail(task: ModelTask, cause: Cause): void {
    const { retry } = this.activity(task.activity);
    const isCaught = cause === 'data' || cause === 'timeout';
    if (isCaught && retry && task.attempt < retry.attempts && task.status === 'running')
      this.#retryLater(task, millisecondsOf(retry.delay), cause);
    else if (isCaught && this.drawing.outOf(task.activity, 'error').length > 0) this.end(task, 'error');
    else this.#applyPolicy(task, cause);
  }

  /** A listening task's time is over. */
  timeIsOver(task: ModelTask): void {
    const { type, patient } = this.activity(task.activity);
    if (type === 'either' && patient) delete task.dueAtMs;
    else this.end(task, type === 'either' ? 'late' : 'default');
  }

  /** A listening task gets a signal. */
  take(task: ModelTask): void {
    if (this.activity(task.activity).complete === false) this.emit(task, 'default');
    else this.end(task);
  }

  #retryLater(task: ModelTask, delayMs: number, cause: Cause): void {
    task.status = 'retrying';
    task.dueAtMs = this.nowMs + delayMs;
    const { timeout } = this.activity(task.activity);
    if (cause === 'timeout' && timeout) task.leftMs = millisecondsOf(timeout) + delayMs;
  }

  #applyPolicy(task: ModelTask, cause: Cause): void {
    const { onError, consecutiveErrors } = this.drawing.definition;
    const asked = cause === 'lost' ? 'pause' : (this.activity(task.activity).onError ?? onError);
    const isTooMuch = consecutiveErrors > 0 && this.ignored + 1 >= consecutiveErrors;
    const policy = asked === 'ignore' && isTooMuch ? 'pause' : asked;
    if (policy === 'abort') this.close('failed');
    else if (policy === 'ignore') {
      this.ignored += 1;
      this.remove(task);
    } else {
      task.status = 'failed';
      delete task.dueAtMs;
      task.listens = false;
      this.pauseFor('error');
    }
  }

  #create(activity: string, ancestors: Ancestors, gathered?: number): ModelTask {
    const status = this.execution(activity) === 'hold' ? 'held' : 'pending';
    const none = { attempt: 0, deaths: 0, rounds: 0, kept: 0, looked: false, listens: false } as const;
    const task: ModelTask = { activity, status, ancestors, ...none, ...(gathered !== undefined && { gathered }) };
    this.tasks.push(task);
    this.lookAt(task);
    return task;
  }

  #look(task: ModelTask): void {
    if (task.status === 'waiting') return this.#takeKept(task);
    if (task.status !== 'pending' || task.looked) return;
    if (this.execution(task.activity) === 'disabled') return this.remove(task);
    if (!this.hasTurn(task)) return;
    task.looked = true;
    const wanted = branchesOf(this.drawing, task.activity);
    if (this.#runsAway(task)) this.fail(task, 'runaway-loop');
    else if (task.gathered !== undefined && wanted !== undefined && task.gathered < wanted) this.fail(task, 'config');
    else {
      this.#takeKept(task);
      if (this.tasks.includes(task) && this.status === 'running') this.#begin(task);
    }
  }

  #runsAway({ activity, ancestors }: ModelTask): boolean {
    if (!this.drawing.isOnCycle(activity)) return false;
    this.looped += 1;
    return countOf(ancestors, activity) >= this.drawing.definition.maxRounds || this.looped > tasksInALoop;
  }

  #takeKept(task: ModelTask): void {
    while (task.kept > 0 && this.tasks.includes(task) && this.status === 'running') {
      task.kept -= 1;
      this.take(task);
    }
  }

  #begin(task: ModelTask): void {
    const activity = this.activity(task.activity);
    if (decides.has(activity.type)) return this.#decide(task, activity);
    const lengthMs = activity.for ?? activity.within;
    if (activity.type !== 'signal' && lengthMs === undefined) return;
    task.beganMs ??= this.nowMs;
    const dueAtMs = lengthMs === undefined ? undefined : task.beganMs + millisecondsOf(lengthMs);
    if (activity.type === 'wait' && dueAtMs !== undefined && dueAtMs <= this.nowMs) return this.end(task);
    task.status = 'waiting';
    task.listens = activity.type !== 'wait';
    if (dueAtMs !== undefined) task.dueAtMs = dueAtMs;
    this.startTimeout(task);
  }

  /** A timeout counts from the first execution. */
  startTimeout(task: ModelTask): void {
    const { timeout } = this.activity(task.activity);
    if (timeout !== undefined) task.leftMs ??= millisecondsOf(timeout);
  }

  #decide(task: ModelTask, { sets, activities = [], stopOthers }: RandomActivity): void {
    if (sets) return this.fail(task, 'data');
    this.remove(task);
    for (const other of this.tasks) if (activities.includes(other.activity)) this.remove(other);
    if (stopOthers) this.close(this.status);
    this.emit(task, this.activity(task.activity).type === 'end' ? 'nothing' : 'default');
  }

  #passTurns(): boolean {
    const next = this.tasks.filter((task) => task.status === 'pending' && !task.looked && this.hasTurn(task));
    for (const task of next) this.lookAt(task);
    return next.length > 0;
  }

  get #around(): Surroundings {
    const disabled = new Set([...this.drawing.activities.keys()].filter((id) => this.execution(id) === 'disabled'));
    return { drawing: this.drawing, tasks: this.tasks, events: this.events, disabled };
  }

  #fireJoins(): boolean {
    this.events = this.events.filter(
      ({ to, ancestors }) =>
        branchesOf(this.drawing, to) === undefined || countOf(ancestors, to) >= (this.#closed.get(to) ?? 0),
    );
    const joins = [...new Set(this.events.map(({ to }) => to))];
    const fired = joins.filter((join) => this.#fireJoin(join));
    if (fired.length > 0) return true;
    return joins.some((join) => this.drawing.isOnCycle(join) && this.#fireJoin(join, false));
  }

  #fireJoin(join: string, withEvents = true): boolean {
    const firing = firingOf(this.#around, join, withEvents);
    if (!firing) return false;
    this.events = this.events.filter((event) => !firing.taken.includes(event));
    const ancestors = together(firing.taken.map((event) => event.ancestors));
    if (branchesOf(this.drawing, join) === undefined) this.#create(join, ancestors);
    else {
      this.#create(join, ancestors, firing.taken.length);
      this.#closed.set(join, Math.max(this.#closed.get(join) ?? 0, firing.round + 1));
      if (this.activity(join).rest === 'cancel') this.#cancelRest(join, firing.round);
    }
    return true;
  }

  #cancelRest(join: string, round: number): void {
    const around = this.#around;
    const goes = (place: string, ancestors: Ancestors): boolean =>
      place !== join && countOf(ancestors, join) === round && leadsOnlyTo(around, place, join);
    this.tasks = this.tasks.filter(({ activity, ancestors }) => !goes(activity, ancestors));
    this.events = this.events.filter(({ to, ancestors }) => !goes(to, ancestors));
  }
}
