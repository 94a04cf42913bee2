import type { Json } from '../../../engine/model/json.ts';

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
