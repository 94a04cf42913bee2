import { z } from 'zod';
import type { Json } from '../model/json.ts';
import type { ExecutorServices, Outcome, SqlSession } from './executor.ts';
import { keepRows } from './rowSets.ts';
import { onDatabase } from './sqlExecution.ts';

/** Of what type the values of a column are that do not come from the database. */
export const columnTypeSchema = z.enum(['text', 'integer', 'number', 'boolean', 'instant', 'json']);
export type ColumnType = z.infer<typeof columnTypeSchema>;

/** A column of rows that come from outside. */
export interface GatheredColumn {
  readonly name: string;
  readonly type: ColumnType;
}

const types: Readonly<Record<SqlSession['dialect'], Readonly<Record<ColumnType, string>>>> = {
  sqlite: { text: 'TEXT', integer: 'INTEGER', number: 'REAL', boolean: 'INTEGER', instant: 'TEXT', json: 'TEXT' },
  postgres: {
    text: 'text',
    integer: 'bigint',
    number: 'double precision',
    boolean: 'boolean',
    instant: 'timestamptz',
    json: 'jsonb',
  },
};

/** Rows that come from outside, on their way into a work table. */
export interface GatheredRows {
  /** Adds rows; their values stand in the order of the columns. */
  add: (rows: readonly (readonly Json[])[]) => Promise<void>;
  /** What leaves the activity when all rows are there. */
  finish: () => Promise<Required<Pick<Outcome, 'workTable' | 'recordCount' | 'vars'>>>;
  /** Forgets what was added: outside of a transaction nothing else takes it back. */
  discard: () => Promise<void>;
}

function insertion(table: string, columns: readonly GatheredColumn[], dialect: SqlSession['dialect']): string {
  if (dialect === 'sqlite') {
    const values = columns.map((_, at) => `json_extract(value, '$[${String(at)}]')`);
    return `INSERT INTO ${table} SELECT ${values.join(', ')} FROM json_each(:rows)`;
  }
  const values = columns.map(({ type }, at) =>
    type === 'json' ? `value -> ${String(at)}` : `CAST(value ->> ${String(at)} AS ${types.postgres[type]})`,
  );
  return `INSERT INTO ${table} SELECT ${values.join(', ')} FROM jsonb_array_elements(CAST(:rows AS jsonb))`;
}

/** Begins to gather rows: they are written as they come, so that never all of them are in memory. */
export async function gatherRows(
  services: ExecutorServices,
  columns: readonly GatheredColumn[],
): Promise<GatheredRows> {
  const { sql } = services;
  const shape = columns.map(({ name, type }) => `CAST(NULL AS ${types[sql.dialect][type]}) AS ${sql.quote(name)}`);
  const { name } = await onDatabase(() => sql.createWorkTable(`SELECT ${shape.join(', ')} WHERE 1 = 0`, {}));
  const insert = insertion(sql.quote(name), columns, sql.dialect);
  // Outside of a step nothing takes it back; within one, what failed is what matters.
  const discard = (): Promise<void> => sql.dropTable(name).catch(() => undefined);
  return {
    add: async (rows) => {
      if (rows.length === 0) return;
      await onDatabase(() => sql.run(insert, { rows: rows.map((row) => [...row]) }));
    },
    // The work table is made when all rows are there: it is counted, and its first rows are kept, once.
    finish: async () => {
      try {
        const kept = await keepRows(services, { sql: `SELECT * FROM ${sql.quote(name)}`, params: {} });
        await onDatabase(() => sql.dropTable(name));
        return kept;
      } catch (error) {
        await discard();
        throw error;
      }
    },
    discard,
  };
}
