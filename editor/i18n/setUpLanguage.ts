import i18next, { type i18n } from 'i18next';
import ICU from 'i18next-icu';
import { initReactI18next } from 'react-i18next';
import { defaultNamespace, english } from './english.ts';

/** The languages that the editor speaks; others join when their texts are complete. */
export const languages = ['en'] as const;

/**
 * Prepares the language layer: ICU messages, one namespace a file of `locales/<language>`.
 * @returns the instance, ready at once because English travels with the first screen
 */
export function setUpLanguage(): i18n {
  void i18next
    .use(ICU)
    .use(initReactI18next)
    .init({
      lng: 'en',
      fallbackLng: 'en',
      supportedLngs: languages,
      defaultNS: defaultNamespace,
      ns: Object.keys(english),
      resources: { en: english },
      initAsync: false,
      interpolation: { escapeValue: false },
      returnNull: false,
    });
  return i18next;
}
