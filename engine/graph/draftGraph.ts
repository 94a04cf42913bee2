import type { AnyKind, Kinds } from '../activity/kind.ts';
import { activityCommonKeys } from '../model/definition.ts';
import type { Activity, Definition } from '../model/definition.ts';
import type { ActivityId } from '../model/ids.ts';
import type { Problem } from '../model/problem.ts';
import { didYouMean } from './nearest.ts';
import { pointerTo } from './pointer.ts';
import type { Salvaged, SalvagedTransition } from './salvage.ts';
import { schemaProblems } from './schemaProblems.ts';
import { kindFieldsOf } from './splitActivity.ts';

/** An activity as far as it can be understood: without a kind, or without a configuration where that is faulty. */
export interface DraftActivity {
  readonly id: ActivityId;
  readonly common: Activity;
  readonly kind: AnyKind | undefined;
  /** What the kind's schema gave. */
  readonly config: { readonly value: unknown } | undefined;
}

/** A definition under judgement. */
export interface DraftGraph {
  readonly definition: Definition;
  readonly activities: ReadonlyMap<ActivityId, DraftActivity>;
  /** Only those between activities that exist. */
  readonly transitions: readonly SalvagedTransition[];
  readonly allTransitions: readonly SalvagedTransition[];
  readonly written: ReadonlySet<string>;
  readonly inbound: (id: ActivityId) => readonly SalvagedTransition[];
  readonly outbound: (id: ActivityId) => readonly SalvagedTransition[];
  readonly successors: (id: ActivityId) => readonly ActivityId[];
  readonly predecessors: (id: ActivityId) => readonly ActivityId[];
}

/** The fields that a kind's schema names; nothing where it is no object. */
export function fieldNamesOf(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null || !('shape' in schema)) return [];
  const { shape } = schema;
  return typeof shape === 'object' && shape !== null ? Object.keys(shape) : [];
}

interface Understood {
  readonly activity: DraftActivity;
  readonly problems: readonly Problem[];
}

function understand(id: ActivityId, common: Activity, kinds: Kinds): Understood {
  const kind = kinds.get(common.type);
  if (!kind)
    return { activity: { id, common, kind: undefined, config: undefined }, problems: [kindUnknown(id, common, kinds)] };
  const fields = kindFieldsOf(common);
  const parsed = kind.schema.safeParse(fields, { reportInput: true });
  if (parsed.success) return { activity: { id, common, kind, config: { value: parsed.data } }, problems: [] };
  const problems = schemaProblems(parsed.error.issues, {
    path: ['activities', id],
    activity: id,
    code: 'config-invalid',
    fields: [...fieldNamesOf(kind.schema), ...activityCommonKeys],
    noun: `an activity of kind ${kind.name}`,
  });
  return { activity: { id, common, kind, config: withoutUnknown(kind, fields, parsed.error.issues) }, problems };
}

type Issues = readonly {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly keys?: readonly string[];
}[];

/** A field too many does not hide what is wrong with the others. */
function withoutUnknown(
  kind: AnyKind,
  fields: Readonly<Record<string, unknown>>,
  issues: Issues,
): DraftActivity['config'] {
  const unknown = new Set(issues.flatMap((issue) => (issue.path.length === 0 ? (issue.keys ?? []) : [])));
  if (unknown.size === 0) return undefined;
  const parsed = kind.schema.safeParse(
    Object.fromEntries(Object.entries(fields).filter(([field]) => !unknown.has(field))),
  );
  return parsed.success ? { value: parsed.data } : undefined;
}

function kindUnknown(id: ActivityId, common: Activity, kinds: Kinds): Problem {
  return {
    code: 'kind-unknown',
    level: 'error',
    pointer: pointerTo('activities', id, 'type'),
    activity: id,
    message: `there is no kind "${common.type}"`,
    hint: didYouMean(common.type, [...kinds.keys()], 'Choose a kind of the palette.'),
  };
}

function indexed(
  transitions: readonly SalvagedTransition[],
  end: 'from' | 'to',
): (id: ActivityId) => readonly SalvagedTransition[] {
  const index = new Map<ActivityId, SalvagedTransition[]>();
  for (const transition of transitions) {
    const known = index.get(transition[end]);
    if (known) known.push(transition);
    else index.set(transition[end], [transition]);
  }
  return (id) => index.get(id) ?? [];
}

/** Understands each activity by its kind, and links them. */
export function draftGraph(
  salvaged: Salvaged,
  kinds: Kinds,
): { readonly graph: DraftGraph; readonly problems: readonly Problem[] } {
  const understood = [...salvaged.activities].map(([id, common]) => understand(id, common, kinds));
  const activities = new Map(understood.map(({ activity }) => [activity.id, activity]));
  const transitions = salvaged.transitions.filter(({ from, to }) => activities.has(from) && activities.has(to));
  const inbound = indexed(transitions, 'to');
  const outbound = indexed(transitions, 'from');
  return {
    problems: understood.flatMap(({ problems }) => problems),
    graph: {
      definition: salvaged.definition,
      activities,
      transitions,
      allTransitions: salvaged.transitions,
      written: salvaged.written,
      inbound,
      outbound,
      successors: (id) => outbound(id).map(({ to }) => to),
      predecessors: (id) => inbound(id).map(({ from }) => from),
    },
  };
}
