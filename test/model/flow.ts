import type { Variables } from '../../engine/model/json.ts';
import type { RandomActivity, RandomGraph } from '../properties/randomGraph.ts';
import { addItems, isEnough, ownVariables, planned, resultsOf } from './childrenModel.ts';
import { drawingOf, type Drawing } from './drawing.ts';
import { branchesOf, firingOf, leadsOnlyTo, type Surroundings } from './joinModel.ts';
import {
  countOf,
  millisecondsOf,
  together,
  type Ancestors,
  type Arrival,
  type Cause,
  type EndStatus,
  type ModelEvent,
  type ModelStatus,
  type ModelTask,
} from './modelState.ts';
import { waysOf } from './testModel.ts';
import { expirationsOf, isOpen, nextOpening, retryDelayMs } from './waitingModel.ts';

const tasksInALoop = 1_000;
const decides: ReadonlySet<string> = new Set(['pass', 'join', 'end', 'cancel', 'fork', 'test']);
/** What a task's events carry besides what it got, by the outlet. */
type Ways = readonly string[];

/**
 * An instance as semantics.md tells of it: sets of tasks, events and pause causes, and no history. Left out: what the
 * shell does (who gets a signal, correlation, children themselves, restarts), work tables and the kinds that gather them,
 * versions, warnings of `maxDuration`, who is told, zones and days of windows, expressions but a few.
 */
