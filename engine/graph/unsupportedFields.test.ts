import { expect, it } from 'vitest';
import { definitionOf } from '../../test/support/graphOf.ts';
import { testKinds } from '../../test/support/testKinds.ts';
import { validateDefinition } from './validateDefinition.ts';

it('a field that this release does not act on is warned about, and refuses nothing', () => {
  const drawn = definitionOf('start > q, q > e', {
    activities: { q: { type: 'work', timeout: '5m', mutexGroup: 'one', affinity: 'big', maxDuration: '1h' } },
  });
  const { definition, problems } = validateDefinition({ ...drawn, maxInstances: 2 }, testKinds);
  expect(definition).toBeDefined();
  expect(problems.map(({ code, level, pointer }) => `${level} ${code} ${pointer}`)).toEqual([
    'warning field-unsupported /maxInstances',
    'warning field-unsupported /activities/q/timeout',
    'warning field-unsupported /activities/q/maxDuration',
    'warning field-unsupported /activities/q/affinity',
    'warning field-unsupported /activities/q/mutexGroup',
  ]);
});
