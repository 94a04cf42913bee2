import { expect, test } from 'vitest';
import { definitionSchema } from '../../../engine/model/definition.ts';
import { firstDefinition, isName, nameFor } from './newWorkflow.ts';

test('a title becomes a name: words joined, accents and other signs left out', () => {
  expect(nameFor('Nightly import')).toBe('nightlyImport');
  expect(nameFor('Résumé des commandes')).toBe('resumeDesCommandes');
  expect(nameFor('2nd try!')).toBe('ndTry');
  expect(nameFor('수신자')).toBe('');
});

test('a name of a title is always a name that workflows may have', () => {
  expect(isName(nameFor('A '.repeat(100)))).toBe(true);
});

test('the first definition of a workflow is valid', () => {
  const given = { label: 'Mine', name: 'mine', category: 'custom', folder: 'Workflows', severity: 'normal' } as const;
  expect(definitionSchema.safeParse(firstDefinition(given, 'Start')).success).toBe(true);
});
