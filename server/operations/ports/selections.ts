import type { BulkAsked, BulkItem } from '../../contract/bulk.ts';

export interface SelectionRecord {
  readonly id: string;
  readonly by: string;
  readonly asked: BulkAsked;
  readonly items: readonly BulkItem[];
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly appliedAt: string | null;
}
/** Selections of many instances that a dry run has shown. */
export interface SelectionStore {
  find: (id: string) => Promise<SelectionRecord | undefined>;
  put: (selection: SelectionRecord) => Promise<void>;
  purge: (before: string) => Promise<number>;
}
