import { advance, type Advance, type Advanced } from '../core/advance.ts';
import type { Command } from '../core/command.ts';
import type { Input } from '../core/input.ts';
import type { Rejection } from '../core/rejection.ts';
import type { World } from '../core/world.ts';
import type { CompiledGraph } from '../graph/compiledGraph.ts';
import { standInGraph } from '../graph/standInGraph.ts';
import { invariant } from '../invariant.ts';
import type { InstanceId, TaskId, WorkflowName } from '../model/ids.ts';
import type { Instance } from '../model/instance.ts';
import type { Task } from '../model/task.ts';
import { DefinitionUnusable } from '../ports/definitions.ts';
import type { EngineTransaction, ReadyTask } from '../ports/engineStore.ts';
import type { InboxSignal } from '../ports/inbox.ts';
import type { Change } from '../ports/publisher.ts';
import { needsNoDefinition } from './bareInputs.ts';
import { concernsFamily, keepFamily } from './family.ts';
import { isProgramFault } from './programFault.ts';
import type { Runtime } from './runtime.ts';
import { worldOf } from './worldFacts.ts';

/** A task that has begun to wait for a signal: one that came early may be waiting for it. */
export interface NewSubscription {
  readonly instance: InstanceId;
  readonly task: TaskId;
  readonly signal: string;
  readonly key?: string;
}

/** One transaction of the runtime, with what it must tell once it is committed. */
export class Unit {
  readonly runtime: Runtime;
  readonly tx: EngineTransaction;
  readonly changes: Change[] = [];
  readonly subscriptions: NewSubscription[] = [];
  /** What is in flight and no longer wanted; whether anything waits for its end. */
  readonly cancelled: { readonly task: TaskId; readonly isOver: boolean }[] = [];
  /** Tasks that may start since. */
  readonly queued: ReadyTask[] = [];
  /** What is left until waiting tasks have got the signals that came before them. */
  readonly afterwards: (() => Promise<void>)[] = [];
  /** Instances that what was asked of their workflow did not reach, because they cannot be read. */
  readonly unreached: InstanceId[] = [];

  constructor(runtime: Runtime, tx: EngineTransaction) {
    this.runtime = runtime;
    this.tx = tx;
  }

  /** Lets an input happen to an instance, inside this transaction; answers the refusal, if it is one. */
  async advance(instance: Instance | undefined, input: Input): Promise<Rejection | undefined> {
    const advanced = await this.decide(instance, input);
    if (advanced.status === 'rejected') return advanced.rejection;
    await this.keep(instance, advanced);
    return undefined;
  }

  /** What an input makes of an instance; nothing of it is kept. */
  async decide(instance: Instance | undefined, input: Input): Promise<Advance> {
    const world = await this.#usableWorld(instance, input);
    return 'code' in world ? { status: 'rejected', rejection: world } : advance(world, instance, input);
  }

  /** Keeps a step that was decided, or several of one instance that followed each other. */
  async keep(before: Instance | undefined, advanced: Advanced): Promise<void> {
    await this.tx.saveStep(before, advanced);
    if (concernsFamily(before, advanced)) await keepFamily(this.tx, before, advanced);
    this.#remember(advanced);
  }

  /** As `advance`, for an instance by its id. */
  async advanceById(id: InstanceId, input: Input): Promise<Rejection | undefined> {
    const instance = await this.#readable(id);
    if (!instance) return { code: 'instance-refuses', message: `There is no instance ${id}.` };
    return 'code' in instance ? instance : this.advance(instance, input);
  }

  /** Does a part of the transaction: when it throws it is taken back alone, and nothing of it is told. */
  async part<Result>(work: (part: Unit) => Promise<Result>): Promise<Result> {
    const part = new Unit(this.runtime, this.tx);
    const result = await this.tx.part(async () => {
      const answer = await work(part);
      await settleSignals(part);
      return answer;
    });
    this.changes.push(...part.changes);
    this.cancelled.push(...part.cancelled);
    this.queued.push(...part.queued);
    return result;
  }

  workflowChanged(workflow: WorkflowName): void {
    this.changes.push({ workflow });
  }

