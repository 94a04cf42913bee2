import type { PageQuery } from '../contract/lists.ts';
import type { Page, Range } from './ports/inbox.ts';

/** The rows of a page that is counted from 1. */
export const rangeOf = ({ page, size }: PageQuery): Range => ({ offset: (page - 1) * size, limit: size });

/** A page of a list as it is answered: `next` is absent on the last. */
export function answerPage<Item>(
  { items, total }: Page<Item>,
  { page, size }: PageQuery,
): {
  items: Item[];
  total: number;
  next?: number;
} {
  return { items: [...items], total, ...(page * size < total ? { next: page + 1 } : {}) };
}

/** A page of a list that is in memory already. */
export function pageInMemory<Item>(all: readonly Item[], query: PageQuery): Page<Item> {
  const { offset, limit } = rangeOf(query);
  return { items: all.slice(offset, offset + limit), total: all.length };
}
