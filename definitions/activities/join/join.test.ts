import { expect, it } from 'vitest';
import { decideContext, outletsOf } from '../../../test/support/kindRun.ts';
import { joinKind } from './join.kind.ts';

const quorumOf = (written: object) => joinKind.quorum?.(joinKind.schema.parse(written));

it('a join gathers its inbound events and goes on once', () => {
  const { behaviour, schema } = joinKind;
  expect(joinKind.gathers).toBe(true);
  expect(behaviour.does === 'decide' && outletsOf(behaviour.decide(decideContext(schema.parse({}))))).toEqual([
    'default',
  ]);
});

it('a join waits for all branches unless it is told how many are enough', () => {
  expect(quorumOf({})).toBeUndefined();
  expect(quorumOf({ mode: 'all', rest: 'cancel' })).toBeUndefined();
  expect(quorumOf({ mode: 'any' })).toEqual({ atLeast: 1, rest: 'drop' });
  expect(quorumOf({ mode: { atLeast: 2 }, rest: 'cancel' })).toEqual({ atLeast: 2, rest: 'cancel' });
});

it.each([{ mode: 'most' }, { mode: { atLeast: 0 } }, { mode: { atLeast: 1.5 } }, { rest: 'ignore' }])(
  'a join does not understand $mode $rest',
  (written) => {
    expect(joinKind.schema.safeParse(written).success).toBe(false);
  },
);

it('the card of a join says what it waits for', () => {
  const told = [{}, { mode: 'any' }, { mode: { atLeast: 2 } }].map((written) =>
    joinKind.describe(joinKind.schema.parse(written)),
  );
  expect(told).toEqual(['waits for all branches', 'goes on with the first branch', 'waits for 2 branches']);
});
