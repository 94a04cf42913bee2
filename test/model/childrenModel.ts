import type { Json, Variables } from '../../engine/model/json.ts';
import type { RandomActivity } from '../properties/randomGraph.ts';
import type { ModelChildren } from './modelState.ts';

const isSingle = ({ forEach, more }: RandomActivity): boolean => forEach === undefined && more === undefined;

/** What a task that begins to wait for children knows of them. */
export function planned(activity: RandomActivity): ModelChildren {
  const items: readonly unknown[] = JSON.parse(activity.forEach ?? '[]') as unknown[];
  const total = isSingle(activity) ? 1 : items.length;
  const open = activity.more !== undefined;
  return { total, open, next: 0, again: [], live: new Set(), results: new Map(), hasFailed: false };
}

const enoughOf = ({ collect = 'all' }: RandomActivity): number =>
  collect === 'all' ? Infinity : collect === 'first' ? 1 : collect;

/** Whether no further result is waited for. */
export const isEnough = (activity: RandomActivity, { results, open, total }: ModelChildren): boolean =>
  results.size >= enoughOf(activity) || (!open && results.size === total);

/** Items whose children may begin: first those that need another, then the others in their order. */
export function wantedOf(activity: RandomActivity, children: ModelChildren): readonly number[] {
  const { total, next, again, live, results, hasFailed } = children;
  if (hasFailed || results.size >= enoughOf(activity)) return [];
  const fresh = Array.from({ length: total - next }, (_, index) => next + index);
  return [...again, ...fresh].slice(0, Math.max(0, (activity.concurrency ?? 10) - live.size));
}

/** A child ended; what it gave counts, where it finished. */
export function childEnds(children: ModelChildren, item: number, result: Json | undefined): void {
  children.live.delete(item);
  if (result !== undefined) children.results.set(item, result);
  else {
    children.again = [...children.again, item].sort((one, other) => one - other);
    children.hasFailed = true;
  }
}

/** A signal adds items, or says that there will be no more. */
export function addItems(children: ModelChildren, { items, item, close }: Variables): void {
  if (!children.open) return;
  children.total += Array.isArray(items) ? items.length : item === undefined ? 0 : 1;
  if (close === true) children.open = false;
}

/** What the children gave, in the order of their items. */
export function resultsOf(activity: RandomActivity, { results }: ModelChildren): Variables {
  const inOrder = [...results].sort(([one], [other]) => one - other).map(([, result]) => result);
  const [first = null] = inOrder;
  if (isSingle(activity)) return { result: first };
  return { results: inOrder, ...(enoughOf(activity) === 1 && { result: first }) };
}

/** The variables that are an activity's own word: what earlier ones set under these names ends with it. */
export function ownVariables(activity: RandomActivity): readonly string[] {
  if (activity.type === 'approval') return ['answer'];
  if (activity.type !== 'subWorkflow') return [];
  if (isSingle(activity)) return ['result'];
  return enoughOf(activity) === 1 ? ['results', 'result'] : ['results'];
}
