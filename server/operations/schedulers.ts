import type { Kinds, Trigger } from '../../engine/activity/kind.ts';
import { kindFieldsOf } from '../../engine/graph/splitActivity.ts';
import { definitionSchema, type Activity, type Definition } from '../../engine/model/definition.ts';
import { activityIdSchema, type ActivityId } from '../../engine/model/ids.ts';
import { parseSchedule, type Schedule } from '../../engine/time/schedule.ts';

/** A scheduler of a definition, with the zone whose clocks it goes by. */
export interface Scheduler {
  readonly activity: ActivityId;
  readonly schedule: Schedule;
  readonly timeZone: string;
  /** When it fires, in words. */
  readonly rhythm: string;
  readonly overlap: Definition['overlap'];
}

function triggerOf(
  kinds: Kinds,
  id: ActivityId,
  activity: Activity,
): (Trigger & { readonly words: string }) | undefined {
  const kind = kinds.get(activity.type);
  const config = kind?.schema.safeParse(kindFieldsOf(activity));
  if (!kind || !config?.success) return undefined;
  const trigger = kind.trigger?.(config.data, id);
  return trigger && { ...trigger, words: kind.describe(config.data) };
}

const overlapSchema = definitionSchema.shape.overlap.unwrap();

/** The signals that begin an instance of a definition. */
export const entrySignalsOf = (kinds: Kinds, { activities, transitions }: Definition): readonly string[] => {
  const reached = new Set<string>(transitions.map(({ to }) => to));
  return Object.entries(activities).flatMap(([name, activity]) => {
    if (reached.has(name) || activity.execution === 'disabled') return [];
    const trigger = triggerOf(kinds, activityIdSchema.parse(name), activity);
    return trigger?.type === 'signal' ? [trigger.name] : [];
  });
};

/** The schedulers of a definition that are executed at all. */
export function schedulersOf(kinds: Kinds, definition: Definition): readonly Scheduler[] {
  return Object.entries(definition.activities).flatMap(([name, activity]) => {
    const id = activityIdSchema.parse(name);
    const trigger = triggerOf(kinds, id, activity);
    if (trigger?.type !== 'schedule' || activity.execution === 'disabled') return [];
    const parsed = parseSchedule(trigger.schedule);
    if (!parsed.ok) return [];
    const timeZone = parsed.schedule.timeZone ?? activity.timeZone ?? definition.timeZone;
    const own = overlapSchema.safeParse(trigger.schedule['overlap']);
    const overlap = own.success ? own.data : definition.overlap;
    return [{ activity: id, schedule: parsed.schedule, timeZone, rhythm: trigger.words, overlap }];
  });
}
