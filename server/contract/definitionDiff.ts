import diff from 'microdiff';
import { z } from 'zod';
import { pointerTo } from '../../engine/graph/pointer.ts';
import { jsonSchema, type Json } from '../../engine/model/json.ts';

/** A value that differs, by its JSON pointer inside what it belongs to; an absent side was not there. */
export const fieldChangeSchema = z.object({
  pointer: z.string(),
  before: jsonSchema.optional(),
  after: jsonSchema.optional(),
});
export type FieldChange = z.infer<typeof fieldChangeSchema>;

/** `moved`: only where it is drawn. */
export const changeSchema = z.enum(['added', 'removed', 'changed', 'moved']);
export type Change = z.infer<typeof changeSchema>;

const changedSchema = z.object({ change: changeSchema, fields: z.array(fieldChangeSchema) });

/** What differs between two definitions of a workflow. */
export const definitionDiffSchema = z.object({
  /** Of the workflow itself. */
  fields: z.array(fieldChangeSchema),
  activities: z.array(changedSchema.extend({ id: z.string() })),
  transitions: z.array(changedSchema.extend({ from: z.string(), outlet: z.string(), to: z.string() })),
  /** Transitions that stayed stand in another order: on a clash at a join the one listed last wins. */
  reordered: z.boolean(),
});
export type DefinitionDiff = z.infer<typeof definitionDiffSchema>;

/** What a version is compared with. */
export const diffQuerySchema = z.object({
  from: z.coerce.number().int().min(1),
  to: z.union([z.literal('draft'), z.coerce.number().int().min(1)]),
});

/** `GET /api/workflows/{name}/diff?from=&to=` */
export const versionDiffSchema = definitionDiffSchema.extend({
  workflow: z.string(),
  from: z.int().min(1),
  to: z.union([z.literal('draft'), z.int().min(1)]),
});
export type VersionDiff = z.infer<typeof versionDiffSchema>;

type Members = Readonly<Record<string, Json>>;

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const membersOf = (value: unknown): Members => (isMembers(value) ? value : {});

/** What says only where something is drawn. */
const drawn: ReadonlySet<string> = new Set(['position', 'bends']);

const without = (members: Members, left: ReadonlySet<string>): Members =>
  Object.fromEntries(Object.entries(members).filter(([name]) => !left.has(name)));

const fieldsOf = (before: Members, after: Members): FieldChange[] =>
  diff(before, after).map((found) => ({
    pointer: pointerTo(...found.path),
    ...(found.type !== 'CREATE' && { before: jsonSchema.parse(found.oldValue) }),
    ...(found.type !== 'REMOVE' && { after: jsonSchema.parse(found.value) }),
  }));

function compare(before: Members | undefined, after: Members | undefined): z.infer<typeof changedSchema> | undefined {
  if (!before || !after) return { change: before ? 'removed' : 'added', fields: [] };
  const fields = fieldsOf(without(before, drawn), without(after, drawn));
  if (fields.length > 0) return { change: 'changed', fields };
  return diff(before, after).length > 0 ? { change: 'moved', fields: [] } : undefined;
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

const activitiesOf = (definition: Members): ReadonlyMap<string, Members> =>
  new Map(Object.entries(membersOf(definition['activities'])).map(([id, activity]) => [id, membersOf(activity)]));

/** By `from`, outlet and `to`, in the order in which they are listed. */
function transitionsOf(definition: Members): ReadonlyMap<string, Members> {
  const listed = Array.isArray(definition['transitions']) ? definition['transitions'] : [];
  return new Map(
    listed.filter(isMembers).map((transition) => {
      const outlet = textOf(transition['outlet']) || 'default';
      return [JSON.stringify([transition['from'], outlet, transition['to']]), { ...transition, outlet }];
    }),
  );
}

const namesOf = (...maps: readonly ReadonlyMap<string, unknown>[]): readonly string[] => [
  ...new Set(maps.flatMap((map) => [...map.keys()])),
];

const unnamed: ReadonlySet<string> = new Set(['$schema', 'activities', 'transitions']);

function isReordered(before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): boolean {
  const stayed = [...before.keys()].filter((key) => after.has(key));
  return [...after.keys()].filter((key) => before.has(key)).some((key, index) => key !== stayed[index]);
}

/**
 * What differs between two definitions as they were drawn, whether or not they are sound: of the workflow, by activity and by
 * transition, in the order of the first and then of the second.
 */
export function diffDefinitions(before: unknown, after: unknown): DefinitionDiff {
  const [one, other] = [membersOf(before), membersOf(after)];
  const [activities, theirs] = [activitiesOf(one), activitiesOf(other)];
  const [transitions, others] = [transitionsOf(one), transitionsOf(other)];
  return {
    fields: fieldsOf(without(one, unnamed), without(other, unnamed)),
    activities: namesOf(activities, theirs).flatMap((id) => {
      const found = compare(activities.get(id), theirs.get(id));
      return found ? [{ id, ...found }] : [];
    }),
    transitions: namesOf(transitions, others).flatMap((key) => {
      const [from, to] = [transitions.get(key), others.get(key)];
      const found = compare(from, to);
      const named = to ?? from ?? {};
      const ends = { from: textOf(named['from']), outlet: textOf(named['outlet']), to: textOf(named['to']) };
      return found ? [{ ...ends, ...found }] : [];
    }),
    reordered: isReordered(transitions, others),
  };
}
