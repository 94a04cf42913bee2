import type { Kinds, Trigger } from '../../engine/activity/kind.ts';
import { kindFieldsOf } from '../../engine/graph/splitActivity.ts';
import { activityIdSchema } from '../../engine/model/ids.ts';
import type { Activity, Definition } from '../../engine/model/definition.ts';
import { nextFirings } from '../../engine/time/nextFiring.ts';
import { parseSchedule } from '../../engine/time/schedule.ts';
import type { ComingFiring } from './resources.ts';

interface Asked {
  readonly kinds: Kinds;
  readonly definition: Definition;
  readonly count: number;
  readonly nowMs: number;
}

function triggerOf(kinds: Kinds, id: string, activity: Activity): Trigger | undefined {
  const kind = kinds.get(activity.type);
  const config = kind?.schema.safeParse(kindFieldsOf(activity));
  return config?.success ? kind?.trigger?.(config.data, activityIdSchema.parse(id)) : undefined;
}

function firingsOf(
  { kinds, definition, count, nowMs }: Asked,
  id: string,
  activity: Activity,
): readonly ComingFiring[] {
  const trigger = triggerOf(kinds, id, activity);
  if (trigger?.type !== 'schedule' || activity.execution === 'disabled') return [];
  const parsed = parseSchedule(trigger.schedule);
  if (!parsed.ok) return [];
  const zone = activity.timeZone ?? definition.timeZone;
  return nextFirings(parsed.schedule, nowMs, count, zone).map((dueAtMs) => ({ activity: id, dueAtMs }));
}

/** The next times at which a definition's schedulers are due, whether it is started or not. */
export function comingFirings(asked: Asked): readonly ComingFiring[] {
  const all = Object.entries(asked.definition.activities).flatMap(([id, activity]) => firingsOf(asked, id, activity));
  return all.sort((one, other) => one.dueAtMs - other.dueAtMs).slice(0, asked.count);
}
