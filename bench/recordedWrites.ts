import type { Database, Statement } from 'better-sqlite3';
import pg from 'pg';

/** A statement that changed rows, as it was executed. */
export interface Write {
  readonly sql: string;
  /** By which PostgreSQL keeps it prepared. */
  readonly name?: string;
  readonly values: readonly unknown[];
  readonly rows: number;
}

/** What has been recorded so far, until it ends. */
export interface Recording {
  readonly writes: readonly Write[];
  readonly end: () => void;
}

const writing = /^\s*(?:insert into|update|delete from) (?:"?\w+"?\.)?[`"]?(\w+)/i;

/** Records what changes rows by statements that are prepared on a connection from now on. */
export function recordSqlite(connection: Database): Recording {
  const writes: Write[] = [];
  const recorded = { isOver: false };
  const prepare = connection.prepare.bind(connection);
  const recording = (sql: string): Statement => {
    const statement: Statement = prepare(sql);
    if (!writing.test(sql)) return statement;
    const run = statement.run.bind(statement);
    return Object.defineProperty(statement, 'run', {
      value: (...values: unknown[]) => {
        const result = run(...values);
        if (result.changes > 0 && !recorded.isOver) writes.push({ sql, values: values.flat(), rows: result.changes });
        return result;
      },
    });
  };
  Object.defineProperty(connection, 'prepare', { configurable: true, value: recording });
  const end = (): void => {
    recorded.isOver = true;
    Reflect.deleteProperty(connection, 'prepare');
  };
  return { writes, end };
}

interface Asked {
  readonly text: string;
  readonly name?: string;
  readonly values?: readonly unknown[];
}

/** What pg is given: a text, or a text with its values. */
function askedOf(query: unknown): Asked | undefined {
  if (typeof query === 'string') return { text: query };
  // pg's other way, which nobody here takes, is a query object of its own.
  return typeof query === 'object' && query !== null && 'text' in query ? (query as Asked) : undefined;
}

type Ask = (this: unknown, query: unknown, ...rest: unknown[]) => unknown;
type Answered = (error: unknown, result: { readonly rowCount: number | null } | undefined) => void;

/** Records what changes rows on any connection to PostgreSQL from now on. */
export function recordPostgres(): Recording {
  const writes: Write[] = [];
  const { prototype } = pg.Client;
  // pg has many signatures; it is handed whatever came, with its own `this`.
  // eslint-disable-next-line @typescript-eslint/unbound-method -- see above
  const query = prototype.query as Ask;
  const note = (asked: Asked | undefined, rows: number | null | undefined): void => {
    if (!asked || !rows || !writing.test(asked.text)) return;
    const { text, name, values = [] } = asked;
    writes.push({ sql: text, values, rows, ...(name !== undefined && { name }) });
  };
  const recording: Ask = function (this: unknown, ...all) {
    const asked = askedOf(all[0]);
    const last = all.at(-1);
    if (typeof last === 'function') {
      const answered: Answered = (error, result) => {
        note(asked, result?.rowCount);
        Reflect.apply(last, undefined, [error, result]);
      };
      return Reflect.apply(query, this, [...all.slice(0, -1), answered]);
    }
    const answer = Reflect.apply(query, this, all);
    if (!(answer instanceof Promise)) return answer;
    return answer.then((result: { readonly rowCount: number | null }) => {
      note(asked, result.rowCount);
      return result;
    });
  };
  Object.defineProperty(prototype, 'query', { configurable: true, writable: true, value: recording });
  const end = (): void => {
    Object.defineProperty(prototype, 'query', { configurable: true, writable: true, value: query });
  };
  return { writes, end };
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
    const table = tableOf(sql);
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

const tableOf = (sql: string): string => writing.exec(sql)?.[1] ?? '';

/** The same writes, about instances, requests and sources of requests of another name: as another client would do them. */
export const asWrittenBy = (writes: readonly Write[], client: string): readonly Write[] =>
  writes.map((write) => ({ ...write, values: write.values.map((value) => renamed(value, client)) }));

function renamed(value: unknown, client: string): unknown {
  if (typeof value === 'string')
    return value.replaceAll(/i_(?=i\d)/g, `i_${client}`).replace(/^requests$/, `requests${client}`);
  return Array.isArray(value) ? value.map((one) => renamed(one, client)) : value;
}

/** As many groups of statements, each a transaction. */
export function grouped(writes: readonly Write[], groups: number): readonly (readonly Write[])[] {
  const size = Math.ceil(writes.length / groups);
  return Array.from({ length: groups }, (_, index) => writes.slice(index * size, (index + 1) * size));
}
