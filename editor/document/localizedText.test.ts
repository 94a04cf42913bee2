import { describe, expect, it } from 'vitest';
import { localizedWith, writtenIn } from './localizedText.ts';

const orders = { en: 'Orders', fr: 'Commandes' };

describe('a label that is written in one language', () => {
  it('keeps its texts in the others', () => {
    expect(localizedWith(orders, 'sv', 'Beställningar')).toEqual({ ...orders, sv: 'Beställningar' });
    expect(localizedWith(orders, 'fr', 'Les commandes')).toEqual({ en: 'Orders', fr: 'Les commandes' });
  });

  it('loses that language alone when it is emptied, and is no label when nothing is left', () => {
    expect(localizedWith(orders, 'fr', '')).toEqual({ en: 'Orders' });
    expect(localizedWith({ en: 'Orders' }, 'en', '')).toBeUndefined();
    expect(localizedWith('Orders', 'sv', '')).toBeUndefined();
  });

  it('stays one text where it is one', () => {
    expect(localizedWith('Orders', 'sv', 'Beställningar')).toBe('Beställningar');
    expect(localizedWith(undefined, 'sv', 'Beställningar')).toBe('Beställningar');
  });

  it('is shown for writing in that language or as nothing', () => {
    expect(writtenIn('fr', orders)).toBe('Commandes');
    expect(writtenIn('sv', orders)).toBe('');
    expect(writtenIn('sv', 'Orders')).toBe('Orders');
    expect(writtenIn('sv', undefined)).toBe('');
  });
});
