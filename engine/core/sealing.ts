import type { Entry } from '../model/entry.ts';
import type { Json } from '../model/json.ts';
import type { Mask } from '../model/secrets.ts';

/** What carries values and text in facts; names, numbers and statuses are nobody's secret. */
const carriers: ReadonlySet<string> = new Set([
  ...['vars', 'input', 'inputs', 'result', 'params', 'rows', 'answer'],
  ...['text', 'title', 'message', 'hint', 'reason'],
]);
/** Here a reason is one of a few words. */
const plain: ReadonlySet<string> = new Set(['firing']);

function seal(value: Json, mask: Mask): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => seal(each, mask));
  const sealed = Object.entries(value).map(([name, each]): [string, Json] => {
    if (plain.has(name)) return [name, each];
    return [name, carriers.has(name) ? mask.value(each) : seal(each, mask)];
  });
  return Object.fromEntries(sealed);
}

/** An entry in which no secret of its instance shows: what is recorded is what everybody may read. */
export function sealEntry<Sealed extends Entry>(entry: Sealed, mask: Mask | undefined): Sealed {
  if (!mask || entry.type === 'taskReady') return entry;
  // An entry is JSON, and sealing changes texts and values alone, never its shape.
  return seal(entry as unknown as Json, mask) as unknown as Sealed;
}
