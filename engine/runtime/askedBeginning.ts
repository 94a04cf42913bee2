import type { Rejection } from '../core/rejection.ts';
import { invariant } from '../invariant.ts';
import { DefinitionUnusable } from '../ports/definitions.ts';
import type { InboxRequest, RequestedOperation } from '../ports/inbox.ts';
import { beginInstance } from './beginning.ts';
import type { Unit } from './unit.ts';

type Asked = Extract<RequestedOperation, { operation: 'begin' }>;

/**
 * Begins an instance that a task asked for. It was looked at when it was asked: what has become impossible since is told in
 * the journal of the instance that asked.
 */
export async function beginAsked(unit: Unit, request: InboxRequest, asked: Asked): Promise<Rejection | undefined> {
  const refusal = await begin(unit, request, asked);
  if (!refusal) return undefined;
  const text = `No instance of "${asked.workflow}" began: ${refusal.message}`;
  const note = { type: 'note', level: 'warning', code: 'begin-refused', text, by: 'engine' } as const;
  // Where it is gone by now, the outcome of the request tells it alone.
  await unit.advanceById(asked.asker, note);
  return refusal;
}

async function begin(unit: Unit, request: InboxRequest, { workflow, input }: Asked): Promise<Rejection | undefined> {
  const { instance, id, by } = request;
  invariant(instance !== undefined, `the request ${id} names the instance that shall begin`);
  const { definitions, clock } = unit.runtime;
  const version = await definitions.newestVersion(workflow);
  if (version === 0) return { code: 'instance-refuses', message: 'The workflow has no published version.' };
  try {
    return await beginInstance(unit, {
      instance,
      workflow,
      version,
      reason: 'request',
      dueAtMs: clock.nowMs(),
      inputs: input,
      by,
      request: id,
    });
  } catch (error) {
    if (!(error instanceof DefinitionUnusable)) throw error;
    return { code: 'definition-unusable', message: error.message };
  }
}
