import type { JournalLine, OutletTaken } from '../activity/kind.ts';
import type { CompiledGraph, GraphActivity, GraphTransition } from '../graph/compiledGraph.ts';
import type { Fact } from '../model/entry.ts';
import type { Event, Rounds } from '../model/event.ts';
import type { Failure } from '../model/failure.ts';
import { defaultOutlet, outletSchema, type ActivityId, type Outlet } from '../model/ids.ts';
import type { Variables } from '../model/json.ts';
import { isTooLarge } from '../model/jsonSize.ts';
import type { Task } from '../model/task.ts';
import { workTableName, type WorkTable, type WorkTables } from '../model/workTable.ts';
import { remember } from '../remember.ts';
import { armClocks } from './clocks.ts';
import type { StoredEvents } from './input.ts';
import type { Step } from './step.ts';

/** What a task's events carry besides what it got. */
export interface Cargo {
  readonly vars?: Variables;
  readonly workTable?: WorkTable;
  readonly recordCount?: number;
}

const parsedOutlet = remember(1_000, (name) => outletSchema.parse(name));
const outletNamed = (name: string): Outlet => (name === defaultOutlet ? defaultOutlet : parsedOutlet(name));

/** The outlets that a task takes. */
export const outletNames = (taken: readonly OutletTaken[]): Outlet[] => taken.map(({ outlet }) => outletNamed(outlet));

/** Lets events pass every transition of the outlets taken, and creates the tasks that consume them (semantics.md 5). */
export function route(step: Step, task: Task, taken: readonly OutletTaken[], cargo: Cargo = {}): void {
  const rounds = roundsAfter(step, task);
  for (const one of taken) {
    const own = cargoBy(one, cargo);
    for (const transition of step.world.graph.outbound(task.activity, outletNamed(one.outlet))) {
      pass(step, transition, createEvent(step, { task, transition, rounds, cargo: own }));
    }
  }
}

/** What leaves by one outlet: its own rows, with their number, go before those of the whole outcome. */
function cargoBy({ vars, workTable }: OutletTaken, cargo: Cargo): Cargo {
  if (!workTable) return { ...cargo, vars: { ...cargo.vars, ...vars } };
  const { recordCount } = workTable;
  return { workTable, recordCount, vars: { ...cargo.vars, recordCount, ...vars } };
}

const noVars: Variables = {};

interface Passing {
  readonly task: Task;
  readonly transition: GraphTransition;
  readonly rounds: Rounds;
  readonly cargo: Cargo;
}

/** Why a task may not send what it wants to: an event carries 1 MB at most (semantics.md 6). */
export function tooMuchToCarry(
  graph: CompiledGraph,
  task: Task,
  taken: readonly OutletTaken[],
  cargo: Cargo = {},
): Failure | undefined {
  const activity = graph.activities.get(task.activity);
  const inherited = activity ? inheritedVars(activity, task) : task.vars;
  const large = taken.find(
    (one) =>
      graph.outbound(task.activity, outletNamed(one.outlet)).length > 0 &&
      (one.workTable
        ? isTooLarge(inherited, cargoBy(one, cargo).vars ?? noVars)
        : isTooLarge(inherited, cargo.vars ?? noVars, one.vars ?? noVars)),
  );
  if (!large) return undefined;
  return {
    cause: 'data',
    message: `What leaves "${task.activity}" by "${large.outlet}" would carry more than 1 MB of variables.`,
    hint: 'Keep rows in a work table or a table of your own, and let variables carry their keys or a few of them.',
  };
}

function createEvent(step: Step, { task, transition, rounds, cargo }: Passing): Event {
  const event: Event = {
    id: step.nextEventId(),
    task: task.id,
    from: task.activity,
    outlet: transition.outlet,
    to: transition.to,
    vars: { ...inheritedVars(step.activity(task.activity), task), ...cargo.vars },
    rounds,
    ...(cargo.workTable ? { workTable: cargo.workTable } : handedOn(task)),
    ...(cargo.recordCount !== undefined && { recordCount: cargo.recordCount }),
  };
  step.record({ type: 'eventCreated', event });
  return event;
}

