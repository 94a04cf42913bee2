import type { Rejection } from '../core/rejection.ts';
import type { Firing } from '../core/workflowState.ts';
import type { CompiledGraph } from '../graph/compiledGraph.ts';
import { payloadRefusal } from '../graph/payload.ts';
import type { ActivityId, InstanceId, WorkflowName } from '../model/ids.ts';
import { DefinitionUnusable } from '../ports/definitions.ts';
import type { InboxSignal } from '../ports/inbox.ts';
import { beginInstance } from './beginning.ts';
import { keptSignals, noteUnfit, type Unit } from './unit.ts';
import { graphOf } from './worldFacts.ts';

/** Where a signal begins instances. */
interface SignalEntry {
  readonly workflow: WorkflowName;
  readonly activity: ActivityId;
}

/**
 * Delivers a signal (semantics.md 5): to every matching waiting task, else to entry signals of started workflows, one
 * instance each; else it stays undelivered, to be taken by the first match within 7 days.
 */
export async function deliverSignal(unit: Unit, signal: InboxSignal): Promise<void> {
  const takers = await takersOf(unit, signal, {
    refused: (instance, unfit) => noteUnfit(unit, instance, unfit),
    skipped: (unfit) => unit.tx.saveFiring(unfit),
  });
  await settle(unit, signal, takers);
}

/**
 * Offers a signal that nobody took to whoever has waited for it since: what was left out can be used again, perhaps. Answers
 * whether somebody took it.
 */
export async function offerAgain(unit: Unit, signal: InboxSignal): Promise<boolean> {
  const takers = await takersOf(unit, signal, { refused: told, skipped: told });
  // What is kept grows no younger.
  if (takers.length > 0) await settle(unit, signal, takers);
  return takers.length > 0;
}

const rejected = (code: Rejection['code'], message: string): Rejection => ({ code, message });

/**
 * Gives a signal that nobody took to who waits for it now: in the instance that a person aims at, whatever its key, or, where
 * none is named, to whoever it fits. Where nobody takes it all stays as it was, and the rejection says why.
 */
export async function redirectSignal(
  unit: Unit,
  aim: { readonly position: number; readonly instance?: InstanceId | undefined; readonly startsTechnical: boolean },
): Promise<Rejection | undefined> {
  const found = await unit.runtime.inbox.signal(aim.position);
  if (!found) return rejected('signal-settled', 'The signal is no longer kept.');
  const { instance: _former, ...signal } = found;
  const open = await unit.tx.undeliveredSignals(signal.name, 0);
  if (!open.includes(aim.position)) return rejected('signal-settled', 'The signal has been delivered already.');
  const reasons: string[] = [];
  const aimed = { ...signal, ...(aim.instance !== undefined && { instance: aim.instance }) };
  const startsTechnical = signal.startsTechnical || aim.startsTechnical;
  const takers = await takersOf(
    unit,
    { ...aimed, startsTechnical },
    {
      anyKey: aim.instance !== undefined,
      refused: async (_instance, { message }) => void reasons.push(message),
      skipped: async ({ reason }) => void reasons.push(reason ?? ''),
    },
  );
  if (takers.length > 0) return settle(unit, aimed, takers).then(() => undefined);
  const nobody = `Nobody waits for "${signal.name}"${aim.instance === undefined ? '' : ` in the instance ${aim.instance}`}.`;
  return rejected('signal-unwanted', reasons.length > 0 ? reasons.join(' ') : nobody);
}

/** Who hears of a signal that lacks what is asked for. */
interface Unfit {
  readonly refused: (instance: InstanceId, unfit: Rejection) => Promise<void>;
  readonly skipped: (firing: Firing) => Promise<void>;
  /** A person has aimed it: a task takes it whatever its key. */
  readonly anyKey?: boolean;
}

async function takersOf(unit: Unit, signal: InboxSignal, unfit: Unfit): Promise<readonly InstanceId[]> {
  const waiting = await toWaitingTasks(unit, signal, unfit);
  const entries = waiting.length > 0 ? [] : await unit.tx.signalEntries(signal.name);
  return [...waiting, ...(await toEntries(unit, signal, entries, unfit.skipped))];
}

