import { createContext, use, useCallback, useState, type ReactNode } from 'react';

/** The languages of shipped workflows and packages, each by its own name. */
export const textLanguages = {
  en: 'English',
  fr: 'Français',
  sv: 'Svenska',
  ko: '한국어',
  'zh-Hant': '繁體中文',
} as const;
export type TextLanguage = keyof typeof textLanguages;

interface Choice {
  readonly language: TextLanguage;
  readonly choose: (language: TextLanguage) => void;
}

const storageKey = 'signalbox.textLanguage';
const known = Object.keys(textLanguages).filter((code): code is TextLanguage => code in textLanguages);

/** Simplified Chinese is another script: its readers get English, or what they name next. */
const isTraditional = (tag: string): boolean => /^zh-(Hant|TW|HK|MO)\b/i.test(tag);

/**
 * The first of a reader's languages that texts are written in.
 * @param wanted language tags such as `sv-FI`, the dearest first
 * @returns its code, else English
 */
export function textLanguageFor(wanted: readonly string[]): TextLanguage {
  const codes = wanted.map((tag) => (isTraditional(tag) ? 'zh-Hant' : tag.split('-')[0]?.toLowerCase()));
  return codes.flatMap((code) => known.filter((one) => one === code))[0] ?? 'en';
}

const kept = (): TextLanguage | undefined => known.find((code) => code === localStorage.getItem(storageKey));

const ChoiceContext = createContext<Choice>({ language: 'en', choose: () => undefined });

/** Holds the language of labels and descriptions: the operator's choice, kept in the browser, else the browser's own. */
export function TextLanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(() => kept() ?? textLanguageFor(navigator.languages));
  const choose = useCallback((chosen: TextLanguage) => {
    localStorage.setItem(storageKey, chosen);
    setLanguage(chosen);
  }, []);
  return <ChoiceContext value={{ language, choose }}>{children}</ChoiceContext>;
}

/**
 * The language in which workflows and packages are named to the operator.
 * @returns it, and how to choose another
 */
export function useTextLanguage(): Choice {
  return use(ChoiceContext);
}
