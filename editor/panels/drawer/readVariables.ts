import { jsonRecordSchema, type Json } from '../../../engine/model/json.ts';
import { secretMask } from '../../../engine/model/secrets.ts';

/** What a text gives: the variables that it changes, or what stands in the way. */
export type ReadVariables =
  | { readonly changed: Readonly<Record<string, Json>> }
  | { readonly notJson: string }
  | { readonly notObject: true }
  /** A variable is changed, not taken away. */
  | { readonly missing: readonly string[] }
  /** The mask stands for a secret; kept as a value it would be the value. */
  | { readonly masked: readonly string[] }
  /** Somebody else has changed them since the writing began. */
  | { readonly changedMeanwhile: readonly string[] };

const parse = (text: string): { readonly value: unknown } | { readonly notJson: string } => {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { notJson: error instanceof Error ? error.message : String(error) };
  }
};

const same = (one: Json | undefined, other: Json | undefined): boolean => JSON.stringify(one) === JSON.stringify(other);

/**
 * Reads what somebody wrote in the place of the variables of an instance.
 * @returns what differs from the present ones
 */
export function readVariables(text: string, present: Readonly<Record<string, Json>>): ReadVariables {
  const parsed = parse(text);
  if ('notJson' in parsed) return parsed;
  const read = jsonRecordSchema.safeParse(parsed.value);
  if (!read.success) return { notObject: true };
  const missing = Object.keys(present).filter((name) => !Object.hasOwn(read.data, name));
  if (missing.length > 0) return { missing };
  const changed = Object.entries(read.data).filter(([name, value]) => !same(value, present[name]));
  const masked = changed.filter(([, value]) => JSON.stringify(value).includes(secretMask)).map(([name]) => name);
  return masked.length > 0 ? { masked } : { changed: Object.fromEntries(changed) };
}

/**
 * What somebody wants changed who began with other values than there are now: what they did not touch stays as it is.
 * @returns what is to be sent; what came into force already is left out
 */
export function changesOf(
  text: string,
  { base, vars }: Readonly<Record<'base' | 'vars', Readonly<Record<string, Json>>>>,
): ReadVariables {
  const read = readVariables(text, base);
  if (!('changed' in read)) return read;
  const wanted = Object.entries(read.changed).filter(([name, value]) => !same(value, vars[name]));
  const changedMeanwhile = wanted.map(([name]) => name).filter((name) => !same(base[name], vars[name]));
  return changedMeanwhile.length > 0 ? { changedMeanwhile } : { changed: Object.fromEntries(wanted) };
}
