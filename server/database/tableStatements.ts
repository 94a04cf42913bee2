import type { Write } from './statements.ts';

/** The types of columns that fixed statements write. */
export type ColumnType = 'text' | 'integer' | 'bigint';

/** A table, as far as fixed statements write it. */
export interface Table<Row> {
  readonly name: string;
  readonly columns: Readonly<Record<keyof Row & string, ColumnType>>;
}

const commas = (parts: readonly string[]): string => parts.join(', ');
const places = (count: number): string => commas(Array.from({ length: count }, () => '?'));

/** The rows, as a set that PostgreSQL reads from one list a column. */
const unnested = (types: readonly string[]): string =>
  `unnest(${commas(types.map((type, index) => `$${String(index + 1)}::${type}[]`))})`;

/** Inserts rows; `conflict` says what to do with those that are there. */
export function insertInto<Row>({ name, columns }: Table<Row>, conflict = ''): Write<Row> {
  // The keys of a record are what its type says, as long as nobody widens it.
  const keys = Object.keys(columns) as (keyof Row & string)[];
  const into = `INSERT INTO ${name} (${commas(keys)})`;
  return {
    name: `${name} insert`,
    keys,
    sqlite: `${into} VALUES (${places(keys.length)}) ${conflict}`,
    postgres: `${into} SELECT * FROM ${unnested(keys.map((key) => columns[key]))} ${conflict}`,
  };
}

/** Which columns an update sets, and which it finds its row by. */
interface Updating<Row> {
  /** Tells updates of one table apart. */
  readonly what: string;
  readonly set: readonly (keyof Row & string)[];
  /** By column: what the row says that it must be. */
  readonly where: Readonly<Record<string, keyof Row & string>>;
}

/** Updates the one row that each row given names. */
export function updateOf<Row>({ name, columns }: Table<Row>, { what, set, where }: Updating<Row>): Write<Row> {
  const conditions = Object.entries(where);
  const keys = [...set, ...conditions.map(([, key]) => key)];
  const found = conditions.map(([column]) => `${column} = ?`).join(' AND ');
  return {
    name: `${name} ${what}`,
    keys,
    sqlite: `UPDATE ${name} SET ${commas(set.map((key) => `${key} = ?`))} WHERE ${found}`,
    postgres:
      `UPDATE ${name} SET ${commas(set.map((key) => `${key} = given.${key}`))} ` +
      `FROM ${unnested(keys.map((key) => columns[key]))} AS given (${commas(keys)}) ` +
      `WHERE ${conditions.map(([column, key]) => `${name}.${column} = given.${key}`).join(' AND ')}`,
  };
}

/** Deletes what each row given names. */
export function deleteFrom<Row, Key extends keyof Row & string>(
  { name, columns }: Table<Row>,
  where: readonly Key[],
): Write<Pick<Row, Key>> {
  return {
    name: `${name} delete by ${where.join(' and ')}`,
    keys: where,
    sqlite: `DELETE FROM ${name} WHERE ${where.map((key) => `${key} = ?`).join(' AND ')}`,
    postgres:
      `DELETE FROM ${name} USING ${unnested(where.map((key) => columns[key]))} AS given (${commas(where)}) ` +
      `WHERE ${where.map((key) => `${name}.${key} = given.${key}`).join(' AND ')}`,
  };
}
