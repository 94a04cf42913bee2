import type { Database, Statement } from 'better-sqlite3';

/** A statement that changed rows, as it was executed. */
export interface Write {
  readonly sql: string;
  readonly values: readonly unknown[];
  readonly rows: number;
}

const writing = /^\s*(?:insert into|update|delete from) [`"]?(\w+)/i;

/** Records what changes rows on a connection from now on; the function it answers ends it. */
export function recordWrites(connection: Database): () => readonly Write[] {
  const writes: Write[] = [];
  const prepare = connection.prepare.bind(connection);
  const recording = (sql: string): Statement => {
    const statement: Statement = prepare(sql);
    if (!writing.test(sql)) return statement;
    const run = statement.run.bind(statement);
    return Object.defineProperty(statement, 'run', {
      value: (...values: unknown[]) => {
        const result = run(...values);
        if (result.changes > 0) writes.push({ sql, values, rows: result.changes });
        return result;
      },
    });
  };
  Object.defineProperty(connection, 'prepare', { configurable: true, value: recording });
  return () => {
    Reflect.deleteProperty(connection, 'prepare');
    return writes;
  };
}

/** Executes the same writes again, so many to a transaction, each text prepared once. */
export function replayWrites(connection: Database, writes: readonly Write[], groupSize: number): void {
  const prepared = new Map<string, Statement>();
  for (const { sql } of writes) if (!prepared.has(sql)) prepared.set(sql, connection.prepare(sql));
  const group = connection.transaction((part: readonly Write[]) => {
    for (const { sql, values } of part) prepared.get(sql)?.run(...values);
  });
  for (let from = 0; from < writes.length; from += groupSize) group(writes.slice(from, from + groupSize));
}

/** Rows and bytes that were written. */
export interface Written {
  readonly rows: number;
  readonly bytes: number;
}

/** What was written, by table, for each of so many. */
export function writtenPer(writes: readonly Write[], count: number): Record<string, Written> {
  const totals = new Map<string, Written>();
  for (const { sql, values, rows } of writes) {
    const table = writing.exec(sql)?.[1] ?? '';
    const known = totals.get(table) ?? { rows: 0, bytes: 0 };
    totals.set(table, { rows: known.rows + rows, bytes: known.bytes + bytesOf(values) });
  }
  const each = (total: number): number => Math.round((total * 100) / count) / 100;
  return Object.fromEntries(
    [...totals].map(([table, { rows, bytes }]) => [table, { rows: each(rows), bytes: each(bytes) }]),
  );
}

const numberBytes = 8;

function bytesOf(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number' || typeof value === 'bigint') return numberBytes;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((sum: number, part) => sum + bytesOf(part), 0);
}

/** The tables that were written to. */
export const tablesOf = (writes: readonly Write[]): string[] => [
  ...new Set(writes.flatMap(({ sql }) => writing.exec(sql)?.[1] ?? [])),
];