export class Flow {
  readonly drawing: Drawing;
  status: ModelStatus = 'running';
  causes: readonly string[] = [];
  tasks: ModelTask[] = [];
  events: ModelEvent[] = [];
  /** How tasks ended since somebody asked for something. */
  ended: string[] = [];
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
    for (const activity of from === undefined ? this.drawing.entries : [from]) this.#create(activity, {}, {});
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
    this.#stopsWaiting(task);
    this.lookAt(task);
  }

  #stopsWaiting(task: ModelTask): void {
    delete task.dueAtMs;
    task.expirations = [];
    task.listens = false;
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
    const hasChildren = this.tasks.some(({ children }) => children !== undefined && children.live.size > 0);
    if (this.status === 'stopping' && !inFlight && !hasChildren) this.close('stopped');
    else if (this.isLive() && this.status !== 'stopping' && this.tasks.length + this.events.length === 0)
      this.close('finished');
    else if (this.status === 'pausing' && !inFlight) this.status = 'paused';
  }

  isLive = (): boolean => ['running', 'pausing', 'paused', 'stopping'].includes(this.status);

  close(status: ModelStatus): void {
    this.status = status;
    for (const task of this.tasks) this.remove(task, 'cancelled');
    this.events = [];
  }

  remove(task: ModelTask, how: EndStatus): void {
    this.tasks = this.tasks.filter((other) => other !== task);
    this.ended.push(`${task.activity} ${how}`);
  }

  /** The task ends, and an event passes each arrow of the outlets. */
  end(task: ModelTask, ways: Ways = ['default'], vars: Variables = {}, how: EndStatus = 'done'): void {
    this.remove(task, how);
    this.emit(task, ways, vars);
  }

  emit({ activity, ancestors, vars: got }: ModelTask, ways: Ways, given: Variables): void {
    const line: Ancestors = { ...ancestors, [activity]: countOf(ancestors, activity) + 1 };
    const own = ownVariables(this.activity(activity));
    const inherited = Object.fromEntries(Object.entries(got).filter(([name]) => !own.includes(name)));
    const vars = { ...inherited, ...given };
    for (const outlet of ways)
      for (const { to } of this.drawing.outOf(activity, outlet)) {
        if (this.execution(to) === 'disabled') continue;
        if (this.activity(to).type === 'join') this.events.push({ from: activity, outlet, to, ancestors: line, vars });
        else this.#create(to, line, vars);
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
      this.#retryLater(task, retryDelayMs(retry, task.attempt), cause);
    else if (isCaught && this.drawing.outOf(task.activity, 'error').length > 0)
      this.end(task, ['error'], { error: { cause, activity: task.activity } }, 'failed');
    else this.#applyPolicy(task, cause);
  }

  /** Somebody ends a wait as if its time had come. */
  endWait(task: ModelTask): void {
    const { type, patient } = this.activity(task.activity);
    if (type === 'either' && patient) delete task.dueAtMs;
    else this.end(task, [type === 'either' ? 'late' : 'default']);
  }

  /** The time of a waiting task has come. */
  timeHasCome(task: ModelTask): void {
    const activity = this.activity(task.activity);
    if (activity.type === 'timeConstraint') this.#look4Window(task, activity);
    else if (activity.expirations === undefined) this.endWait(task);
    else this.#expire(task);
  }

  #expire(task: ModelTask): void {
    const due = task.expirations.filter(({ atMs }) => atMs <= this.nowMs);
    const last = due.findIndex(({ ends }) => ends);
    const outlets = (last < 0 ? due : due.slice(0, last + 1)).map(({ outlet }) => outlet);
    if (last >= 0) return this.end(task, outlets);
    task.expirations = task.expirations.slice(due.length);
    delete task.dueAtMs;
    const [next] = task.expirations;
    if (next) task.dueAtMs = next.atMs;
    this.emit(task, outlets, {});
  }

  /** Passes while a window is open; else waits for the next one, or ends there. */
  #look4Window(task: ModelTask, activity: RandomActivity): void {
    if (isOpen(activity, this.nowMs)) return this.end(task);
    if (activity.outside === 'drop') return this.end(task, []);
    task.status = 'waiting';
    task.dueAtMs = nextOpening(activity, this.nowMs);
    this.startTimeout(task);
  }

  /** A listening task gets what came to it. */
  take(task: ModelTask, { vars, by, ends }: Arrival): void {
    const { type } = this.activity(task.activity);
    if (type === 'subWorkflow') return this.#takeItems(task, vars);
    const ways = by === undefined ? ['default'] : ['late'];
    if (ends) this.end(task, ways, vars);
    else this.emit(task, ways, vars);
  }

  #takeItems(task: ModelTask, vars: Variables): void {
    if (!task.children) return;
    addItems(task.children, vars);
    if (!task.children.open) task.listens = false;
    this.reconsider(task);
  }

  /** A task that waits for children fails, or goes on with what they gave. */
  reconsider(task: ModelTask): void {
    const activity = this.activity(task.activity);
    if (!task.children || task.status !== 'waiting' || this.status !== 'running') return;
    if (task.children.hasFailed) this.fail(task, 'data');
    else if (isEnough(activity, task.children)) this.end(task, ['default'], resultsOf(activity, task.children));
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
    if (policy === 'abort') {
      this.remove(task, 'failed');
      this.close('failed');
    } else if (policy === 'ignore') {
      this.ignored += 1;
      this.remove(task, 'failed');
    } else {
      task.status = 'failed';
      this.#stopsWaiting(task);
      this.pauseFor('error');
    }
  }

  #create(activity: string, ancestors: Ancestors, vars: Variables, gathered?: number): void {
    const status = this.execution(activity) === 'hold' ? 'held' : 'pending';
    const none = { attempt: 0, deaths: 0, rounds: 0, looked: false, listens: false } as const;
    const empty = { kept: [], answeredBy: [], expirations: [] };
    const got = { ancestors, vars, ...(gathered !== undefined && { gathered }) };
    const task: ModelTask = { activity, status, ...none, ...empty, ...got };
    this.tasks.push(task);
    this.lookAt(task);
  }

  #look(task: ModelTask): void {
    if (task.status === 'waiting') {
      this.#takeKept(task);
      if (this.tasks.includes(task)) this.reconsider(task);
    }
    if (task.status !== 'pending' || task.looked) return;
    if (this.execution(task.activity) === 'disabled') return this.remove(task, 'skipped');
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
    while (this.tasks.includes(task) && this.status === 'running' && task.status !== 'failed') {
      const arrival = task.kept.shift();
      if (!arrival) return;
      this.take(task, arrival);
    }
  }

  #begin(task: ModelTask): void {
    const activity = this.activity(task.activity);
    if (decides.has(activity.type)) return this.#decide(task, activity);
    if (activity.type === 'work' || activity.type === 'rounds') return;
    if (activity.type === 'timeConstraint') return this.#look4Window(task, activity);
    task.beganMs ??= this.nowMs;
    this.#waitFor(task, activity, task.beganMs);
  }

  #waitFor(task: ModelTask, activity: RandomActivity, beganMs: number): void {
    const lengthMs = activity.for ?? activity.within;
    task.expirations = expirationsOf(activity, beganMs);
    const dueAtMs = lengthMs === undefined ? task.expirations[0]?.atMs : beganMs + millisecondsOf(lengthMs);
    if (activity.type === 'wait' && dueAtMs !== undefined && dueAtMs <= this.nowMs) return this.end(task);
    task.status = 'waiting';
    task.listens = activity.type !== 'wait';
    if (dueAtMs !== undefined) task.dueAtMs = dueAtMs;
    this.startTimeout(task);
    if (activity.type === 'subWorkflow') this.#waitForChildren(task, activity);
  }

  /** Executed again, it begins others for those that failed alone. */
  #waitForChildren(task: ModelTask, activity: RandomActivity): void {
    task.children ??= planned(activity);
    task.children.hasFailed = false;
    task.listens = task.children.open;
    this.reconsider(task);
  }

  /** A timeout counts from the first execution. */
  startTimeout(task: ModelTask): void {
    const { timeout } = this.activity(task.activity);
    if (timeout !== undefined) task.leftMs ??= millisecondsOf(timeout);
  }

  #decide(task: ModelTask, activity: RandomActivity): void {
    const ways = this.#waysOf(task, activity);
    if (!ways) return this.fail(task, 'data');
    this.remove(task, 'done');
    for (const other of this.tasks) if (activity.activities?.includes(other.activity)) this.remove(other, 'cancelled');
    if (activity.stopOthers) this.close(this.status);
    this.emit(task, ways, activity.sets ? { y: 7 } : {});
  }

  /** Undefined: an expression of it fails. */
  #waysOf(task: ModelTask, activity: RandomActivity): Ways | undefined {
    if (activity.type === 'test') return waysOf(activity, task, this.tasks);
    if (activity.type === 'fork') return activity.outlets;
    if (activity.type === 'end') return [];
    return activity.sets && 'x' in activity.sets ? undefined : ['default'];
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
    const vars: Variables = Object.assign({}, ...firing.taken.map((event) => event.vars));
    if (branchesOf(this.drawing, join) === undefined) this.#create(join, ancestors, vars);
    else {
      this.#create(join, ancestors, vars, firing.taken.length);
      this.#closed.set(join, Math.max(this.#closed.get(join) ?? 0, firing.round + 1));
      if (this.activity(join).rest === 'cancel') this.#cancelRest(join, firing.round);
    }
    return true;
  }

  #cancelRest(join: string, round: number): void {
    const around = this.#around;
    const goes = (place: string, ancestors: Ancestors): boolean =>
      place !== join && countOf(ancestors, join) === round && leadsOnlyTo(around, place, join);
    for (const task of this.tasks) if (goes(task.activity, task.ancestors)) this.remove(task, 'cancelled');
    this.events = this.events.filter(({ to, ancestors }) => !goes(to, ancestors));
  }
}
