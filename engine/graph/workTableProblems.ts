import { errorOutlet, type ActivityId } from '../model/ids.ts';
import type { Problem } from '../model/problem.ts';
import { workTableName } from '../model/workTable.ts';
import type { DraftActivity, DraftGraph } from './draftGraph.ts';
import { didYouMean } from './nearest.ts';
import { pointerTo } from './pointer.ts';

type Fault = Pick<Problem, 'code' | 'level' | 'message' | 'hint'>;

/** The names of the work tables that can come in, the nearest first: what makes none hands on those that it got. */
function* inboundNames(graph: DraftGraph, id: ActivityId): Iterable<string> {
  const passed = new Set([id]);
  // A Set that grows while it is walked gives the added elements too.
  for (const to of passed) {
    for (const { from, outlet } of graph.inbound(to)) {
      passed.add(from);
      if (outlet !== errorOutlet && canMake(graph, from)) yield workTableName(from, outlet);
    }
  }
}

/** An activity that nobody understands may well make one. */
function canMake(graph: DraftGraph, id: ActivityId): boolean {
  const kind = graph.activities.get(id)?.kind;
  return kind === undefined || kind.behaviour.does === 'work';
}

/** What is wrong with the name of an inbound work table, as it is written at an activity. */
export function workTableFault(
  graph: DraftGraph,
  id: ActivityId,
  { name, written }: { readonly name: string; readonly written: string },
): Fault | undefined {
  const names = new Set<string>();
  // Most name what is next to them: the whole way back is walked only to say what there is instead.
  for (const known of inboundNames(graph, id)) {
    if (known === name) return undefined;
    names.add(known);
  }
  return {
    code: 'sql-invalid',
    level: 'error',
    message: `${written}: no work table of that name comes to "${id}"`,
    hint: didYouMean(name, [...names], 'Name an activity with rows that leads here.'),
  };
}

function problemsOf(graph: DraftGraph, { id, kind, config }: DraftActivity): readonly Problem[] {
  const uses = kind && config ? (kind.reads?.(config.value) ?? []) : [];
  return uses.flatMap(({ pointer, name }) => {
    const fault = workTableFault(graph, id, { name, written: `"${name}"` });
    return fault ? [{ ...fault, pointer: pointerTo('activities', id) + pointer, activity: id }] : [];
  });
}

/** Where a configuration names a work table that cannot come in. */
export function workTableProblems(graph: DraftGraph): readonly Problem[] {
  return [...graph.activities.values()].flatMap((activity) => problemsOf(graph, activity));
}
