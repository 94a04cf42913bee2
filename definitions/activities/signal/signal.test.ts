import { describe, expect, it } from 'vitest';
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
