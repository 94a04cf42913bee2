import type { ExpressionScope } from '../../engine/expression/expressionScope.ts';
import type { Variables } from '../../engine/model/json.ts';

/** A scope in which it is 31 January 2026, 04:00 UTC, with these variables on the event. */
export function scopeWith(vars: Variables, rest: Partial<ExpressionScope> = {}): ExpressionScope {
  return {
    nowMs: Date.UTC(2026, 0, 31, 4),
    vars,
    instance: { id: 'i1', inputs: { shop: 'main' }, vars: { minimum: 3 } },
    workflow: { name: 'ordersDigest', vars: { highWaterMark: 41 } },
    firing: { dueAtMs: Date.UTC(2026, 0, 31, 3), startedAtMs: Date.UTC(2026, 0, 31, 4), reason: 'schedule' },
    option: (name) => (name === 'NmsCleanup_RejectsPurgeDelay' ? 180 : undefined),
    active: (activity) => activity === 'orders',
    ...rest,
  };
}
