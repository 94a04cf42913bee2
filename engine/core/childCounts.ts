import type { Children } from '../model/children.ts';
import type { Task } from '../model/task.ts';

/** How many children a task has that have not ended. */
export const liveCount = ({ live }: Children): number => Object.keys(live).length;

const hasEnough = ({ terms, results }: Children): boolean => results.length >= (terms.enough ?? Infinity);

/** Whether no further result is waited for. */
export const isOver = (children: Children): boolean =>
  hasEnough(children) || (!children.open && children.results.length === children.total);

/** The items whose children may begin now, in the order in which they do. */
export function wantedItems(children: Children): readonly number[] {
  const { terms, again, next, total, failure } = children;
  const free = terms.concurrency - liveCount(children);
  if (free <= 0 || failure || hasEnough(children)) return [];
  const fresh = Array.from({ length: Math.min(free, total - next) }, (_, index) => next + index);
  return [...again, ...fresh].slice(0, free);
}

/** Whether a task has children that have not ended. */
export const awaitsChildren = ({ children }: Task): boolean => children !== undefined && liveCount(children) > 0;

/** Whether the child of an item may begin now: those that never had one do so in their order. */
export const mayBegin = (children: Children, item: number): boolean =>
  wantedItems(children).includes(item) && (item === children.next || children.again.includes(item));
