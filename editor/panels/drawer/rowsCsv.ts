import type { Json } from '../../../engine/model/json.ts';

/** A spreadsheet would take a text that begins like this for a formula. */
const formula = /^[=+\-@\t\r]/;

const textOf = (value: Json | undefined): string => {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return formula.test(value) ? `'${value}` : value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/**
 * Rows as CSV (RFC 4180), their columns in the first line.
 * @returns the text of the file
 */
export function rowsCsv(columns: readonly string[], rows: readonly Readonly<Record<string, Json>>[]): string {
  const lines = [columns.map(cell), ...rows.map((row) => columns.map((name) => cell(textOf(row[name]))))];
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}
