import { readDraft, type DefinitionDraft, type DraftUnreadable } from '../../document/definitionDraft.ts';

/** What a text gives: a definition that can be drawn, or the first thing that stands in the way. */
export type ReadJson =
  | { readonly draft: DefinitionDraft }
  | { readonly notJson: string }
  | { readonly unreadable: { readonly pointer: string; readonly message: string } };

const parse = (text: string): { readonly value: unknown } | { readonly notJson: string } => {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { notJson: error instanceof Error ? error.message : String(error) };
  }
};

/**
 * Reads what somebody wrote as a definition.
 * @returns the definition, or what is wrong
 */
export function readJson(text: string): ReadJson {
  const parsed = parse(text);
  if ('notJson' in parsed) return parsed;
  const read = readDraft(parsed.value);
  if ('draft' in read) return read;
  const [first]: readonly DraftUnreadable[] = read.unreadable;
  return { unreadable: { pointer: first?.pointer ?? '', message: first?.message ?? '' } };
}
