import { advance } from '../core/advance.ts';
import type { Input } from '../core/input.ts';
import type { Rejection } from '../core/rejection.ts';
import type { World } from '../core/world.ts';
import type { CompiledGraph } from '../graph/compiledGraph.ts';
import { invariant } from '../invariant.ts';
import type { Entry } from '../model/entry.ts';
import type { InstanceId, TaskId, WorkflowName } from '../model/ids.ts';
import type { Instance } from '../model/instance.ts';
import type { EngineTransaction } from '../ports/engineStore.ts';
import type { InboxSignal } from '../ports/inbox.ts';
import type { Change } from '../ports/publisher.ts';
import type { Runtime } from './runtime.ts';

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
  readonly changes = new Map<string, Change>();
  readonly subscriptions: NewSubscription[] = [];
  /** What is left until waiting tasks have got the signals that came before them. */
  readonly afterwards: (() => Promise<void>)[] = [];

  constructor(runtime: Runtime, tx: EngineTransaction) {
    this.runtime = runtime;
    this.tx = tx;
  }

  /** Lets an input happen to an instance, inside this transaction; answers the refusal, if it is one. */
  async advance(instance: Instance | undefined, input: Input): Promise<Rejection | undefined> {
    const world = await this.#worldFor(instance, input);
    const advanced = advance(world, instance, input);
    if (advanced.status === 'rejected') return advanced.rejection;
    await this.tx.saveStep(instance, advanced);
    this.#remember(advanced.instance, advanced.entries);
    return undefined;
  }

  /** As `advance`, for an instance by its id. */
  async advanceById(id: InstanceId, input: Input): Promise<Rejection | undefined> {
    const instance = await this.tx.instance(id);
    if (!instance) return { code: 'instance-refuses', message: `There is no instance ${id}.` };
    return this.advance(instance, input);
  }

  workflowChanged(workflow: WorkflowName): void {
    if (!this.changes.has(workflow)) this.changes.set(workflow, { workflow });
  }

  #remember(instance: Instance, entries: readonly Entry[]): void {
    this.changes.set(instance.id, { workflow: instance.workflow, instance: { id: instance.id, seq: instance.seq } });
    const began = new Set(entries.flatMap((entry) => (entry.type === 'taskWaiting' ? [entry.task] : [])));
    for (const { id, status, waitingFor } of Object.values(instance.tasks)) {
      if (status !== 'waiting' || !waitingFor?.signal || !began.has(id)) continue;
      const { name, key } = waitingFor.signal;
      this.subscriptions.push({ instance: instance.id, task: id, signal: name, ...(key !== undefined && { key }) });
    }
  }

  async #worldFor(instance: Instance | undefined, input: Input): Promise<World> {
    const on = instance ?? (input.type === 'begin' ? input : undefined);
    invariant(on, 'an input is about an instance');
    const graph = await graphOf(this.runtime, on.workflow, on.version);
    const newerGraph = await this.#newerGraph(on.workflow, input);
    const reads = factReads(this.tx, [graph, ...(newerGraph ? [newerGraph] : [])]);
    const facts = await worldFacts(this.runtime, reads, on.workflow);
    return { ...facts, graph, ...(newerGraph && { newerGraph }) };
  }

  async #newerGraph(workflow: WorkflowName, input: Input): Promise<CompiledGraph | undefined> {
    if (input.type !== 'resume' || input.version === undefined) return undefined;
    return this.runtime.definitions.graph(workflow, input.version);
  }
}

type FactReads = Pick<EngineTransaction, 'options' | 'workflow'>;

const noOptions = ({ workflow }: FactReads): FactReads => ({ workflow, options: () => Promise.resolve(new Map()) });

/** Options are read from the database only where a definition asks for any. */
export const factReads = (reads: FactReads, graphs: readonly CompiledGraph[]): FactReads =>
  graphs.some(usesOptions) ? reads : noOptions(reads);

/** What the world knows beside the definition: time, options, and the workflow's own variables. */
export async function worldFacts(
  { clock, definitions }: Runtime,
  reads: FactReads,
  workflow: WorkflowName,
): Promise<Omit<World, 'graph'>> {
  const changed = await reads.options();
  const state = await reads.workflow(workflow);
  return {
    nowMs: clock.nowMs(),
    option: (name) => changed.get(name) ?? definitions.optionDefault(name),
    workflowVars: state?.vars ?? {},
    consecutiveFailures: state?.consecutiveFailures ?? 0,
  };
}

/** The definition of a version that exists, because instances or firings name it. */
export async function graphOf(runtime: Runtime, workflow: WorkflowName, version: number): Promise<CompiledGraph> {
  const graph = await runtime.definitions.graph(workflow, version);
  invariant(graph, `version ${String(version)} of ${workflow} does not exist`);
  return graph;
}

const optionUse = new WeakMap<CompiledGraph, boolean>();

function usesOptions(graph: CompiledGraph): boolean {
  const known = optionUse.get(graph);
  if (known !== undefined) return known;
  const uses = JSON.stringify(graph.definition).includes('option');
  optionUse.set(graph, uses);
  return uses;
}

/** Runs work in one transaction; what it changed is told only after the commit. */
export async function inUnit<Result>(runtime: Runtime, work: (unit: Unit) => Promise<Result>): Promise<Result> {
  const changes: Change[] = [];
  const result = await runtime.store.transaction(async (tx) => {
    const unit = new Unit(runtime, tx);
    const answer = await work(unit);
    await settleSignals(unit);
    changes.push(...unit.changes.values());
    return answer;
  });
  for (const change of changes) await runtime.publisher.changed(change);
  return result;
}

const keptMs = 7 * 86_400_000;

/** Signals that nobody took, oldest first; they are kept for 7 days (semantics.md 5). */
export async function keptSignals({ tx, runtime }: Unit, name: string): Promise<readonly InboxSignal[]> {
  const positions = await tx.undeliveredSignals(name, runtime.clock.nowMs() - keptMs);
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

async function takeEarlySignal(unit: Unit, subscription: NewSubscription): Promise<void> {
  for (const signal of await keptSignals(unit, subscription.signal)) {
    const fits =
      (subscription.key === undefined || subscription.key === signal.key) &&
      (signal.instance === undefined || signal.instance === subscription.instance);
    if (!fits) continue;
    const { id, name, vars, by, position } = signal;
    const refusal = await unit.advanceById(subscription.instance, {
      type: 'signal',
      task: subscription.task,
      signal: { id, name, vars },
      by,
    });
    // It took the one before, and listens no more.
    if (refusal) return;
    await unit.tx.settleSignal({ position, name, status: 'delivered', deliveredTo: [subscription.instance] });
  }
}
