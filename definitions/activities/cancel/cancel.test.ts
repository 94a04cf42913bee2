import { expect, it } from 'vitest';
import { definitionSchema } from '../../../engine/model/definition.ts';
import { decideContext } from '../../../test/support/kindRun.ts';
import { cancelKind } from './cancel.kind.ts';

const { behaviour, schema } = cancelKind;
const race = definitionSchema.parse({ name: 'race', activities: { here: { type: 'cancel' }, slow: { type: 'wait' } } });

it('a cancel names the activities whose tasks go, and goes on', () => {
  const config = schema.parse({ activities: ['slow'] });
  expect(behaviour.does === 'decide' && behaviour.decide(decideContext(config))).toEqual({
    outlets: [{ outlet: 'default' }],
    cancel: ['slow'],
  });
});

it('a cancel names activities of its workflow, and one at least', () => {
  const found = (activities: readonly string[]) => cancelKind.problems?.(schema.parse({ activities }), race);
  expect(found(['slow'])).toEqual([]);
  expect(found(['slow', 'gone'])).toMatchObject([{ code: 'config-invalid', pointer: '/activities/1' }]);
  expect(found([])).toMatchObject([{ code: 'config-invalid', pointer: '/activities' }]);
});
