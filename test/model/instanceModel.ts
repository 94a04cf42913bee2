import type { RandomGraph } from '../properties/randomGraph.ts';
import { childEnds, wantedOf } from './childrenModel.ts';
import { Flow } from './flow.ts';
import { asked, signalVars, type ChildEnd, type Happening, type OfTask } from './happening.ts';
import { millisecondsOf, type Arrival, type ModelTask } from './modelState.ts';
import { hasTime } from './waitingModel.ts';

/** A model of one instance: what it answers to whatever may happen, and how it stands then. */
export class InstanceModel {
  readonly flow: Flow;

  constructor(graph: RandomGraph, from?: string) {
    this.flow = new Flow(graph, from);
  }

  /** Answers whether it was accepted. */
  let(happening: Happening): boolean {
    this.flow.looped = 0;
    this.flow.ended = [];
    const accepted = this.#happens(happening);
    if (accepted) this.flow.settle();
    return accepted;
  }

  #happens(happening: Happening): boolean {
    switch (happening.does) {
      case 'pass':
        return this.#pass(happening.durationMs);
      case 'pause':
        return this.#pause(happening.cause);
      case 'resume':
        return this.#resume(happening.causes);
      case 'lift':
        return this.#lift(happening.cause);
      case 'hold':
        return this.#hold(happening.activity);
      case 'release':
        return this.#release(happening.activity);
      case 'runPending':
        return this.#runPending();
      case 'stop':
        return this.#stop();
      case 'kill':
        return this.#kill();
      default: {
        const task = this.flow.tasks[happening.task];
        return task !== undefined && this.#toTask(happening, task);
      }
    }
  }

  #toTask(happening: OfTask, task: ModelTask): boolean {
    switch (happening.does) {
      case 'start':
        return this.#start(task);
      case 'signal':
        return this.#signal(task, happening.value);
      case 'answer':
        return this.#answer(task, happening);
      case 'run':
        return this.#run(task);
      case 'skip':
        return this.#skip(task, happening.value);
      case 'late':
        return false;
      case 'childBegins':
      case 'childCannot':
        return this.#childMayBegin(task, happening.item) && this.#beginChild(task, happening);
      case 'childEnds':
        return this.#childEnds(task, happening.item, happening.how);
      default:
        return task.status === 'running' && this.#report(happening, task);
    }
  }

  #start(task: ModelTask): boolean {
    if (this.flow.status !== 'running' || task.status !== 'pending' || !this.flow.hasTurn(task)) return false;
    task.status = 'running';
    task.attempt += 1;
    this.flow.startTimeout(task);
    return true;
  }

  /** What a worker says of a task in flight; while the instance is stopped whatever it says but a round ends the task. */
  #report(happening: OfTask, task: ModelTask): boolean {
    if (happening.does === 'round') this.#round(task);
    else if (this.flow.status === 'stopping') this.flow.remove(task, 'cancelled');
    else if (happening.does === 'done') this.flow.end(task, ['default'], { x: happening.value });
    else if (happening.does === 'yield') this.flow.makeReady(task);
    else if (happening.does === 'lose') this.#lose(task);
    else this.#fails(happening, task);
    return true;
  }

  #fails({ does }: OfTask, task: ModelTask): void {
    if (does === 'giveUp') this.flow.remove(task, 'cancelled');
    else if (does === 'exceed') {
      this.flow.makeReady(task);
      this.flow.pauseFor('quota');
    } else this.flow.fail(task, does === 'misconfigure' ? 'config' : 'data');
  }

  #lose(task: ModelTask): void {
    task.deaths += 1;
    if (task.deaths >= 3) this.flow.fail(task, 'lost');
    else this.flow.makeReady(task);
  }

  #round(task: ModelTask): void {
    task.rounds += 1;
    task.deaths = 0;
    if (task.rounds >= this.flow.drawing.definition.maxRounds) this.flow.fail(task, 'runaway-loop');
  }

  #signal(task: ModelTask, value: number): boolean {
    const activity = this.flow.activity(task.activity);
    if (!task.listens || activity.type === 'approval') return false;
    const vars = signalVars(value);
    const ends = activity.type === 'subWorkflow' ? vars['close'] === true : activity.complete !== false;
    return this.#arrives(task, { vars, ends });
  }

  #answer(task: ModelTask, { by, choice }: Extract<OfTask, { does: 'answer' }>): boolean {
    const { type, choices = [], multiple } = this.flow.activity(task.activity);
    const isKnown = choices.some(({ outlet }) => outlet === choice);
    if (type !== 'approval' || !task.listens || !isKnown || task.answeredBy.includes(by)) return false;
    const ends = !multiple || asked.every((one) => one === by || task.answeredBy.includes(one));
    if (!this.#arrives(task, { vars: { answer: { by, choice } }, by, ends })) return false;
    task.answeredBy.push(by);
    return true;
  }

  /** What cannot be taken now is kept, but nothing after what ends the wait. */
  #arrives(task: ModelTask, arrival: Arrival): boolean {
    if (this.flow.status === 'running') this.flow.take(task, arrival);
    else if (task.kept.at(-1)?.ends) return false;
    else task.kept.push(arrival);
    return true;
  }

  /** So many at a time, in the order of their items, and none while the instance does not run. */
  #childMayBegin({ status, activity, children }: ModelTask, item: number): boolean {
    if (!children || status !== 'waiting' || this.flow.status !== 'running') return false;
    const isNext = item === children.next || children.again.includes(item);
    return isNext && wantedOf(this.flow.activity(activity), children).includes(item);
  }

  #beginChild(task: ModelTask, { does, item }: Extract<OfTask, { does: 'childBegins' | 'childCannot' }>): boolean {
    const { children } = task;
    if (does === 'childCannot') this.flow.fail(task, 'data');
    else if (children) {
      children.live.add(item);
      if (item === children.next) children.next += 1;
      children.again = children.again.filter((other) => other !== item);
    }
    return true;
  }

  /** It counts in whatever status the instance is; a stopped one waits for the last of them. */
  #childEnds(task: ModelTask, item: number, how: ChildEnd): boolean {
    if (!task.children?.live.has(item)) return false;
    childEnds(task.children, item, typeof how === 'number' ? how : undefined);
    if (this.flow.status !== 'stopping') this.flow.reconsider(task);
    else if (task.children.live.size === 0) this.flow.remove(task, 'cancelled');
    return true;
  }

  /** Somebody wants it to be executed again: deaths and the timeout are counted anew. */
  #again(task: ModelTask): void {
    const { timeout } = this.flow.activity(task.activity);
    task.deaths = 0;
    if (timeout !== undefined && task.leftMs !== undefined) task.leftMs = millisecondsOf(timeout);
    this.flow.makeReady(task);
  }

  #runNow(task: ModelTask): boolean {
    if (task.status === 'failed' || task.status === 'retrying') this.#again(task);
    else if (task.status === 'held') this.flow.makeReady(task);
    else if (hasTime(task) && this.flow.status === 'running') this.flow.endWait(task);
    else return false;
    return true;
  }

  get #isAlive(): boolean {
    return ['running', 'pausing', 'paused'].includes(this.flow.status);
  }

  #run(task: ModelTask): boolean {
    const hadFailed = task.status === 'failed';
    if (!this.#isAlive || !this.#runNow(task)) return false;
    if (hadFailed) this.#goOnWithoutError();
    return true;
  }

  #skip(task: ModelTask, value: number): boolean {
    const hadFailed = task.status === 'failed';
    if (!this.#isAlive || task.status === 'running') return false;
    this.flow.end(task, ['default'], { x: value }, 'skipped');
    if (hadFailed) this.#goOnWithoutError();
    return true;
  }

  #goOnWithoutError(): void {
    const { causes, tasks } = this.flow;
    if (causes.join() === 'error' && !tasks.some(({ status }) => status === 'failed')) this.#goOn();
  }

  /** What failed is executed again, what waited goes on; a breakpoint that was set meanwhile holds what would be. */
  #goOn(): void {
    this.flow.causes = [];
    this.flow.status = 'running';
    for (const task of this.flow.tasks) {
      if (task.status === 'failed') {
        this.#again(task);
        if (this.flow.holds.has(task.activity)) task.status = 'held';
      } else this.flow.lookAt(task);
    }
  }

  #pause(cause: string): boolean {
    if (!this.#isAlive || this.flow.causes.includes(cause)) return false;
    this.flow.pauseFor(cause);
    return true;
  }

  #resume(causes: readonly string[]): boolean {
    const { status } = this.flow;
    if (status !== 'pausing' && status !== 'paused') return false;
    if (this.flow.causes.some((cause) => !causes.includes(cause))) return false;
    this.#goOn();
    return true;
  }

  #lift(cause: string): boolean {
    const { status, causes } = this.flow;
    if ((status !== 'pausing' && status !== 'paused') || !causes.includes(cause)) return false;
    this.flow.causes = causes.filter((other) => other !== cause);
    if (this.flow.causes.length === 0) this.#goOn();
    return true;
  }

  #hold(activity: string): boolean {
    if (!this.#isAlive || !this.flow.drawing.activities.has(activity)) return false;
    this.flow.holds.add(activity);
    for (const task of this.flow.tasks)
      if (task.activity === activity && task.status === 'pending') task.status = 'held';
    return true;
  }

  #release(activity: string): boolean {
    if (!this.#isAlive || !this.flow.drawing.activities.has(activity)) return false;
    this.flow.holds.delete(activity);
    for (const task of this.flow.tasks)
      if (task.activity === activity && task.status === 'held') this.flow.makeReady(task);
    return true;
  }

  #runPending(): boolean {
    if (this.flow.status !== 'running') return false;
    const ran = this.flow.tasks.filter((task) => task.status !== 'failed' && this.#runNow(task));
    return ran.length > 0;
  }

  /** What is in flight ends when its worker lets go of it, and what has children when the last of them has ended. */
  #stop(): boolean {
    if (!this.#isAlive) return false;
    this.flow.status = 'stopping';
    for (const task of this.flow.tasks)
      if (task.status !== 'running' && !task.children?.live.size) this.flow.remove(task, 'cancelled');
    return true;
  }

  #kill(): boolean {
    if (!this.flow.isLive()) return false;
    this.flow.close('stopped');
    return true;
  }

  /** Time passes from one instant at which something is due to the next. */
  #pass(durationMs: number): boolean {
    const endMs = this.flow.nowMs + durationMs;
    for (let due = this.#nextDue(endMs); due; due = this.#nextDue(endMs)) {
      this.#advanceTo(Math.max(this.flow.nowMs, due.atMs));
      this.flow.looped = 0;
      due.happens();
      this.flow.settle();
    }
    this.#advanceTo(endMs);
    return true;
  }

  #advanceTo(nowMs: number): void {
    const passedMs = nowMs - this.flow.nowMs;
    this.flow.nowMs = nowMs;
    if (this.flow.status !== 'running' && this.flow.status !== 'pausing') return;
    for (const task of this.flow.tasks) if (task.leftMs !== undefined) task.leftMs -= passedMs;
  }

  /** Waits and retries go on in a running instance alone, timeouts while it pauses too; nothing while it is paused. */
  #nextDue(endMs: number): { readonly atMs: number; readonly happens: () => void } | undefined {
    const { status, tasks, nowMs } = this.flow;
    if (status !== 'running' && status !== 'pausing') return undefined;
    const dues = tasks.flatMap((task) => {
      const { dueAtMs, leftMs } = task;
      const times = task.status !== 'held' && task.status !== 'failed';
      return [
        ...(dueAtMs !== undefined && status === 'running' ? [{ atMs: dueAtMs, happens: () => this.#due(task) }] : []),
        ...(leftMs !== undefined && times
          ? [{ atMs: nowMs + leftMs, happens: () => this.flow.fail(task, 'timeout') }]
          : []),
      ];
    });
    return dues.filter(({ atMs }) => atMs <= endMs).sort((one, other) => one.atMs - other.atMs)[0];
  }

  #due(task: ModelTask): void {
    if (task.status !== 'retrying') return this.flow.timeHasCome(task);
    this.flow.makeReady(task);
    if (this.flow.holds.has(task.activity)) task.status = 'held';
  }
}
