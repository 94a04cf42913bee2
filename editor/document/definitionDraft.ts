import { z } from 'zod';
import { jsonSchema, type Json } from '../../engine/model/json.ts';

/** Named JSON values in their order. */
export type Fields = Readonly<Record<string, Json>>;

/** An activity as it is drawn: its kind's name, common fields and configuration, right or not yet. */
export type ActivityDraft = Fields & { readonly type: string };

/** A transition as it is drawn. */
export type TransitionDraft = Fields & { readonly from: string; readonly to: string };

/** A definition as it is drawn: the shape holds, the content may still be wrong (definition-format.md, a draft). */
export interface DefinitionDraft {
  readonly [field: string]: Json;
  readonly activities: Record<string, ActivityDraft>;
  readonly transitions: TransitionDraft[];
}

/** Where an activity is drawn, in canvas pixels. */
export type Position = readonly [x: number, y: number];

const activityDraftSchema = z.record(z.string(), jsonSchema).and(z.object({ type: z.string() }));
const transitionDraftSchema = z.record(z.string(), jsonSchema).and(z.object({ from: z.string(), to: z.string() }));
const draftSchema = z.record(z.string(), jsonSchema).and(
  z.object({
    activities: z.record(z.string(), activityDraftSchema),
    transitions: z.array(transitionDraftSchema).default([]),
  }),
);

/** What a draft that cannot be drawn at all answers: where it is not what it should be. */
export interface DraftUnreadable {
  readonly pointer: string;
  readonly message: string;
}

/**
 * Reads any JSON value as a drawable definition; nothing that is in it is changed or lost, only absent
 * `activities` and `transitions` are added.
 */
export function readDraft(
  value: unknown,
): { readonly draft: DefinitionDraft } | { readonly unreadable: DraftUnreadable[] } {
  const read = draftSchema.safeParse(
    typeof value === 'object' && value !== null && !('activities' in value) ? { ...value, activities: {} } : value,
  );
  // The intersection parsed exactly the declared members; zod words the type of the rest more loosely.
  if (read.success) return { draft: read.data };
  return {
    unreadable: read.error.issues.map(({ path, message }) => ({ pointer: `/${path.map(String).join('/')}`, message })),
  };
}

/** The outlet that a transition leaves by. */
export function outletOf(transition: TransitionDraft): string {
  return typeof transition['outlet'] === 'string' ? transition['outlet'] : 'default';
}

/** What identifies a transition, as in `InstanceView.transitions`: `from:outlet:to`. */
export function keyOf(transition: TransitionDraft): string {
  return `${transition.from}:${outletOf(transition)}:${transition.to}`;
}

/** Where an activity stands; one that was never placed stands at the origin. */
export function positionOf(activity: ActivityDraft): Position {
  const position = activity['position'];
  if (!Array.isArray(position)) return [0, 0];
  const [x, y] = position;
  return [typeof x === 'number' ? x : 0, typeof y === 'number' ? y : 0];
}

/** An activity by its id. It may be called `constructor`, so only what the definition really holds counts. */
export function activityIn(definition: DefinitionDraft, id: string): ActivityDraft | undefined {
  return Object.hasOwn(definition.activities, id) ? definition.activities[id] : undefined;
}
