import { assertNever, invariant } from '../invariant.ts';
import type { Children } from '../model/children.ts';
import type { Entry } from '../model/entry.ts';
import type { Failure } from '../model/failure.ts';
import type { Json } from '../model/json.ts';
import { eventBytes, jsonBytes } from '../model/jsonSize.ts';
import type { Task } from '../model/task.ts';

/** The facts about a task's children. */
export type ChildEntry = Extract<Entry, { type: 'childrenPlanned' | 'childrenAdded' | 'childBegun' | 'childEnded' }>;
type Of<Type extends ChildEntry['type']> = Extract<ChildEntry, { type: Type }>;

const childEntries: ReadonlySet<string> = new Set<ChildEntry['type']>([
  'childrenPlanned',
  'childrenAdded',
  'childBegun',
  'childEnded',
]);

/** Whether an entry is about children. */
export const isChildEntry = (entry: Entry): entry is ChildEntry => childEntries.has(entry.type);

/** Notes on a task what happens to its children. */
export function noteOnChildren(task: Task, entry: ChildEntry): Task {
  if (entry.type === 'childrenPlanned') return { ...task, children: planned(task.children, entry) };
  const { children } = task;
  invariant(children, `the task ${task.id} has children`);
  return { ...task, children: changed(children, entry) };
}

function planned(former: Children | undefined, { terms, version, total }: Of<'childrenPlanned'>): Children {
  if (former) return { ...former, terms, version };
  const open = terms.more === undefined ? {} : { open: true as const };
  return { terms, version, total, ...open, next: 0, again: [], live: {}, results: [], bytes: 0 };
}

function changed(children: Children, entry: Exclude<ChildEntry, { type: 'childrenPlanned' }>): Children {
  switch (entry.type) {
    case 'childrenAdded':
      return added(children, entry);
    case 'childBegun': {
      const { item, child } = entry;
      return {
        ...children,
        next: item === children.next ? item + 1 : children.next,
        again: children.again.filter((one) => one !== item),
        live: { ...children.live, [item]: child },
      };
    }
    case 'childEnded': {
      const { [entry.item]: _ended, ...live } = children.live;
      return ended({ ...children, live }, entry);
    }
    default:
      return assertNever(entry);
  }
}

function added({ open, ...children }: Children, { count, closed }: Of<'childrenAdded'>): Children {
  return { ...children, total: children.total + count, ...(open && !closed && { open }) };
}

function ended(children: Children, { item, child, status, result = null, failure }: Of<'childEnded'>): Children {
  const bytes = children.bytes + jsonBytes(result);
  if (status === 'finished' && bytes <= eventBytes)
    return { ...children, results: withResult(children, item, result), bytes };
  const why = status === 'finished' ? tooLarge : childFailure(child, status, failure);
  return { ...children, again: [...children.again, item].sort((one, other) => one - other), failure: why };
}

/** In the order of the items; most children end nearly in that order, so the place is looked for from the end. */
function withResult({ results }: Children, item: number, result: Json): Children['results'] {
  const before = results.findLastIndex((one) => one.item < item);
  return results.toSpliced(before + 1, 0, { item, result });
}

const tooLarge: Failure = {
  cause: 'data',
  message: 'What the children gave is more than 1 MB.',
  hint: 'Let the children keep rows in a table, and give back their keys or a few numbers.',
};

function childFailure(child: string, status: 'failed' | 'stopped', failure: Failure | undefined): Failure {
  const why = failure ? `: ${failure.message}` : '';
  return {
    cause: 'data',
    message: `The child ${child} ${status === 'failed' ? 'failed' : 'was stopped'}${why}${why.endsWith('.') ? '' : '.'}`,
    hint: 'See the child; executed again, this task begins another one for the same item.',
  };
}
