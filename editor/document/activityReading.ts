import type { AnyKind, Kinds, OutletSpec } from '../../engine/activity/kind.ts';
import { activityCommonKeys } from '../../engine/model/definition.ts';
import type { ActivityDraft, Fields } from './definitionDraft.ts';
import { textIn } from './localizedText.ts';

/** What a drawn activity says, as far as it can be understood yet. */
export interface ActivityReading {
  /** Absent: no kind has that name. */
  readonly kind?: AnyKind;
  /** The kind's own fields as they are drawn. */
  readonly config: Fields;
  /** The named ways out, without `error`. */
  readonly outlets: readonly OutletSpec[];
  readonly hasError: boolean;
  readonly acceptsInbound: boolean;
  /** What it does, in few words; absent while its configuration cannot be understood. */
  readonly line?: string;
}

/** The kind's own fields: what is not common to all activities. */
export function configOf(activity: ActivityDraft): Fields {
  return Object.fromEntries(Object.entries(activity).filter(([field]) => !activityCommonKeys.has(field)));
}

/**
 * Asks a kind about a configuration that its schema may refuse so far: an author who has typed half a condition
 * still wants to see the outlets. Kinds may fail on such input; then there is no answer.
 */
function ask<T>(question: () => T): T | undefined {
  try {
    return question();
  } catch {
    return undefined;
  }
}

function read(activity: ActivityDraft, kinds: Kinds): ActivityReading {
  const kind = kinds.get(activity.type);
  const config = configOf(activity);
  if (!kind) return { config, outlets: [{ name: 'default' }], hasError: true, acceptsInbound: true };
  const parsed = kind.schema.safeParse(config);
  const understood: unknown = parsed.success ? parsed.data : config;
  const line = ask(() => kind.describe(understood));
  return {
    kind,
    config,
    outlets: ask(() => kind.outlets(understood)) ?? [{ name: 'default' }],
    hasError: kind.canFail,
    acceptsInbound: kind.inbound !== 'never',
    ...(typeof line === 'string' && { line }),
  };
}

const readings = new WeakMap<Kinds, WeakMap<ActivityDraft, ActivityReading>>();

/** Reads an activity; drafts are immutable, so each is read once. */
export function readActivity(activity: ActivityDraft, kinds: Kinds): ActivityReading {
  const known = readings.get(kinds) ?? new WeakMap<ActivityDraft, ActivityReading>();
  readings.set(kinds, known);
  const reading = known.get(activity) ?? read(activity, kinds);
  known.set(activity, reading);
  return reading;
}

/** What an activity is called on its card: its label, else its id. */
export function labelOf(id: string, activity: ActivityDraft, language: string): string {
  return textIn(language, activity['label']) ?? id;
}
