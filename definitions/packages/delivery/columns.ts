import type { Knex } from 'knex';

/** A numeric primary key that the database hands out; no package table is keyed by anything else. */
export function idColumn(table: Knex.CreateTableBuilder, name: string): void {
  table.bigIncrements(name);
}

/** An instant: UTC ISO text with milliseconds on SQLite, `timestamptz` on PostgreSQL. Nullable unless told. */
export function instantColumn(table: Knex.CreateTableBuilder, name: string): Knex.ColumnBuilder {
  return table.timestamp(name, { useTz: true, precision: 3 });
}

/**
 * A reference that the database keeps, on a column that every deletion of the parent can look up by an index.
 * Only where `cleanup` removes the children before the parent: it must never cascade, since a row that goes
 * unasked is a row too many.
 */
export function ownedBy(table: Knex.CreateTableBuilder, name: string, parent: string): Knex.ColumnBuilder {
  const column = table.bigInteger(name);
  column.references(name).inTable(parent);
  return column;
}
