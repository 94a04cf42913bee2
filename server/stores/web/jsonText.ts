import type { Knex } from 'knex';
import { dialectOf } from '../../database/dialect.ts';

/** What JSON can carry and no text of PostgreSQL: U+0000 (at which texts of SQLite end), and halves of characters. */
const impossible = String.raw`'\\u(0000|d[89a-f][0-9a-f]{2})'`;

/** SQL for what stands at a path within a column of JSON text, itself as text or number. The path is ours, never a user's. */
export function jsonText(knex: Knex, column: string, path: readonly string[]): string {
  return dialectOf(knex) === 'postgres'
    ? `(regexp_replace(${column}, ${impossible}, '\\\\ufffd', 'g')::json #>> '{${path.join(',')}}')`
    : `json_extract(replace(${column}, '\\u0000', '\\ufffd'), '$.${path.join('.')}')`;
}
