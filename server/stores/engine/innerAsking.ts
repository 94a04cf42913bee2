import type { Knex } from 'knex';
import type { InstanceId } from '../../../engine/model/ids.ts';
import type { ServiceScope } from '../../../engine/ports/engineStore.ts';
import type { WorkflowFacts } from './workflowFacts.ts';

/** What the records of one step's transaction are made of. */
export interface RecordsScope {
  readonly trx: Knex;
  /** Web's file, read-only: sessions, logins and the audit trail are purged by web, on the worker's word. */
  readonly inboxReader: Knex;
  readonly facts: WorkflowFacts;
  readonly scope: ServiceScope;
}

/** What a task asks of another instance. */
export interface InnerAsking {
  /** The same again is the same request. */
  readonly id: string;
  readonly instance: InstanceId;
  readonly payload: { readonly operation: string } & Record<string, unknown>;
  /** What the audit trail calls it, where people are to find it there. */
  readonly audited?: string;
}

/** Asks something of another instance, as durable as an operator's request, with this task's instance as the actor. */
export async function askInside({ trx, scope }: RecordsScope, asking: InnerAsking): Promise<void> {
  const { id, instance, payload, audited } = asking;
  const by = `instance:${scope.instance.id}`;
  const known: unknown = await trx('sb_inner_request').where({ id }).first('id');
  if (known !== undefined) return;
  await trx('sb_inner_request').insert({
    id,
    operation: payload.operation,
    instance,
    payload: JSON.stringify(payload),
    by,
    requested_at_ms: scope.nowMs,
  });
  if (audited === undefined) return;
  const at = new Date(scope.nowMs).toISOString();
  await toWeb(trx, { type: 'audit', at, by, action: audited, subject: instance }, scope.nowMs);
}

/** Tells web what it shall do in the file that only web writes. */
export async function toWeb(
  trx: Knex,
  { type, ...payload }: { readonly type: string } & Record<string, unknown>,
  nowMs: number,
): Promise<void> {
  await trx('sb_web_command').insert({ type, payload: JSON.stringify(payload), created_at_ms: nowMs });
}
