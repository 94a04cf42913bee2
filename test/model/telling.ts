import type { Children } from '../../engine/model/children.ts';
import type { Json, Variables } from '../../engine/model/json.ts';
import type { Task } from '../../engine/model/task.ts';
import type { RandomActivity } from '../properties/randomGraph.ts';
import { dawnMs } from '../support/shell.ts';
import { wantedOf } from './childrenModel.ts';
import type { Drawing } from './drawing.ts';
import type { Ancestors, ModelChildren, ModelTask } from './modelState.ts';

/** What is told of a task, by the engine and by the model. */
interface Told {
  readonly activity: string;
  readonly status: string;
  readonly attempt: number;
  readonly deaths: number;
  readonly kept: number;
  readonly rounds: string;
  readonly vars: string;
  readonly children: string;
  /** When its wait or its retry is over, counted from when the test began. */
  readonly due: number | undefined;
}
const tell = ({ activity, status, attempt, deaths, kept, rounds, vars, children, due = 0 }: Told): string =>
  `${activity} ${status} until ${String(due)}, attempt ${String(attempt)}, ${String(deaths)} deaths, ${String(kept)} kept; ${rounds}; ${vars}${children}`;

/** Of a failure and an answer what both promise: not the message, not the instant. */
function promised(name: string, value: Json): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const fields = name === 'error' ? ['cause', 'activity'] : ['by', 'choice'];
  return Object.fromEntries(fields.map((field) => [field, value[field] ?? null]));
}

const inOrder = (named: readonly (readonly [string, unknown])[]): string =>
  JSON.stringify([...named].sort(([one], [other]) => (one < other ? -1 : 1)));

/** Variables, their order left aside. */
export const tellVars = (vars: Variables): string =>
  inOrder(Object.entries(vars).map(([name, value]) => [name, promised(name, value)] as const));

/** How many tasks of each join, and of what is on a cycle, are in the ancestry; others the engine need not count. */
export const tellRounds = (rounds: Ancestors, { activities, isOnCycle }: Drawing): string =>
  inOrder(Object.entries(rounds).filter(([id]) => activities.get(id)?.type === 'join' || isOnCycle(id)));

interface Family {
  readonly next: number;
  readonly total: number;
  readonly live: readonly number[];
  readonly again: readonly number[];
  readonly results: readonly (readonly [number, Json])[];
  readonly asked: readonly number[];
}
const numbers = (all: Iterable<number>): number[] => [...all].sort((one, other) => one - other);
const tellFamily = ({ live, asked, ...rest }: Family): string =>
  `; children ${JSON.stringify({ ...rest, live: numbers(live), asked: numbers(asked) })}`;

const engineFamily = ({ next, total, live, again, results }: Children, asked: readonly number[]): string =>
  tellFamily({
    ...{ next, total, again, asked },
    live: Object.keys(live).map(Number),
    results: results.map(({ item, result }) => [item, result] as const),
  });

const modelFamily = ({ next, total, live, again, results }: ModelChildren, asked: readonly number[]): string =>
  tellFamily({
    ...{ next, total, again, asked },
    live: [...live],
    results: [...results].sort(([one], [other]) => one - other),
  });

/** A task as the engine has it; `asked`: the items whose children it waits to see begin. */
export const tellTask = (task: Task, asked: readonly number[], drawing: Drawing): string =>
  tell({
    ...task,
    kept: task.keptSignals?.length ?? 0,
    rounds: tellRounds(task.rounds, drawing),
    vars: tellVars(task.vars),
    children: task.children ? engineFamily(task.children, asked) : '',
    due: task.waitingFor?.dueAtMs === undefined ? undefined : task.waitingFor.dueAtMs - dawnMs,
  });

/** A task as the model has it. */
export function tellModelTask(task: ModelTask, activity: RandomActivity, isRunning: boolean, drawing: Drawing): string {
  const { children } = task;
  const asked = children && isRunning && task.status === 'waiting' ? wantedOf(activity, children) : [];
  return tell({
    ...task,
    kept: task.kept.length,
    rounds: tellRounds(task.ancestors, drawing),
    vars: tellVars(task.vars),
    children: children ? modelFamily(children, asked) : '',
    due: task.dueAtMs,
  });
}
