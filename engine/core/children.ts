import type { ChildItems, DecideContext, JournalLine } from '../activity/kind.ts';
import type { GraphActivity } from '../graph/compiledGraph.ts';
import { assertNever, invariant } from '../invariant.ts';
import type { Children } from '../model/children.ts';
import { defaultOutlet, type TaskId } from '../model/ids.ts';
import type { Variables } from '../model/json.ts';
import type { Task } from '../model/task.ts';
import { awaitsChildren, isOver, liveCount, mayBegin, wantedItems } from './childCounts.ts';
import { armClocks } from './clocks.ts';
import { completeDecision, endTask } from './completion.ts';
import { failTask, guarded } from './failing.ts';
import type { ChildReport } from './input.ts';
import type { Rejection } from './rejection.ts';
import { recordJournal } from './routing.ts';
import type { Step } from './step.ts';

const named = (task: Task): { task: TaskId; activity: Task['activity'] } => ({
  task: task.id,
  activity: task.activity,
});

/** A task begins to wait for children; executed again, for those that it has still, and others for what failed. */
export function delegate(step: Step, task: Task, activity: GraphActivity, context: DecideContext<unknown>): void {
  const { behaviour } = activity.kind;
  invariant(behaviour.does === 'delegate', `${activity.kind.name} begins no instances`);
  const items = task.children ? undefined : behaviour.items(context);
  const terms = behaviour.terms(activity.config);
  waitFor(step, task, task.children && !task.children.open ? undefined : terms.more);
  const total = items ? countOf(items) : (task.children?.total ?? 0);
  step.record({ type: 'childrenPlanned', ...named(task), terms, version: step.draft.version, total });
  armClocks(step, task.id);
  if (items) keep(step, task.id, items);
  reconsider(step, task.id, []);
}

function waitFor(step: Step, task: Task, signal: string | undefined): void {
  const waitingFor = signal === undefined ? {} : { signal: { name: signal } };
  step.record({ type: 'taskWaiting', ...named(task), waitingFor });
  if (signal !== undefined) step.command({ type: 'subscribe', task: task.id, signal });
}

function countOf(items: ChildItems): number {
  switch (items.of) {
    case 'itself':
      return 1;
    case 'list':
      return items.values.length;
    case 'rows':
      return items.workTable.recordCount;
    default:
      return assertNever(items);
  }
}

function keep(step: Step, task: TaskId, items: ChildItems): void {
  if (items.of === 'list' && items.values.length > 0)
    step.command({ type: 'keepItems', task, from: 0, values: items.values });
  else if (items.of === 'rows') step.command({ type: 'keepRows', task, workTable: items.workTable });
}

/**
 * Looks at a task that waits for children: it fails, ends, or asks for those that may begin.
 * @param asked the items that were asked for before, as far as that is known: to ask again changes nothing.
 */
export function reconsider(step: Step, id: TaskId, asked: readonly number[]): void {
  const task = step.draft.tasks[id];
  if (!task?.children || task.status !== 'waiting' || step.draft.status !== 'running') return;
  const { children } = task;
  if (children.failure) failTask(step, task, children.failure);
  else if (isOver(children)) guarded(step, task, () => complete(step, task, children));
  else askFor(step, id, wantedItems(children), asked);
}

function askFor(step: Step, task: TaskId, wanted: readonly number[], asked: readonly number[]): void {
  const items = wanted.filter((item) => !asked.includes(item));
  if (items.length > 0) step.command({ type: 'beginChildren', task, items });
}

function complete(step: Step, task: Task, children: Children): void {
  const left = liveCount(children);
  if (left > 0) {
    const text = `${String(children.results.length)} results are enough: ${String(left)} children are stopped.`;
    recordJournal(step, task, [{ level: 'info', code: 'children-enough', text }]);
  }
  completeDecision(step, task, { outlets: [{ outlet: defaultOutlet, vars: resultsOf(children) }] });
}

