import { localizedSchema } from '../../engine/model/definition.ts';
import type { Json } from '../../engine/model/json.ts';

/** A text in a language, else in English, else in the first there is. */
export function textIn(language: string, value: Json | undefined): string | undefined {
  const localized = localizedSchema.safeParse(value);
  if (!localized.success) return undefined;
  if (typeof localized.data === 'string') return localized.data || undefined;
  return localized.data[language] ?? localized.data['en'] ?? Object.values(localized.data)[0];
}

/** What a field that writes one language shows: its text there, and no other language's, or emptying it would fill it. */
export function writtenIn(language: string, value: Json | undefined): string {
  const localized = localizedSchema.safeParse(value);
  if (!localized.success) return '';
  return typeof localized.data === 'string' ? localized.data : (localized.data[language] ?? '');
}

/**
 * A label or description with its text of one language changed: one text stays one text, texts by language keep the
 * others. No value where nothing is left.
 */
export function localizedWith(before: Json | undefined, language: string, text: string): Json | undefined {
  if (typeof before !== 'object' || before === null || Array.isArray(before)) return text === '' ? undefined : text;
  const { [language]: _old, ...others } = before;
  const next = text === '' ? others : { ...before, [language]: text };
  return Object.keys(next).length === 0 ? undefined : next;
}
