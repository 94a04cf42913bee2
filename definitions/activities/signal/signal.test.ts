import { describe, expect, it } from 'vitest';
import { ExpressionFailure } from '../../../engine/expression/expressionFailure.ts';
import { activityIdSchema } from '../../../engine/model/ids.ts';
import { decideContext, type KindWorld } from '../../../test/support/kindRun.ts';
import { signalKind } from './signal.kind.ts';

const { behaviour, schema } = signalKind;

function listening(written: object, world: KindWorld = {}) {
  return behaviour.does === 'listen' ? behaviour.listen(decideContext(schema.parse(written), world)) : undefined;
}

function received(written: object) {
  const context = decideContext(schema.parse(written));
  return behaviour.does === 'listen'
    ? behaviour.onSignal?.(context, { name: 'orderPaid', vars: { amount: 12 } })
    : undefined;
}

describe('a signal', () => {
  it('listens for the id of its activity where it has no name', () => {
    expect(listening({})).toEqual({ signal: { name: 'here' } });
    expect(signalKind.trigger?.(schema.parse({}), activityIdSchema.parse('here'))).toEqual({
      type: 'signal',
      name: 'here',
    });
  });

  it('listens for a key, which is a text', () => {
    expect(listening({ name: 'orderPaid', correlate: 'vars.order' }, { vars: { order: 12 } })).toEqual({
      signal: { name: 'orderPaid', key: '12' },
    });
  });

  it('cannot listen for a key that no sender may give', () => {
    const listenFor = (order: string) => () => listening({ correlate: 'vars.order' }, { vars: { order } });
    expect(listenFor('k'.repeat(1_000))()).toMatchObject({ signal: { key: 'k'.repeat(1_000) } });
    expect(listenFor('k'.repeat(1_001))).toThrow(ExpressionFailure);
    expect(listenFor('a\u0000b')).toThrow(/U\+0000/);
  });

  it('ends with what the signal brings', () => {
    expect(received({ name: 'orderPaid' })).toEqual({ outlets: [{ outlet: 'default', vars: { amount: 12 } }] });
  });

  it('goes on listening where the first one does not end it', () => {
    expect(received({ name: 'orderPaid', complete: false })).toMatchObject({ goesOn: true });
  });

  it('names the variables of a payload that allows no others', () => {
    const properties = { amount: { type: 'number' } };
    expect(signalKind.sets?.(schema.parse({ payload: { properties, additionalProperties: false } }))).toEqual([
      'amount',
    ]);
    expect(signalKind.sets?.(schema.parse({ payload: { properties } }))).toEqual(['*']);
  });
});

describe('the expirations of a signal', () => {
  const expirations = [
    { outlet: 'tooLate', after: '2h' },
    { outlet: 'reminder', after: '1h', complete: false },
  ];
  const beganMs = Date.parse('2026-01-31T04:00:00Z');
  const after = (minutes: number): number => beganMs + minutes * 60_000;
  const expires = (world: KindWorld) =>
    behaviour.does === 'listen' ? behaviour.onTimer?.(decideContext(schema.parse({ expirations }), world)) : undefined;

  it('have an outlet each', () => {
    expect(signalKind.outlets(schema.parse({ expirations })).map(({ name }) => name)).toEqual([
      'default',
      'tooLate',
      'reminder',
    ]);
  });

  it('begin with the earliest', () => {
    expect(listening({ expirations })).toEqual({ signal: { name: 'here' }, dueAtMs: after(60) });
  });

  it('go on with the next where one does not end the task', () => {
    expect(expires({ waitingFor: { dueAtMs: after(60) }, clockMs: after(61) })).toEqual({
      outlets: [{ outlet: 'reminder' }],
      goesOn: true,
      dueAtMs: after(120),
    });
  });

  it('end the task where one does', () => {
    expect(expires({ waitingFor: { dueAtMs: after(120) }, clockMs: after(120) })).toEqual({
      outlets: [{ outlet: 'tooLate' }],
    });
  });

  it('fire in their order where several are due', () => {
    expect(expires({ waitingFor: { dueAtMs: after(60) }, clockMs: after(500) })).toEqual({
      outlets: [{ outlet: 'reminder' }, { outlet: 'tooLate' }],
    });
  });

  it('are none that an operator who ends the wait before means', () => {
    expect(expires({ waitingFor: { dueAtMs: after(60) } })).toEqual({ outlets: [{ outlet: 'default' }] });
  });

  it.each(['error', 'default', 'reminder'])('do not share the outlet %s', (outlet) => {
    expect(schema.safeParse({ expirations: [...expirations, { outlet, after: '3h' }] }).success).toBe(false);
  });
});
