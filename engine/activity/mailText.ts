import type { Json } from '../model/json.ts';
import { ExecutorFailure } from './executor.ts';

// Also what mail programs take for a line's end.
const lineEnd = /[\p{Cc}\u2028\u2029]/u;
const addressPattern = /^[^\s@<>()[\]\\,;:"]+@[^\s@<>()[\]\\,;:"]+$/;

/** A mail cannot be written of what it is given. */
export const unfitForMail = (message: string): ExecutorFailure =>
  new ExecutorFailure({ cause: 'data', message, hint: 'Look at where the value comes from.' });

/** A header is one line: with a second one, a value could name recipients of its own. */
export function oneLine(what: string, value: string): string {
  if (lineEnd.test(value)) throw unfitForMail(`${what} holds a line end or a control character.`);
  return value.trim();
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text within HTML: it brings no markup along. */
export const htmlEscaped = (text: string): string => text.replaceAll(/[&<>"']/g, (each) => entities[each] ?? each);

/** A value within a text: nothing for null, lists and objects as JSON. */
export function valueText(value: Json): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/**
 * Exactly one address.
 * @throws ExecutorFailure where a text is none, or several.
 */
export function oneAddress(written: string): string {
  const address = oneLine('The address', written);
  if (addressPattern.test(address)) return address;
  const told = `“${address.slice(0, 100)}”`;
  throw unfitForMail(
    address.includes(',') ? `${told} is not one address: a value gives exactly one.` : `${told} is no address.`,
  );
}
