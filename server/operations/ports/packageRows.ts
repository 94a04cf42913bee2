import type { Json } from '../../../engine/model/json.ts';

/** What came from outside for a table of a package. */
export interface PackageRowRecord {
  readonly table: string;
  readonly row: Readonly<Record<string, Json>>;
  /** What the rows have in common that are changed; absent where a row is added. */
  readonly match?: Readonly<Record<string, Json>>;
  /** By which whoever sent it knows it. */
  readonly key?: string;
  readonly receivedAt: string;
}
/** Rows for tables of packages, until a worker takes them over. */
export interface PackageRowStore {
  add: (row: PackageRowRecord) => Promise<void>;
  /** Of these keys, those that wait for a worker. */
  known: (table: string, keys: readonly string[]) => Promise<readonly string[]>;
  /** Takes away what a worker has taken over, up to a position. */
  purge: (upTo: number) => Promise<number>;
}
