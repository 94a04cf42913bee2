import type { Knex } from 'knex';
import { dialectOf } from '../../database/dialect.ts';

/** SQL for what stands at a path within a column of JSON text, itself as text or number. The path is ours, never a user's. */
export function jsonText(knex: Knex, column: string, path: readonly string[]): string {
  return dialectOf(knex) === 'postgres'
    ? `(${column}::json #>> '{${path.join(',')}}')`
    : `json_extract(${column}, '$.${path.join('.')}')`;
}
