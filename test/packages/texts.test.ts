import { describe, expect, it } from 'vitest';
import { inAllLanguagesSchema } from '../../definitions/packages/catalogueEntry.ts';
import { packages } from '../../definitions/registry/packages.generated.ts';
import { shippedWorkflows } from './shippedPackages.ts';
import {
  carelessFrench,
  glossaryWords,
  numbersOf,
  sameWords,
  simplifiedOnly,
  strayWords,
  widthOf,
  withoutNumber,
  type Language,
} from './wording.ts';

type Translation = Exclude<Language, 'en'>;

const translations: readonly Translation[] = ['fr', 'sv', 'ko', 'zh-Hant'];
/** From afar a card shows its label in two lines; near by the first twenty and the rest above the pointer. */
const cardColumnsMax = 40;
/** What a line has room for between two cards. */
const wayColumnsMax = 16;

interface Text {
  /** A package or workflow with the path in its file, such as `delivery/options/0/label`. */
  readonly at: string;
  readonly text: unknown;
}

/** What stands under `label` or `description`, however deep. */
function textsIn(value: unknown, at: string): readonly Text[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    key === 'label' || key === 'description'
      ? [{ at: `${at}/${key}`, text: child as unknown }]
      : textsIn(child, `${at}/${key}`),
  );
}

/** The editor has words of its own for the main way out, and for that of failures. */
const isUnnamed = (outlet: string): boolean => outlet === 'default' || outlet === 'error';

/** Only what the format calls a text: what a kind has under such a name may be an expression. */
const textsOfWorkflows: readonly Text[] = shippedWorkflows.flatMap(({ name, definition }) => [
  { at: `${name}/label`, text: definition.label },
  { at: `${name}/description`, text: definition.description },
  ...Object.entries(definition.activities).map(([id, { label }]) => ({ at: `${name}/${id}`, text: label })),
  ...definition.transitions.flatMap(({ from, outlet = 'default', label }) =>
    isUnnamed(outlet) && label === undefined ? [] : [{ at: `${name}/${from}.${outlet}`, text: label }],
  ),
]);

const textsOfPackages: readonly Text[] = packages.flatMap(({ name, manifest, cubes, reports }) => [
  ...textsIn(manifest, name),
  ...cubes.flatMap((cube) => textsIn(cube.declaration, `${name}/cube ${cube.name}`)),
  ...reports.flatMap((report) => textsIn(report.declaration, `${name}/report ${report.name}`)),
]);

const texts = [...textsOfWorkflows, ...textsOfPackages];
const whole = texts.flatMap(({ at, text }) => {
  const parsed = inAllLanguagesSchema.safeParse(text);
  return parsed.success ? [{ at, text: parsed.data }] : [];
});

/** Where a translation is not as it should be. */
const faulty = (isFault: (text: string, language: Translation, english: string) => boolean) =>
  whole.flatMap(({ at, text }) =>
    translations
      .filter((language) => isFault(text[language], language, text.en))
      .map((language) => `${at} ${language}: ${text[language]}`),
  );

const isName = (text: string): boolean => sameWords.all.includes(withoutNumber(text));

describe('the texts of packages and their workflows', () => {
  it('are there in five languages, each of them', () => {
    const lacking = texts.filter(({ text }) => !inAllLanguagesSchema.safeParse(text).success);
    expect(lacking.map(({ at }) => at)).toEqual([]);
    expect(textsOfWorkflows.length).toBeGreaterThan(400);
    expect(textsOfPackages.length).toBeGreaterThan(150);
  });

  it('are translated, but for names and words that languages share', () => {
    const isEnglish = (text: string, language: Translation, english: string): boolean =>
      text === english && !isName(english) && !sameWords[language].includes(withoutNumber(english));
    expect(faulty(isEnglish)).toEqual([]);
  });

  it('are written in the letters of their language', () => {
    const hasOthers = (text: string, language: Language, english: string): boolean => {
      if (isName(english)) return false;
      if (language === 'ko') return !/\p{Script=Hangul}/u.test(text) || /\p{Script=Han}/u.test(text);
      if (language === 'zh-Hant') return !/\p{Script=Han}/u.test(text) || /\p{Script=Hangul}/u.test(text);
      return /\p{Script=Hangul}|\p{Script=Han}/u.test(text);
    };
    expect(faulty(hasOthers)).toEqual([]);
    expect(faulty((text, language) => language === 'zh-Hant' && simplifiedOnly.test(text))).toEqual([]);
  });

  it('call a thing by the same word everywhere', () => {
    expect(faulty((text, language) => strayWords[language].test(text))).toEqual([]);
  });

  it('use every word of the glossary', () => {
    const words = glossaryWords();
    expect(words.length).toBeGreaterThan(150);
    const unused = words.filter(
      ({ language, word, found }) => word === '' || !whole.some(({ text }) => found.test(text[language])),
    );
    expect(unused.map(({ language, word }) => `${language}: ${word}`)).toEqual([]);
  });

  it('are set as French is, but for the labels that the catalogue gives', () => {
    const given = shippedWorkflows.map(({ entry }) => entry.label.fr);
    const isCareless = (text: string, language: Translation): boolean =>
      language === 'fr' && !given.includes(text) && carelessFrench.test(text);
    expect(faulty(isCareless)).toEqual([]);
  });

  it('keep every number of the English one', () => {
    const hasLost = (text: string, _language: Language, english: string): boolean =>
      numbersOf(english).some((number) => !numbersOf(text).includes(number));
    expect(faulty(hasLost)).toEqual([]);
  });

  it('have no blank at an end, and no two beside each other', () => {
    const isRagged = (text: string): boolean => text.trim() !== text || /\s{2}/.test(text);
    expect(faulty(isRagged)).toEqual([]);
    expect(whole.filter(({ text }) => isRagged(text.en)).map(({ at }) => at)).toEqual([]);
  });
});

describe.each(shippedWorkflows)('the cards of the shipped workflow $name', ({ definition }) => {
  const labels = Object.entries(definition.activities).flatMap(([id, { label }]) => {
    const parsed = inAllLanguagesSchema.safeParse(label);
    return parsed.success ? [{ id, label: parsed.data }] : [];
  });

  it.each(['en', ...translations] as const)('have short labels, each another, in %s', (language) => {
    const long = labels.filter(({ label }) => widthOf(label[language]) > cardColumnsMax);
    expect(long.map(({ label }) => label[language])).toEqual([]);
    const words = labels.map(({ label }) => label[language]);
    expect(words.filter((word, nth) => words.indexOf(word) !== nth)).toEqual([]);
  });

  it.each(['en', ...translations] as const)('have ways out with short names, each another, in %s', (language) => {
    const ways = definition.transitions.flatMap(({ from, outlet, label }) => {
      const parsed = inAllLanguagesSchema.safeParse(label);
      return parsed.success ? [{ from, outlet, name: parsed.data[language] }] : [];
    });
    expect(ways.filter(({ name }) => widthOf(name) > wayColumnsMax)).toEqual([]);
    const isSame = (one: (typeof ways)[number], other: (typeof ways)[number]): boolean =>
      one.from === other.from && one.name === other.name && one.outlet !== other.outlet;
    expect(ways.filter((way) => ways.some((other) => isSame(way, other)))).toEqual([]);
  });
});
