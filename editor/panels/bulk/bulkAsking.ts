import type { BulkAsked, BulkFilter } from '../../../server/contract/bulk.ts';

/** What is asked of which instances, as it was when somebody asked: the list that it came from goes on changing. */
export interface BulkAsking {
  readonly asked: BulkAsked;
  readonly filter: BulkFilter;
  readonly title: string;
}
