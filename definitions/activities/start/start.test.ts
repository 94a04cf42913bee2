import { expect, it } from 'vitest';
import { decideContext, outletsOf } from '../../../test/support/kindRun.ts';
import { startKind } from './start.kind.ts';

it('a start goes on at once', () => {
  const { behaviour, schema } = startKind;
  expect(behaviour.does === 'decide' && outletsOf(behaviour.decide(decideContext(schema.parse({}))))).toEqual([
    'default',
  ]);
});

it('a start is always an entry', () => {
  expect(startKind.inbound).toBe('never');
});
