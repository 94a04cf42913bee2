import pg from 'pg';

/** A whole number as JSON has it: beyond 2^53 it stays text (semantics.md 6). */
const wholeNumber = (text: string): number | string => (Number.isSafeInteger(Number(text)) ? Number(text) : text);

/** A decimal number; one that a double would change, or that is none (`NaN`), stays text. */
function decimal(text: string): number | string {
  const value = Number(text);
  const digits = text.replaceAll(/^-?0*|\.|0+$/g, '');
  return Number.isFinite(value) && digits.length <= 15 ? value : text;
}

const finite = (text: string): number | string => (Number.isFinite(Number(text)) ? Number(text) : text);

/** An instant as SQLite keeps it: UTC ISO text with milliseconds; `infinity` and years before Christ stay text. */
function instant(text: string): string {
  const at = new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
  return Number.isNaN(at.getTime()) ? text : at.toISOString();
}

const asWritten = (text: string): string => text;

type Parser = (text: string) => unknown;

const { builtins } = pg.types;

/** Numbers, instants and dates are read as the SQLite side has them; whatever is not named here as `pg` reads it. */
const parsers: ReadonlyMap<number, Parser> = new Map<number, Parser>([
  [builtins.INT8, wholeNumber],
  [builtins.NUMERIC, decimal],
  [builtins.FLOAT4, finite],
  [builtins.FLOAT8, finite],
  [builtins.TIMESTAMPTZ, instant],
  [builtins.TIMESTAMP, asWritten],
  [builtins.DATE, asWritten],
  [builtins.INTERVAL, asWritten],
]);

// pg types its parsers by an enum of the built-in types; a database has others too, and their values are text.
const builtInParser = pg.types.getTypeParser as (id: number, format?: string) => Parser;

/** How values of PostgreSQL are read; for one connection, not for the whole process. */
export const postgresTypes = {
  getTypeParser: (id: number, format?: string): Parser => parsers.get(id) ?? builtInParser(id, format),
};
