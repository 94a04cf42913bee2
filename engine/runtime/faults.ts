import type { InstanceId } from '../model/ids.ts';
import { DefinitionUnusable } from '../ports/definitions.ts';
import type { InboxRequest, InboxSignal } from '../ports/inbox.ts';
import type { InboxSource } from '../ports/engineStore.ts';
import { failureOf } from './attempts.ts';
import type { Left, LeftOut } from './leftOut.ts';
import { isProgramFault } from './programFault.ts';
import type { Runtime } from './runtime.ts';
import { inUnit, type Unit } from './unit.ts';

/** An instance that the program cannot go on with fails, and everything else goes on (style.md, InvariantBroken). */
export async function failInstance(runtime: Runtime, id: InstanceId, error: Error): Promise<void> {
  await inUnit(runtime, (unit) => failIn(unit, id, error));
}

/** As `failInstance`, in a transaction; one whose definition cannot be used now may go on by another release. */
export async function failIn(unit: Unit, id: InstanceId, error: Error): Promise<void> {
  if (error instanceof DefinitionUnusable) {
    unit.runtime.leftOut?.addInstance(id, error);
    return;
  }
  await unit.advanceById(id, { type: 'breakDown', failure: failureOf(error) });
}

/** A request that the program cannot apply is refused, or it would hold up all that were asked after it. */
export async function refuseRequest(
  { tx }: Unit,
  source: Extract<InboxSource, 'requests' | 'inner'>,
  request: InboxRequest,
  error: Error,
): Promise<void> {
  const code = error instanceof DefinitionUnusable ? 'definition-unusable' : 'unexpected';
  await tx.settleRequest({ id: request.id, status: 'refused', code, reason: error.message });
  await tx.saveInboxPosition(source, request.position);
}

/** A signal that the program cannot deliver stays undelivered. */
export async function keepSignal({ tx }: Unit, { position, name }: InboxSignal): Promise<void> {
  await tx.settleSignal({ position, name, status: 'undelivered', deliveredTo: [] });
  await tx.saveInboxPosition('signals', position);
}

/** The journal of an instance says why it does not go on, where it can be written. */
export async function sayLeftOut(runtime: Runtime, leftOut: LeftOut): Promise<void> {
  for (let left = leftOut.unsaid; left; left = leftOut.unsaid) {
    await writeLeftOut(runtime, left);
    leftOut.said(left);
  }
}

async function writeLeftOut(runtime: Runtime, { instance, why }: Left): Promise<void> {
  const text = `${why.message} The instance is left as it is until a worker starts that can use it.`;
  const note = { type: 'note', level: 'error', code: 'left-out', text, by: 'engine' } as const;
  try {
    await inUnit(runtime, (unit) => unit.advanceById(instance, note));
  } catch (error) {
    // It cannot be written, today or tomorrow: the log has it.
    if (!isProgramFault(error)) throw error;
  }
}
