import type { ColumnType } from '../../../engine/activity/gatheredRows.ts';
import { parseInstant } from '../../../engine/activity/instant.ts';
import { jsonSchema, type Json } from '../../../engine/model/json.ts';

/** What a cell is no value of, in words. */
const wanted: Readonly<Record<ColumnType, string>> = {
  text: 'a text without the character 0',
  integer: 'a whole number of 64 bits',
  number: 'a number',
  boolean: 'true or false',
  instant: 'an instant, as 2026-01-31T04:00:00Z is one',
  json: 'JSON',
};

const truths: Readonly<Record<string, boolean>> = { true: true, t: true, 1: true, false: false, f: false, 0: false };
const largest = 2n ** 63n;

function integerOf(cell: string): Json | undefined {
  if (!/^[+-]?\d{1,40}$/.test(cell)) return undefined;
  const value = BigInt(cell.replace('+', ''));
  if (value >= largest || value < -largest) return undefined;
  // Beyond what a double holds it stays a text, which either database takes for the number that it is.
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}

function numberOf(cell: string): Json | undefined {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(cell)) return undefined;
  const value = Number(cell);
  return Number.isFinite(value) ? value : undefined;
}

function instantOf(cell: string): Json | undefined {
  const ms = parseInstant(cell);
  return ms === undefined ? undefined : new Date(ms).toISOString();
}

function parsed(cell: string): Json | undefined {
  try {
    return jsonSchema.parse(JSON.parse(cell));
  } catch {
    return undefined;
  }
}

const readers: Readonly<Record<ColumnType, (cell: string) => Json | undefined>> = {
  text: (cell) => cell,
  integer: (cell) => integerOf(cell.trim()),
  number: (cell) => numberOf(cell.trim()),
  boolean: (cell) => truths[cell.trim().toLowerCase()],
  instant: (cell) => instantOf(cell.trim()),
  json: parsed,
};

/** What a cell is as a value of a column; a fault tells what it should have been. */
export function readCell(cell: string | null, type: ColumnType): { readonly value: Json } | { readonly fault: string } {
  if (cell === null || (cell === '' && type !== 'text')) return { value: null };
  const value = cell.includes('\0') ? undefined : readers[type](cell);
  return value === undefined ? { fault: `“${cell.slice(0, 40)}” is not ${wanted[type]}` } : { value };
}
