import { useCallback } from 'react';
import type { Localized } from '../../engine/model/definition.ts';
import { useTextLanguage } from './textLanguage.tsx';

/**
 * Picks a definition's own text in the operator's language, else in English, else what there is.
 * @returns the function that picks, with what to show where there is no text
 */
export function useLocalized(): (text: Localized | null | undefined, otherwise?: string) => string {
  const { language } = useTextLanguage();
  return useCallback(
    (text, otherwise = '') => {
      if (text === null || text === undefined) return otherwise;
      if (typeof text === 'string') return text || otherwise;
      return text[language] ?? text['en'] ?? Object.values(text)[0] ?? otherwise;
    },
    [language],
  );
}
