import { StepConflict, StepTakenBack } from '../ports/engineStore.ts';
import type { InstanceId } from '../model/ids.ts';
import type { InboxRequest, InboxSignal } from '../ports/inbox.ts';
import type { InboxSource } from '../ports/engineStore.ts';
import { failureOf } from './performing.ts';
import type { Runtime } from './runtime.ts';
import { inUnit, type Unit } from './unit.ts';

/** Values, rules of tables, what depends on a thing, names, syntax and limits: PostgreSQL's classes, and what SQLite has for them. */
const refusedForGood = /^((22|23|2B|42|54)[0-9A-Z]{3}$|SQLITE_(CONSTRAINT|MISMATCH|RANGE|TOOBIG))/;

/**
 * Whether the program itself is at fault. What a database, file or network says carries a `code` and is waited out; a
 * conflict of steps, or a step that the database took back, is simply tried again. What the database refuses for what it
 * was given it refuses for ever.
 */
export function isProgramFault(error: unknown): error is Error {
  if (!(error instanceof Error) || error.name === 'KnexTimeoutError') return false;
  if (error instanceof StepConflict || error instanceof StepTakenBack) return false;
  return !('code' in error && typeof error.code === 'string') || refusedForGood.test(error.code);
}

/** An instance that the program cannot go on with fails, and everything else goes on (style.md, InvariantBroken). */
export async function failInstance(runtime: Runtime, id: InstanceId, error: Error): Promise<void> {
  await inUnit(runtime, (unit) => failIn(unit, id, error));
}

/** As `failInstance`, in a transaction. */
export async function failIn(unit: Unit, id: InstanceId, error: Error): Promise<void> {
  await unit.advanceById(id, { type: 'breakDown', failure: failureOf(error) });
}

/** A request that the program cannot apply is refused, or it would hold up all that were asked after it. */
export async function refuseRequest(
  { tx }: Unit,
  source: Extract<InboxSource, 'requests' | 'inner'>,
  request: InboxRequest,
  error: Error,
): Promise<void> {
  await tx.settleRequest({ id: request.id, status: 'refused', code: 'unexpected', reason: error.message });
  await tx.saveInboxPosition(source, request.position);
}

/** A signal that the program cannot deliver stays undelivered. */
export async function keepSignal({ tx }: Unit, { position, name }: InboxSignal): Promise<void> {
  await tx.settleSignal({ position, name, status: 'undelivered', deliveredTo: [] });
  await tx.saveInboxPosition('signals', position);
}
