import type { Json, Variables } from './json.ts';

/** What stands where a secret is: nobody reads it back from there. */
export const secretMask = '********';

/** A shorter secret is masked where it stands alone, not inside other text: it would take every text apart. */
const shortestInside = 4;

function leaves(value: Json): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (typeof value === 'number') return [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(leaves);
}

/** How a secret may be written inside another text: as it is, in JSON, in SQL, in an address. */
function spellings(secret: string): string[] {
  const spelled = [secret, JSON.stringify(secret).slice(1, -1), secret.replaceAll("'", "''")];
  try {
    return [...spelled, encodeURIComponent(secret)];
  } catch {
    // Half a character has no spelling in an address.
    return spelled;
  }
}

/** Masks what it is given wherever a secret shows in it. */
export interface Mask {
  readonly text: (text: string) => string;
  readonly value: (value: Json) => Json;
}

/** A mask for the secrets of an instance. */
export function createMask(secrets: Variables): Mask {
  const alone = new Set(Object.values(secrets).flatMap(leaves));
  const inside = [...new Set([...alone].filter(({ length }) => length >= shortestInside).flatMap(spellings))];
  // The longest first: one secret may be a part of another.
  inside.sort((one, other) => other.length - one.length);
  const text = (given: string): string =>
    alone.has(given) ? secretMask : inside.reduce((masked, secret) => masked.replaceAll(secret, secretMask), given);
  const value = (given: Json): Json => {
    if (typeof given === 'string') return text(given);
    if (typeof given === 'number') return inside.includes(String(given)) ? secretMask : given;
    if (typeof given !== 'object' || given === null) return given;
    if (Array.isArray(given)) return given.map(value);
    return Object.fromEntries(Object.entries(given).map(([name, each]) => [text(name), value(each)]));
  };
  return { text, value };
}

const isMarked = (schema: Json | undefined): boolean =>
  typeof schema === 'object' &&
  schema !== null &&
  !Array.isArray(schema) &&
  (schema['x-secret'] === true || schema['writeOnly'] === true);

/** The inputs that `inputs`, a JSON Schema, marks as secret: `"x-secret": true`, or `"writeOnly": true`. */
export function secretNames(inputs: Variables | undefined): readonly string[] {
  const properties = inputs?.['properties'];
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties)) return [];
  return Object.entries(properties).flatMap(([name, schema]) => (isMarked(schema) ? [name] : []));
}

/** The inputs in which one of `secrets` shows, alone or inside other text. */
export function secretsWithin(inputs: Variables, secrets: Variables): Variables {
  const { value } = createMask(secrets);
  const shows = (input: Json): boolean => JSON.stringify(value(input)) !== JSON.stringify(input);
  return Object.fromEntries(Object.entries(inputs).filter(([, input]) => shows(input)));
}

/** Inputs with a mask in the place of each secret, and the secrets apart. */
export function parted(
  inputs: Variables,
  names: readonly string[],
): { readonly shown: Variables; readonly secrets: Variables } {
  const kept = Object.entries(inputs).filter(([name, value]) => names.includes(name) && value !== null);
  const masks = kept.map(([name]): [string, Json] => [name, secretMask]);
  return { shown: { ...inputs, ...Object.fromEntries(masks) }, secrets: Object.fromEntries(kept) };
}
