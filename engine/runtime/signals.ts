import type { InstanceId } from '../model/ids.ts';
import type { InboxSignal } from '../ports/inbox.ts';
import { beginInstance } from './beginning.ts';
import type { Unit } from './unit.ts';

/**
 * Delivers a signal (semantics.md 5): to every matching waiting task, else to entry signals of started workflows, one
 * instance each; else it stays undelivered, to be taken by the first match within 7 days.
 */
export async function deliverSignal(unit: Unit, signal: InboxSignal): Promise<void> {
  const waiting = await toWaitingTasks(unit, signal);
  const reached = waiting.held || waiting.delivered.length > 0 ? waiting.delivered : await toEntries(unit, signal);
  await unit.tx.settleSignal({
    position: signal.position,
    name: signal.name,
    status: reached.length > 0 ? 'delivered' : 'undelivered',
    deliveredTo: reached,
  });
}

/** `held`: somebody waits for it, but is paused; the signal is kept until it is resumed. */
async function toWaitingTasks(unit: Unit, signal: InboxSignal): Promise<{ delivered: InstanceId[]; held: boolean }> {
  const { id, name, key, instance, vars } = signal;
  const subscribers = await unit.tx.subscribers({
    name,
    ...(key !== undefined && { key }),
    ...(instance !== undefined && { instance }),
  });
  const delivered: InstanceId[] = [];
  for (const subscriber of subscribers.filter(({ running }) => running)) {
    const refusal = await unit.advanceById(subscriber.instance, {
      type: 'signal',
      task: subscriber.task,
      signal: { id, name, vars },
    });
    if (!refusal) delivered.push(subscriber.instance);
  }
  return { delivered, held: subscribers.some(({ running }) => !running) };
}

async function toEntries(unit: Unit, signal: InboxSignal): Promise<InstanceId[]> {
  if (signal.instance !== undefined) return [];
  const begun: InstanceId[] = [];
  for (const { workflow, activity } of await unit.tx.signalEntries(signal.name)) {
    const instance = unit.runtime.ids.instance();
    const { id, name, vars } = signal;
    await beginInstance(unit, {
      instance,
      workflow,
      entries: [activity],
      activity,
      reason: 'signal',
      dueAtMs: signal.receivedAtMs,
      signal: { id, name, vars },
    });
    begun.push(instance);
  }
  return begun;
}