/** One child gives `result`, several `results` in the order of their items; where one result is enough, both. */
function resultsOf({ terms, results }: Children): Variables {
  const values = results.map(({ result }) => result);
  const [first = null] = values;
  if (terms.single) return { result: first };
  return { results: values, ...(terms.enough === 1 && { result: first }) };
}

const refuses = (task: Task, what: string): Rejection => ({
  code: 'task-refuses',
  message: `The task ${task.id} is ${task.status}: ${what}.`,
});

/** What the shell reports of a task's children. */
export function childReport(step: Step, task: Task, input: ChildReport): Rejection | undefined {
  const { children } = task;
  if (!children) return refuses(task, 'it has no children');
  if (input.type === 'childEnded') return childEnded(step, task, children, input);
  if (step.draft.status !== 'running')
    return { code: 'instance-refuses', message: `The instance is ${step.draft.status}: nothing begins.` };
  if (task.status !== 'waiting' || !mayBegin(children, input.item))
    return refuses(task, `no child is wanted for item ${String(input.item)}`);
  if (input.type === 'childRefused') failTask(step, task, input.failure);
  else begun(step, task, input);
  return undefined;
}

function begun(step: Step, task: Task, { item, child, version }: Extract<ChildReport, { type: 'childBegun' }>): void {
  step.record({ type: 'childBegun', ...named(task), item, child, version });
}

/** Also of a task that cannot move now: what came of the child counts when it can. */
function childEnded(
  step: Step,
  task: Task,
  children: Children,
  { item, child, status, result, failure }: Extract<ChildReport, { type: 'childEnded' }>,
): Rejection | undefined {
  if (children.live[item] !== child) return refuses(task, `${child} is not its child for item ${String(item)}`);
  const asked = wantedItems(children);
  step.record({
    type: 'childEnded',
    ...named(task),
    item,
    child,
    status,
    ...(result !== undefined && { result }),
    ...(failure && { failure }),
  });
  const after = step.draft.tasks[task.id];
  if (step.draft.status !== 'stopping') reconsider(step, task.id, asked);
  else if (after?.children && liveCount(after.children) === 0) endTask(step, after, { event: 'cancel' });
  return undefined;
}

/** A signal adds items: all of `items`, or one `item`; `close` says that it was the last one. */
export function addItems(step: Step, task: Task, { items, item, close }: Variables): void {
  const { children } = task;
  if (!children?.open) return;
  const asked = wantedItems(children);
  const values = Array.isArray(items) ? items : item === undefined ? [] : [item];
  if (values.length > 0) step.command({ type: 'keepItems', task: task.id, from: children.total, values });
  if (close === true) closeItems(step, task, values.length);
  else if (values.length > 0) step.record({ type: 'childrenAdded', ...named(task), count: values.length });
  else recordJournal(step, task, [addsNothing]);
  reconsider(step, task.id, asked);
}

const addsNothing: JournalLine = {
  level: 'warning',
  code: 'nothing-added',
  text: 'The signal added nothing: it brought neither "items" nor "item", and did not say "close".',
};

function closeItems(step: Step, task: Task, count: number): void {
  step.record({ type: 'childrenAdded', ...named(task), count, closed: true });
  if (task.status !== 'waiting') return;
  waitFor(step, task, undefined);
  step.command({ type: 'unsubscribe', task: task.id });
}

/** Whether a stop must wait for the end of a task's children; it asks for that. */
export function stopsChildren(step: Step, { id, children }: Task): boolean {
  if (!children || liveCount(children) === 0) return false;
  step.command({ type: 'stopChildren', task: id });
  return true;
}

/** Children pause when the instance does, and go on with it. */
export function tellChildren(step: Step): void {
  const { status } = step.draft;
  const held = status === 'pausing' || status === 'paused';
  const wasHeld = step.statusBefore === 'pausing' || step.statusBefore === 'paused';
  if (held === wasHeld || (!held && status !== 'running')) return;
  const type = held ? 'pauseChildren' : 'resumeChildren';
  for (const task of step.liveTasks()) if (awaitsChildren(task)) step.command({ type, task: task.id });
}
