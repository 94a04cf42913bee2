import { describe, expect, it } from 'vitest';
import { readActivity } from './activityReading.ts';
import { textIn } from './localizedText.ts';
import { readDraft } from './definitionDraft.ts';
import { copyFragment, printFragment, readFragment } from './fragment.ts';
import { freshId } from './naming.ts';

describe('a draft', () => {
  it('is read without changing or losing anything in it', () => {
    const value = {
      novel: { deep: [1] },
      name: 'orders',
      activities: { a: { type: 'query', later: true } },
      transitions: [],
    };
    expect(JSON.stringify(readDraft(value))).toBe(JSON.stringify({ draft: value }));
  });

  it('that cannot be drawn says where it is not what it should be', () => {
    const read = readDraft({ activities: { a: { label: 'no type' } } });
    expect('unreadable' in read && read.unreadable.map(({ pointer }) => pointer)).toContain('/activities/a/type');
  });

  it('without activities or transitions is an empty drawing', () => {
    expect(readDraft({ name: 'new' })).toEqual({ draft: { name: 'new', activities: {}, transitions: [] } });
  });
});

describe('an activity', () => {
  it('of an unknown kind still has an inlet, an outlet and its fields', () => {
    const reading = readActivity({ type: 'telepathy', to: 'all', label: 'Think' }, new Map());
    expect(reading).toMatchObject({ config: { to: 'all' }, outlets: [{ name: 'default' }], acceptsInbound: true });
  });

  it('is labelled in the reader’s language, else in English', () => {
    expect(textIn('fr', { en: 'Orders', fr: 'Commandes' })).toBe('Commandes');
    expect(textIn('sv', { en: 'Orders', fr: 'Commandes' })).toBe('Orders');
    expect(textIn('sv', 'Orders')).toBe('Orders');
  });
});

describe('names', () => {
  it('are numbered on where they are taken', () => {
    expect(freshId('query', new Set(['query', 'query2']))).toBe('query3');
    expect(freshId('query2', new Set(['query2']))).toBe('query3');
    expect(freshId('not a name', new Set())).toBe('activity');
  });
});

describe('the clipboard', () => {
  it('brings back what was copied, as the JSON of a workflow file', () => {
    const draft = { activities: { a: { type: 'query' }, b: { type: 'end' } }, transitions: [{ from: 'a', to: 'b' }] };
    const text = printFragment(copyFragment(draft, ['a', 'b']));
    expect(readFragment(JSON.parse(text))).toEqual(draft);
  });

  it('holds no activities when it holds anything else', () => {
    expect(readFragment('hello')).toBeUndefined();
    expect(readFragment({ activities: {} })).toBeUndefined();
  });
});