function pass(step: Step, transition: GraphTransition, event: Event): void {
  if (step.execution(transition.to) === 'disabled') {
    step.record({ type: 'eventDropped', event: event.id, reason: 'the activity is disabled' });
    return;
  }
  // A gathering activity judges its waiting events when the step settles (joins.ts).
  if (step.activity(transition.to).kind.gathers) return;
  createTask(step, transition.to, [event]);
}

/** Rounds are numbered along the ancestry, for joins and for activities on cycles alone: nobody else asks for them. */
function roundsAfter(step: Step, task: Task): Rounds {
  const { graph } = step.world;
  const counts = step.activity(task.activity).kind.gathers === true || graph.isOnCycle(task.activity);
  return counts ? { ...task.rounds, [task.activity]: (task.rounds[task.activity] ?? 0) + 1 } : task.rounds;
}

/** Creates the task that consumes these events; at an entry there are none, but perhaps what an earlier task got. */
export function createTask(
  step: Step,
  activity: ActivityId,
  events: readonly Event[],
  more: Partial<StoredEvents> = {},
): Task {
  const task: Task = {
    id: step.nextTaskId(),
    activity,
    status: step.execution(activity) === 'hold' ? 'held' : 'pending',
    vars: mergeVars(events),
    rounds: mergeRounds(events),
    workTables: mergeTables(events),
    createdAtMs: step.world.nowMs,
    attempt: 0,
    deaths: 0,
    ...more,
  };
  step.record({ type: 'taskCreated', task, consumed: events.map(({ id }) => id) });
  armClocks(step, task.id);
  step.agenda.push(task.id);
  return task;
}

function mergeTables(events: readonly Event[]): WorkTables {
  const tables: WorkTables = {};
  for (const { from, outlet, workTable, inherited } of events)
    Object.assign(tables, inherited, workTable && { [workTableName(from, outlet)]: workTable });
  return tables;
}

const handedOn = ({ workTables }: Task): Pick<Event, 'inherited'> =>
  Object.keys(workTables).length > 0 ? { inherited: workTables } : {};

/** What an activity sets is its own word: a value that an earlier one set under that name does not outlive it. */
function inheritedVars({ kind, config }: GraphActivity, task: Task): Variables {
  const own = kind.sets?.(config) ?? [];
  return own.some((name) => name in task.vars)
    ? Object.fromEntries(Object.entries(task.vars).filter(([name]) => !own.includes(name)))
    : task.vars;
}

/** Variables merge; on a clash the transition listed last wins (the events come in that order). */
function mergeVars(events: readonly Event[]): Variables {
  const [only] = events;
  if (events.length === 1 && only) return only.vars;
  const merged: Variables = {};
  for (const { vars } of events) Object.assign(merged, vars);
  return merged;
}

function mergeRounds(events: readonly Event[]): Rounds {
  const [only] = events;
  if (events.length === 1 && only) return only.rounds;
  const merged: Rounds = {};
  for (const { rounds } of events) {
    for (const [activity, count] of Object.entries(rounds)) {
      // Keys of a Rounds record are activity ids; Object.entries forgets it.
      const key = activity as ActivityId;
      merged[key] = Math.max(merged[key] ?? 0, count);
    }
  }
  return merged;
}

/** Writes a task's journal lines. */
export function recordJournal(step: Step, task: Task, lines: readonly JournalLine[] = []): void {
  for (const line of lines) {
    const fact: Fact = {
      type: 'journal',
      level: line.level,
      text: line.text,
      ...(line.code !== undefined && { code: line.code }),
      ...(line.params && { params: line.params }),
      activity: task.activity,
      task: task.id,
    };
    step.record(fact);
  }
}
