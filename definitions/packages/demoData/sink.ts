import type { Knex } from 'knex';
import { isPostgres } from '../dialect.ts';

/** What a column of demo data holds. */
export type Value = string | number | null;
export type DemoRow = readonly Value[];

/** Called after each statement with the rows written so far, those to come in all, and what is being made. */
export type Progress = (done: number, total: number, what: string) => void;

/** Where demo rows go: many in each statement. */
export interface Sink {
  /** The first column is the key that the database would hand out. */
  fill: (table: string, columns: readonly string[], rows: Iterable<DemoRow>) => Promise<void>;
  /** A work table as the application makes it beside the package's own. */
  createWorkTable: (name: string) => Promise<void>;
  /** Lets the database go on numbering after the last row (PostgreSQL counts apart from the rows). */
  finish: () => Promise<void>;
}

// SQLite binds 32,766 values a statement, PostgreSQL 65,535.
const valuesMax = 8_000;

function* chunksOf(rows: Iterable<DemoRow>, size: number): Generator<DemoRow[]> {
  let chunk: DemoRow[] = [];
  for (const row of rows) {
    chunk.push(row);
    if (chunk.length === size) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) yield chunk;
}

function insertOf(table: string, columns: readonly string[], rows: number): string {
  const row = `(${columns.map(() => '?').join(',')})`;
  return `INSERT INTO ${table} (${columns.join(',')}) VALUES ${new Array(rows).fill(row).join(',')}`;
}

/**
 * @param knex a transaction: half a demo is worth nothing.
 * @param total about how many rows there will be.
 */
export function createSink(knex: Knex, total: number, onProgress: Progress): Sink {
  const keys = new Map<string, string>();
  let done = 0;
  return {
    fill: async (table, columns, rows) => {
      keys.set(table, columns[0] ?? '');
      const size = Math.floor(valuesMax / columns.length);
      const whole = insertOf(table, columns, size);
      for (const chunk of chunksOf(rows, size)) {
        const sql = chunk.length === size ? whole : insertOf(table, columns, chunk.length);
        await knex.raw(sql, chunk.flat());
        done += chunk.length;
        onProgress(Math.min(done, total), total, table);
      }
    },
    createWorkTable: async (name) => {
      await knex.raw(`CREATE TABLE ${name} (id bigint)`);
      await knex.raw(`INSERT INTO ${name} (id) VALUES (1), (2), (3)`);
    },
    finish: async () => {
      await renumber(knex, keys);
      onProgress(total, total, 'done');
    },
  };
}

async function renumber(knex: Knex, keys: ReadonlyMap<string, string>): Promise<void> {
  if (!isPostgres(knex)) return;
  for (const [table, key] of keys) {
    await knex.raw(`SELECT setval(pg_get_serial_sequence('${table}', '${key}'), MAX(${key})) FROM ${table}`);
  }
}
