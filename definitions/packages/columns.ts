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
  // Every table is keyed by its own name.
  column.references(`${parent.replace(/^(nms|xtk)_/, '')}_id`).inTable(parent);
  return column;
}

/**
 * A number of a row elsewhere that the database does not hold on to: of another package that may not be installed, or
 * of a row that may go first.
 */
export function pointsTo(table: Knex.CreateTableBuilder, name: string): Knex.ColumnBuilder {
  return table.bigInteger(name);
}

/** 0 or 1, on both databases alike, so that one statement serves them both. */
export function flagColumn(table: Knex.CreateTableBuilder, name: string, value: 0 | 1 = 0): Knex.ColumnBuilder {
  return table.integer(name).notNullable().defaultTo(value);
}

/** An amount of money; double precision is enough for what is only reported. */
export function amountColumn(table: Knex.CreateTableBuilder, name: string): Knex.ColumnBuilder {
  return table.double(name);
}

/**
 * What sending notes on a log of messages: the secret part of the addresses in a message, and who sent it last, since when.
 * Each is absent while nothing was sent.
 */
export async function addSendingColumns(knex: Knex, log: string): Promise<void> {
  await knex.schema.alterTable(log, (table) => {
    table.text('token');
    table.text('sending_by');
    instantColumn(table, 'sending_at');
  });
  await knex.raw(`CREATE UNIQUE INDEX ${log}_token ON ${log} (token) WHERE token IS NOT NULL`);
  await knex.raw(`CREATE INDEX ${log}_sending ON ${log} (sending_by, status) WHERE sending_by IS NOT NULL`);
}
