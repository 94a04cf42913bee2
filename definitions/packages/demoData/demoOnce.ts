import type { Knex } from 'knex';
import type { DemoOptions } from './demoOptions.ts';
import { createInstants, type Instants } from './instants.ts';
import { createSink, type Sink, type Value } from './sink.ts';

/** The demo data of a package. */
export interface Demo {
  /** A table that has rows once the data is there. */
  readonly table: string;
  /** About how many rows there will be. */
  readonly rowsInAll: number;
  readonly fill: (means: DemoMeans) => Promise<void>;
}

/** What demo data is made with. */
export interface DemoMeans {
  readonly knex: Knex;
  readonly sink: Sink;
  readonly at: Instants;
  /** A number of rows at the chosen scale. */
  readonly scaled: (count: number) => number;
}

/**
 * Makes demo data in one transaction; a database that has it already stays as it is, so that it may be asked for again
 * after a crash.
 */
export async function demoOnce(knex: Knex, options: DemoOptions, demo: Demo): Promise<void> {
  const { now, scale = 1, onProgress = () => undefined } = options;
  await knex.transaction(async (transaction) => {
    const present: unknown = await transaction(demo.table).first();
    if (present !== undefined) return;
    const sink = createSink(transaction, Math.ceil(demo.rowsInAll * scale), onProgress);
    const scaled = (count: number): number => Math.max(20, Math.round(count * scale));
    await demo.fill({ knex: transaction, sink, at: createInstants(now), scaled });
    await sink.finish();
  });
}

/** A row by its columns; the first one is the key. */
export type DemoRecord = Readonly<Record<string, Value>>;

/** Fills a table with rows that name their columns; what a row leaves out is `others`, or nothing. */
export async function fillRecords(
  sink: Sink,
  table: string,
  records: readonly DemoRecord[],
  others: DemoRecord = {},
): Promise<void> {
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)).concat(Object.keys(others)))];
  const rows = records.map((record) => columns.map((column) => record[column] ?? others[column] ?? null));
  await sink.fill(table, columns, rows);
}
