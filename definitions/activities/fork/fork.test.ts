import { expect, it } from 'vitest';
import { decideContext, outletsOf } from '../../../test/support/kindRun.ts';
import { forkKind } from './fork.kind.ts';

function fired(written: object, connected: readonly string[]) {
  const { behaviour, schema } = forkKind;
  return (
    behaviour.does === 'decide' && outletsOf(behaviour.decide(decideContext(schema.parse(written), { connected })))
  );
}

it('a fork without names fires its one outlet', () => {
  expect(fired({}, ['default'])).toEqual(['default']);
});

it('a fork fires every outlet that is connected, in its own order', () => {
  expect(fired({ outlets: ['left', 'middle', 'right'] }, ['right', 'left'])).toEqual(['left', 'right']);
});

it('a fork refuses the same outlet twice, and one named error', () => {
  expect(forkKind.schema.safeParse({ outlets: ['left', 'left'] }).success).toBe(false);
  expect(forkKind.schema.safeParse({ outlets: ['error'] }).success).toBe(false);
});
