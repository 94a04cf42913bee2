import { describe, expect, it } from 'vitest';
import { createDocumentStore } from '../document/documentStore.ts';
import { createEditing } from './editing.ts';

const named = { en: 'Orders', fr: 'Commandes' };

/** A document with an activity that is called so, and what its card does. */
function drawn(label: string | typeof named | undefined) {
  const orders = { type: 'query', position: [0, 0], ...(label !== undefined && { label }) };
  const store = createDocumentStore({ name: 'orders', activities: { orders }, transitions: [] }, new Map());
  const { relabel } = createEditing(store, () => undefined);
  return { relabel, labelNow: () => store.getSnapshot().definition.activities['orders']?.['label'] };
}

describe('an activity that is renamed on its card', () => {
  it('keeps what it is called in other languages', () => {
    const { relabel, labelNow } = drawn(named);
    relabel('orders', 'fr', 'Les commandes');
    expect(labelNow()).toEqual({ en: 'Orders', fr: 'Les commandes' });
  });

  it('gets no text of its own from the one that was only shown', () => {
    const languages = drawn(named);
    languages.relabel('orders', 'sv', 'Orders');
    expect(languages.labelNow()).toEqual(named);
    const nameless = drawn(undefined);
    nameless.relabel('orders', 'en', 'orders');
    expect(nameless.labelNow()).toBeUndefined();
  });
});
