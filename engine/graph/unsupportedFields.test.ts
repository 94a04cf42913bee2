import { expect, it } from 'vitest';
import { definitionOf } from '../../test/support/graphOf.ts';
import { testKinds } from '../../test/support/testKinds.ts';
import { validateDefinition } from './validateDefinition.ts';

it('a field that this release does not act on is warned about, and refuses nothing', () => {
  const drawn = definitionOf('start > q, q > e', {
    activities: { q: { type: 'work', affinity: 'big' } },
  });
  const { definition, problems } = validateDefinition(drawn, testKinds);
  expect(definition).toBeDefined();
  expect(problems.map(({ code, level, pointer }) => `${level} ${code} ${pointer}`)).toEqual([
    'warning field-unsupported /activities/q/affinity',
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
    'warning /activities/q/timeZone "timeZone" has no effect on a work: it knows no times of day',
    'warning /activities/w/retry "retry" has no effect on a wait: only what works is tried again',
  ]);
});

it('a number of instances that signals do not keep to is warned about', () => {
  const pointers = (drawing: string) =>
    validateDefinition({ ...definitionOf(drawing), maxInstances: 2 }, testKinds).problems.map(({ pointer }) => pointer);
  const signalled = definitionOf('s > e', { activities: { s: { type: 'signal' } } });
  const { problems } = validateDefinition({ ...signalled, maxInstances: 2 }, testKinds);
  expect(problems.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual(['field-unsupported /maxInstances']);
  expect(pointers('start > q, q > e')).toEqual([]);
});
