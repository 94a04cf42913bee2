import type { DemoRow } from './sink.ts';

/** Numbers rows from `first` on, in front of their other columns. */
export function* numbered(rows: Iterable<DemoRow>, first = 1): Generator<DemoRow> {
  let id = first;
  for (const row of rows) {
    yield [id, ...row];
    id += 1;
  }
}
