import { z } from 'zod';
import { activityCommonShape, definitionSchema, transitionSchema } from '../model/definition.ts';
import type { Activity, Definition, Transition } from '../model/definition.ts';
import { activityIdSchema, defaultOutlet } from '../model/ids.ts';
import type { ActivityId, Outlet } from '../model/ids.ts';

/** A transition with its place in the file, whatever stood before it. */
export interface SalvagedTransition extends Transition {
  readonly outlet: Outlet;
  readonly index: number;
}

/** What of a definition can be read, so that one fault does not hide the others. */
export interface Salvaged {
  /** The definition where nothing of its form is wrong, else what of it could be read. */
  readonly definition: Definition;
  readonly activities: ReadonlyMap<ActivityId, Activity>;
  readonly transitions: readonly SalvagedTransition[];
  /** Every key under `activities`, also of those that could not be read. */
  readonly written: ReadonlySet<string>;
}

type Raw = Readonly<Record<string, unknown>>;

/** Whether a value is an object with named members. */
export function isRecord(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Takes every field that its schema accepts, and the schema's default where it does not. */
function readFields(shape: z.ZodRawShape, raw: Raw): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const [field, schema] of Object.entries(shape)) {
    const given = z.safeParse(schema, raw[field]);
    const value = given.success ? given.data : z.safeParse(schema, undefined).data;
    if (value !== undefined) read[field] = value;
  }
  return read;
}

function readActivities(raw: Raw): ReadonlyMap<ActivityId, Activity> {
  const activities = new Map<ActivityId, Activity>();
  for (const [key, value] of Object.entries(raw)) {
    const id = activityIdSchema.safeParse(key);
    if (!id.success || !isRecord(value) || typeof value.type !== 'string' || value.type === '') continue;
    const { type } = value;
    const fields = Object.entries(value).filter(([field]) => !Object.hasOwn(activityCommonShape, field));
    activities.set(id.data, { ...Object.fromEntries(fields), ...readFields(activityCommonShape, value), type });
  }
  return activities;
}

function readTransitions(raw: unknown): readonly SalvagedTransition[] {
  if (!Array.isArray(raw)) return [];
  return raw.flatMap((value: unknown, index) => {
    const { success, data } = transitionSchema.safeParse(value);
    return success ? [{ ...data, outlet: data.outlet ?? defaultOutlet, index }] : [];
  });
}

/** Reads what can be read of a definition. */
export function salvage(input: Raw): Salvaged {
  const rawActivities = isRecord(input.activities) ? input.activities : {};
  const activities = readActivities(rawActivities);
  const transitions = readTransitions(input.transitions);
  const { activities: _activities, transitions: _transitions, ...shape } = definitionSchema.shape;
  const fields = { name: 'unnamed', ...readFields(shape, input) };
  const read = {
    ...fields,
    activities: Object.fromEntries(activities),
    transitions: transitions.map(({ index: _index, ...transition }) => transition),
  };
  return {
    definition: definitionSchema.parse(read),
    activities,
    transitions,
    written: new Set(Object.keys(rawActivities)),
  };
}