  #remember(advanced: Advanced): void {
    const { instance, entries, commands } = advanced;
    for (const command of commands) this.#rememberCommand(instance, command);
    this.changes.push({ workflow: instance.workflow, instance: { id: instance.id, seq: instance.seq } });
    for (const entry of entries) {
      const task = entry.type === 'taskWaiting' ? instance.tasks[entry.task] : undefined;
      if (task?.status === 'waiting') this.#rememberWait(instance, task);
    }
  }

  #rememberWait({ id: instance }: Instance, { id: task, waitingFor }: Task): void {
    if (!waitingFor?.signal || this.subscriptions.some((one) => one.task === task)) return;
    const { name, key } = waitingFor.signal;
    this.subscriptions.push({ instance, task, signal: name, ...(key !== undefined && { key }) });
  }

  #rememberCommand({ id, tasks }: Instance, command: Command): void {
    if (command.type === 'cancel')
      this.cancelled.push({ task: command.task, isOver: tasks[command.task]?.status !== 'running' });
    if (command.type === 'queue') this.queued.push({ task: command.task, instance: id });
  }

  /** What is stored of it may be damaged: the others do not wait for it. */
  async #readable(id: InstanceId): Promise<Instance | Rejection | undefined> {
    try {
      return await this.tx.instance(id);
    } catch (error) {
      if (!isProgramFault(error)) throw error;
      this.runtime.leftOut?.addInstance(id, error);
      return { code: 'instance-unreadable', message: `What is stored of ${id} cannot be read: ${error.message}` };
    }
  }

  /** Without its definition an instance does not go on; but it has a journal, and can be paused and stopped. */
  async #usableWorld(instance: Instance | undefined, input: Input): Promise<World | Rejection> {
    try {
      return await this.#worldFor(instance, input);
    } catch (error) {
      if (!instance || !(error instanceof DefinitionUnusable)) throw error;
      if (needsNoDefinition(instance, input)) return this.#worldFor(instance, input, standInGraph(instance));
      if (error.version === instance.version) this.runtime.leftOut?.addInstance(instance.id, error);
      return { code: 'definition-unusable', message: error.message };
    }
  }

  /** What the core may know for an input to an instance, or for its beginning. */
  async #worldFor(instance: Instance | undefined, input: Input, standIn?: CompiledGraph): Promise<World> {
    const on = instance ?? (input.type === 'begin' ? { ...input, id: input.instance } : undefined);
    invariant(on, 'an input is about an instance');
    return worldOf(this.runtime, this.tx, on, {
      known: standIn,
      newerGraph: await this.#newerGraph(on.workflow, input),
    });
  }

  async #newerGraph(workflow: WorkflowName, input: Input): Promise<CompiledGraph | undefined> {
    if (input.type !== 'resume' || input.version === undefined) return undefined;
    return this.runtime.definitions.graph(workflow, input.version);
  }
}

/** Runs work in one transaction; what it changed is told only after the commit. */
export async function inUnit<Result>(runtime: Runtime, work: (unit: Unit) => Promise<Result>): Promise<Result> {
  const { unit, result } = await runtime.store.transaction(async (tx) => {
    const opened = new Unit(runtime, tx);
    const answer = await work(opened);
    await settleSignals(opened);
    return { unit: opened, result: answer };
  });
  for (const { task, isOver } of unit.cancelled) runtime.cancel?.(task, isOver);
  await Promise.all(lastChanges(unit.changes).map((change) => runtime.publisher.changed(change)));
  return result;
}

/** Of each instance, and of each workflow for itself, what was told last. */
function lastChanges(changes: readonly Change[]): readonly Change[] {
  const last = new Map(changes.map((change) => [change.instance?.id ?? change.workflow, change]));
  return [...last.values()];
}

const keptMs = 7 * 86_400_000;

/** Since when signals that nobody took are kept: for 7 days (semantics.md 5). */
export const keptSinceMs = ({ clock }: Runtime): number => clock.nowMs() - keptMs;

/** Signals that nobody took, oldest first. */
export async function keptSignals({ tx, runtime }: Unit, name: string): Promise<readonly InboxSignal[]> {
  const positions = await tx.undeliveredSignals(name, keptSinceMs(runtime));
  const signals = await Promise.all(positions.map((position) => runtime.inbox.signal(position)));
  return signals.filter((signal) => signal !== undefined);
}

/** Tasks that wait go before entries that would begin an instance. */
async function settleSignals(unit: Unit): Promise<void> {
  await deliverEarly(unit);
  for (let next = unit.afterwards.shift(); next; next = unit.afterwards.shift()) {
    await next();
    await deliverEarly(unit);
  }
}

/** What came before anybody waited for it is taken by the first match. */
async function deliverEarly(unit: Unit): Promise<void> {
  for (let next = unit.subscriptions.shift(); next; next = unit.subscriptions.shift())
    await takeEarlySignal(unit, next);
}

const isFor = ({ key, instance }: NewSubscription, signal: InboxSignal): boolean =>
  (key === undefined || key === signal.key) && (signal.instance === undefined || signal.instance === instance);

async function takeEarlySignal(unit: Unit, subscription: NewSubscription): Promise<void> {
  let unfit: Rejection | undefined;
  for (const signal of await keptSignals(unit, subscription.signal)) {
    if (!isFor(subscription, signal)) continue;
    const { id, name, vars, by, position } = signal;
    const refusal = await unit.advanceById(subscription.instance, {
      type: 'signal',
      task: subscription.task,
      signal: { id, name, vars },
      by,
    });
    if (refusal?.code === 'signal-unfit') {
      unfit ??= refusal;
      continue;
    }
    // It took the one before, and listens no more.
    if (refusal) break;
    await unit.tx.settleSignal({ position, name, status: 'delivered', deliveredTo: [subscription.instance] });
  }
  // One line for however many do not fit: each wait of a loop finds them again.
  if (unfit) await noteUnfit(unit, subscription.instance, unfit);
}

/** The journal of an instance that waits says why it did not take a signal. */
export async function noteUnfit(unit: Unit, instance: InstanceId, { code, message }: Rejection): Promise<void> {
  await unit.advanceById(instance, { type: 'note', level: 'warning', code, text: message, by: 'engine' });
}
