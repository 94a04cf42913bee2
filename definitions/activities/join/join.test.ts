import { expect, it } from 'vitest';
import { decideContext, outletsOf } from '../../../test/support/kindRun.ts';
import { joinKind } from './join.kind.ts';

it('a join gathers its inbound events and goes on once', () => {
  const { behaviour, schema } = joinKind;
  expect(joinKind.gathers).toBe(true);
  expect(behaviour.does === 'decide' && outletsOf(behaviour.decide(decideContext(schema.parse({}))))).toEqual([
    'default',
  ]);
});

it('a join refuses the modes of a later release', () => {
  expect(joinKind.schema.safeParse({ mode: 'any' }).success).toBe(false);
});
