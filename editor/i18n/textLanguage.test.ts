import { describe, expect, it } from 'vitest';
import { textLanguageFor } from './textLanguage.tsx';

describe('the language of labels', () => {
  it.each([
    [['sv-FI', 'en'], 'sv'],
    [['de', 'fr-CA', 'en'], 'fr'],
    [['ko-KR'], 'ko'],
    [['zh-TW', 'en-US'], 'zh-Hant'],
    [['zh-Hant-HK'], 'zh-Hant'],
    [['zh-CN', 'fr'], 'fr'],
    [['zh-CN'], 'en'],
    [['de'], 'en'],
    [[], 'en'],
  ])('is the first of the reader’s that there is, else English: %j', (wanted, language) => {
    expect(textLanguageFor(wanted)).toBe(language);
  });
});
