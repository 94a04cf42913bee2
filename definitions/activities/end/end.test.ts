import { expect, it } from 'vitest';
import { decideContext, type KindWorld } from '../../../test/support/kindRun.ts';
import { endKind } from './end.kind.ts';

function decide(written: object, world: KindWorld = {}) {
  const { behaviour, schema } = endKind;
  return behaviour.does === 'decide' ? behaviour.decide(decideContext(schema.parse(written), world)) : undefined;
}

it('an end lets nothing follow and leaves the others alone', () => {
  expect(decide({})).toEqual({ outlets: [], stopOthers: false });
});

it('an end gives the instance its result', () => {
  expect(decide({ result: 'vars.recordCount + 1' }, { vars: { recordCount: 2 } })).toMatchObject({ result: 3 });
});

it('an end stops the other branches where it is told to', () => {
  expect(decide({ stopOthers: true })).toMatchObject({ stopOthers: true });
});