/** When the signal came first, it was said. */
const told = (): Promise<void> => Promise.resolve();

/** A workflow listens (again): what came while it did not begins its instances now. */
export async function offerKeptSignals(
  unit: Unit,
  workflow: WorkflowName,
  entries: readonly { readonly activity: ActivityId; readonly signal: string }[],
): Promise<void> {
  for (const name of new Set(entries.map(({ signal }) => signal))) {
    const listening = entries.filter(({ signal }) => signal === name).map(({ activity }) => ({ workflow, activity }));
    for (const signal of await keptSignals(unit, name)) {
      const begun = await toEntries(unit, signal, listening, told);
      if (begun.length > 0) await settle(unit, signal, begun);
    }
  }
}

async function settle(unit: Unit, { position, name }: InboxSignal, deliveredTo: readonly InstanceId[]): Promise<void> {
  const status = deliveredTo.length > 0 ? 'delivered' : 'undelivered';
  await unit.tx.settleSignal({ position, name, status, deliveredTo });
}

/** One whose instance is paused keeps it; one that refuses it has what it waits for already. */
async function toWaitingTasks(
  unit: Unit,
  signal: InboxSignal,
  { refused, anyKey = false }: Unfit,
): Promise<InstanceId[]> {
  const { id, name, key, instance, vars, by } = signal;
  const subscribers = await unit.tx.subscribers({
    name,
    ...(key !== undefined && { key }),
    ...(instance !== undefined && { instance }),
    anyKey,
  });
  const delivered: InstanceId[] = [];
  for (const { instance: target, task } of subscribers) {
    const refusal = await unit.advanceById(target, { type: 'signal', task, signal: { id, name, vars }, by });
    if (!refusal) delivered.push(target);
    else if (refusal.code === 'signal-unfit') await refused(target, refusal);
  }
  return delivered;
}

async function toEntries(
  unit: Unit,
  signal: InboxSignal,
  entries: readonly SignalEntry[],
  skip: (firing: Firing) => Promise<void>,
): Promise<InstanceId[]> {
  const { id, name, vars, by, receivedAtMs } = signal;
  const begun: InstanceId[] = [];
  for (const { workflow, activity } of entries) {
    const graph = await listening(unit, workflow);
    if (!graph || !mayBegin(graph, signal)) continue;
    const reason = unfitFor(graph, signal, activity);
    if (reason !== undefined) {
      await skip({ workflow, activity, dueAtMs: receivedAtMs, status: 'skipped', reason });
      continue;
    }
    const instance = unit.runtime.ids.instance();
    const refusal = await beginInstance(unit, {
      instance,
      workflow,
      entries: [activity],
      activity,
      reason: 'signal',
      dueAtMs: receivedAtMs,
      signal: { id, name, vars },
      by,
    });
    if (!refusal) begun.push(instance);
  }
  return begun;
}

/** By what a workflow listens; undefined where it was deleted, or cannot be used now: then the signal may be kept. */
async function listening({ runtime }: Unit, workflow: WorkflowName): Promise<CompiledGraph | undefined> {
  const version = await runtime.definitions.newestVersion(workflow);
  if (version === 0) return undefined;
  try {
    return await graphOf(runtime, workflow, version);
  } catch (error) {
    if (!(error instanceof DefinitionUnusable)) throw error;
    runtime.leftOut?.addWorkflow(workflow, version, error);
    return undefined;
  }
}

/** A signal for one instance begins none; a technical workflow is begun by those alone who may start it. */
const mayBegin = ({ definition }: CompiledGraph, { instance, startsTechnical }: InboxSignal): boolean =>
  instance === undefined && (definition.category !== 'technical' || startsTechnical);

/** What an entry asks for and the signal does not bring: no instance is there whose journal could say so. */
function unfitFor(graph: CompiledGraph, { name, vars }: InboxSignal, activity: ActivityId): string | undefined {
  const entry = graph.activities.get(activity);
  return entry && payloadRefusal(entry, name, vars);
}
