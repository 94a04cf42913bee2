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

it('a field that means something to other kinds alone is warned about', () => {
  const retry = { attempts: 3 };
  const drawn = definitionOf('s > q, q > w, w > e', {
    activities: {
      s: { type: 'scheduler', every: '1h', timeZone: 'Europe/Paris' },
      q: { type: 'work', retry, timeZone: 'Europe/Paris' },
      w: { type: 'wait', for: '1h', retry },
    },
  });
  const { problems } = validateDefinition(drawn, testKinds);
  expect(problems.map(({ level, pointer, message }) => `${level} ${pointer} ${message}`)).toEqual([
    'warning /activities/q/timeZone "timeZone" has no effect on a work: only a scheduler reads it',
    'warning /activities/w/retry "retry" has no effect on a wait: only what works is tried again',
  ]);
});
