import type { Json, Variables } from './json.ts';

/** At most 1 MB an event (semantics.md 6), written as JSON. */
export const eventBytes = 1_000_000;

/** What a value can take at most, written as JSON: no character takes more than six bytes, no number more than 25. */
function bytesAtMost(vars: Variables): number {
  const open: Json[] = [vars];
  let bytes = 0;
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value === 'string') bytes += 2 + 6 * value.length;
    else if (typeof value !== 'object' || value === null) bytes += 25;
    else if (Array.isArray(value)) {
      bytes += 2 + value.length;
      for (const item of value) open.push(item);
    } else {
      bytes += 2;
      for (const name in value) {
        bytes += 4 + 6 * name.length;
        const item = value[name];
        if (item !== undefined) open.push(item);
      }
    }
  }
  return bytes;
}

/** UTF-8: three bytes at most for each of the two halves of what JavaScript counts as two, four together. */
function utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) bytes += code > 0x7ff && (code < 0xd800 || code > 0xdfff) ? 2 : 1;
  }
  return bytes;
}

/** What a value takes, written as JSON. */
export const jsonBytes = (value: Json): number => utf8Bytes(JSON.stringify(value));

/** Whether variables are more than an event may carry; the later parts go before the earlier ones. */
export function isTooLarge(...parts: readonly Variables[]): boolean {
  // Nearly all are a few numbers: only what may be too large is written out.
  if (parts.reduce((sum, part) => sum + bytesAtMost(part), 0) <= eventBytes) return false;
  const merged = parts.reduce((all, part) => ({ ...all, ...part }), {});
  const text = JSON.stringify(merged);
  return text.length > eventBytes || utf8Bytes(text) > eventBytes;
}
