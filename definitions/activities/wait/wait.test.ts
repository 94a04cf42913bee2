import { describe, expect, it } from 'vitest';
import { ExpressionFailure } from '../../../engine/expression/expressionFailure.ts';
import { decideContext, type KindWorld } from '../../../test/support/kindRun.ts';
import { waitKind } from './wait.kind.ts';

function dueAt(written: object, world: KindWorld = {}) {
  const { behaviour, schema } = waitKind;
  const listening = behaviour.does === 'listen' ? behaviour.listen(decideContext(schema.parse(written), world)) : {};
  return new Date(listening.dueAtMs ?? Number.NaN).toISOString();
}

describe('a wait', () => {
  it('counts from now', () => {
    expect(dueAt({ for: '90m' })).toBe('2026-01-31T05:30:00.000Z');
  });

  it('waits until an instant', () => {
    expect(dueAt({ until: '2026-02-01T00:00:00+01:00' })).toBe('2026-01-31T23:00:00.000Z');
  });

  it('waits until what an expression gives', () => {
    expect(dueAt({ until: "firing.dueAt + duration('2h')" })).toBe('2026-01-31T05:00:00.000Z');
  });

  it('fails where the expression gives no instant', () => {
    expect(() => dueAt({ until: 'vars.soon' }, { vars: { soon: 3 } })).toThrow(ExpressionFailure);
  });

  it('asks for one of its two fields', () => {
    expect(waitKind.schema.safeParse({}).success).toBe(false);
    expect(waitKind.schema.safeParse({ for: '1h', until: 'now' }).success).toBe(false);
  });

  it('has nothing to compile where the instant is written down', () => {
    expect(waitKind.expressions?.(waitKind.schema.parse({ until: '2026-02-01T00:00:00Z' }))).toEqual([]);
  });
});
