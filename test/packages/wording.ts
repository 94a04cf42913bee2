import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The languages of shipped texts. */
export type Language = 'en' | 'fr' | 'sv' | 'ko' | 'zh-Hant';

/** What is the same as in English: names in every language, words in the one that they stand under. */
export const sameWords: Readonly<Record<Exclude<Language, 'en'> | 'all', readonly string[]>> = {
  all: [
    'dispatchBatchEvent(id)',
    'dispatchRtEvent(id)',
    'enrichBatchEvents(ids)',
    'enrichRtEvents(ids)',
    'coalescingErrors',
    'coalesceUpToDate',
    'vacuum',
  ],
  fr: [
    'Article',
    'Articles',
    'Budget',
    'Budgets',
    'Coupons',
    'Date (UTC)',
    'Exclusions',
    'Messages',
    'Propositions',
    'Sessions',
    'Stocks',
    'Tracking',
    'analyse',
    'mapping',
    'marketing',
    'message',
    'messages',
    'pages',
  ],
  sv: ['Budget', 'Status'],
  ko: [],
  'zh-Hant': [],
};

/** A label of cleanup without the number of its task. */
export const withoutNumber = (text: string): string => text.replace(/^\d+[a-z]? /, '');

/** Characters that simplified Chinese alone has. */
export const simplifiedOnly =
  /[这们为时会来发设数库务图报运动传递邮记项单订间类执标专业实现开关页链删选处历审权户内计划创终错误认询继续连对应环状态]/u;

/**
 * Words for what is called otherwise here: a delivery is 傳送 and never 傳遞, which deliverability (傳遞能力) is alone;
 * a review in campaigns « validation », never « approbation »; a proposition « förslag ».
 */
export const strayWords: Readonly<Record<Exclude<Language, 'en'>, RegExp>> = {
  fr: /approb|approuv|\bremises?\b|traçage|suivi\b|campagnes? locale|liste noire/iu,
  sv: /utskick|tracking|leverbarhet|prenumeration|\bbatch|proposition(?!rcp)|deadline/iu,
  ko: /배달|트래킹|미드소싱|강화|오퍼 제시|개인 정보 요청|받는 사람/u,
  'zh-Hant': /傳遞(?!能力)|投遞|跟蹤|點擊|優惠(?!券)|提案|數據|默認|用戶|服務器|日志|信息|當前|位址/u,
};

/** In French an apostrophe is round, and a no-break space stands before signs of two parts. */
export const carelessFrench = /'|[^\s\u00a0][?!;]| [?!:;](?:\s|$)/u;

const glossary = path.resolve(import.meta.dirname, '../../docs/glossary.md');
const columns: readonly Language[] = ['en', 'fr', 'sv', 'ko', 'zh-Hant'];

/** A word of the glossary in one language, and what finds it in a text, in the plural too. */
export interface GlossaryWord {
  readonly language: Language;
  readonly word: string;
  readonly found: RegExp;
}

/** The words that `docs/glossary.md` gives. */
export function glossaryWords(): readonly GlossaryWord[] {
  const lines = readFileSync(glossary, 'utf8').split('\n');
  const rows = lines.filter((line) => line.startsWith('|')).slice(2);
  return rows.flatMap((row) => {
    const cells = row.split('|').slice(1, -1);
    return columns.map((language, at) => {
      // What stands in brackets tells a word from another.
      const word = (cells[at] ?? '').replace(/\(.*\)/, '').trim();
      return { language, word, found: new RegExp(word.split(' ').join(String.raw`\p{L}{0,2}\s`), 'iu') };
    });
  });
}

/** How many columns a text takes: a character of Chinese, Korean or Japanese takes two. */
export function widthOf(text: string): number {
  const wide = /[\p{Script=Han}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60]/gu;
  return text.length + (text.match(wide)?.length ?? 0);
}

/** The numbers in a text, whatever stands between the digits of thousands. */
export function numbersOf(text: string): readonly string[] {
  return text.replaceAll(/(?<=\d)[,\u00a0](?=\d{3})/g, '').match(/\d+/g) ?? [];
}
