import { jsonSchema, type Json } from '../../engine/model/json.ts';
import {
  positionOf,
  readDraft,
  type ActivityDraft,
  type DefinitionDraft,
  type TransitionDraft,
} from './definitionDraft.ts';
import { freshId, renameReferences } from './naming.ts';

/** A piece of a graph: what copying takes and pasting puts. */
export interface Fragment {
  readonly activities: Readonly<Record<string, ActivityDraft>>;
  readonly transitions: readonly TransitionDraft[];
}

/** The chosen activities with the transitions between them. */
export function copyFragment(definition: DefinitionDraft, chosen: readonly string[]): Fragment {
  const taken = new Set(chosen);
  return {
    activities: Object.fromEntries(Object.entries(definition.activities).filter(([id]) => taken.has(id))),
    transitions: definition.transitions.filter(({ from, to }) => taken.has(from) && taken.has(to)),
  };
}

/** A fragment as text for the clipboard: the form of a workflow file, so that whole files paste as well. */
export const printFragment = (fragment: Fragment): string => JSON.stringify(fragment, null, 2);

/** Reads a fragment from what was pasted, already parsed as JSON; undefined where it holds no activities. */
export function readFragment(value: unknown): Fragment | undefined {
  const json = jsonSchema.safeParse(value);
  if (!json.success || typeof json.data !== 'object' || json.data === null || !('activities' in json.data))
    return undefined;
  const read = readDraft(json.data);
  if (!('draft' in read) || Object.keys(read.draft.activities).length === 0) return undefined;
  return { activities: read.draft.activities, transitions: read.draft.transitions };
}

/** The fragment under names that are free in the definition, moved so that its top left corner is at a position. */
export function fitFragment(
  fragment: Fragment,
  definition: DefinitionDraft,
  corner: readonly [number, number],
): Fragment {
  const taken = new Set(Object.keys(definition.activities));
  const names = new Map<string, string>();
  for (const id of Object.keys(fragment.activities)) {
    const name = freshId(id, taken);
    taken.add(name);
    names.set(id, name);
  }
  const places = Object.values(fragment.activities).map(positionOf);
  const left = Math.min(...places.map(([x]) => x));
  const top = Math.min(...places.map(([, y]) => y));
  const placed = (activity: ActivityDraft): ActivityDraft => {
    const [x, y] = positionOf(activity);
    const position: Json = [corner[0] + x - left, corner[1] + y - top];
    return { ...renameReferences(activity, names), position };
  };
  const named = (id: string) => names.get(id) ?? id;
  return {
    activities: Object.fromEntries(
      Object.entries(fragment.activities).map(([id, activity]) => [named(id), placed(activity)]),
    ),
    transitions: fragment.transitions
      .filter(({ from, to }) => names.has(from) && names.has(to))
      .map((transition) => ({ ...transition, from: named(transition.from), to: named(transition.to) })),
  };
}
