import type { OperatorName } from '../../engine/model/ids.ts';
import type { Right, Role } from '../contract/rights.ts';
import { rightsOfRole } from '../contract/rights.ts';
import { RequestError } from './requestError.ts';

/** Who asks: an operator with a role, and the key under which the same asking is known again. */
export interface Actor {
  readonly operator: OperatorName;
  readonly role: Role;
  /** `Idempotency-Key`: ids of what is asked derive from it, so a repeated asking writes nothing twice. */
  readonly idempotencyKey?: string;
}

/** Whether an actor has a right. */
export const hasRight = (actor: Actor, right: Right): boolean => rightsOfRole[actor.role].includes(right);

/** @throws RequestError `forbidden`, naming the right that is missing. */
export function requireRight(actor: Actor, right: Right): void {
  if (hasRight(actor, right)) return;
  throw new RequestError('forbidden', `${actor.operator} (${actor.role}) lacks the right "${right}".`, { right });
}
