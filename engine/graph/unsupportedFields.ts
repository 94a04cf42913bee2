import type { Problem } from '../model/problem.ts';
import type { DraftActivity, DraftGraph } from './draftGraph.ts';
import { pointerTo } from './pointer.ts';

/** Fields of the format that this release keeps and does not act on yet, with what happens instead. */
const ofActivities: Readonly<Record<string, string>> = {
  affinity: 'every worker takes the task',
};

const warning = (pointer: string, field: string, instead: string): Problem => ({
  code: 'field-unsupported',
  level: 'warning',
  pointer,
  message: `"${field}" is kept, but has no effect in this release: ${instead}`,
  hint: 'Leave it in for a later release, or take it out.',
});

/** Fields that mean something to other kinds alone. */
function idle({ id, common, kind, config }: DraftActivity): Problem[] {
  if (!kind || !config) return [];
  const schedules = kind.trigger?.(config.value, id)?.type === 'schedule';
  const fields = [
    { field: 'retry', acts: kind.behaviour.does === 'work', instead: 'only what works is tried again' },
    { field: 'timeZone', acts: schedules || kind.readsTimeZone, instead: 'it knows no times of day' },
  ];
  return fields
    .filter(({ field, acts }) => !acts && common[field] !== undefined)
    .map(({ field, instead }) => ({
      code: 'field-unsupported',
      level: 'warning',
      pointer: pointerTo('activities', id, field),
      activity: id,
      message: `"${field}" has no effect on a ${kind.name}: ${instead}`,
      hint: 'Take it out.',
    }));
}

function ofActivity(activity: DraftActivity): Problem[] {
  const { id, common } = activity;
  const kept = Object.entries(ofActivities).filter(([field]) => common[field] !== undefined);
  return [
    ...kept.map(([field, instead]) => ({
      ...warning(pointerTo('activities', id, field), field, instead),
      activity: id,
    })),
    ...idle(activity),
  ];
}

/** Schedules and operators keep to `maxInstances`; entry signals do not yet. */
function unbounded({ activities, definition, inbound }: DraftGraph): Problem[] {
  const begins = ({ id, kind, config }: DraftActivity): boolean =>
    inbound(id).length === 0 && !!config && kind?.trigger?.(config.value, id)?.type === 'signal';
  return definition.maxInstances !== undefined && [...activities.values()].some(begins)
    ? [warning(pointerTo('maxInstances'), 'maxInstances', 'a signal begins an instance all the same')]
    : [];
}

/** A field that is accepted and does nothing must say so, or people rely on it. */
export function unsupportedFieldProblems(graph: DraftGraph): Problem[] {
  return [...unbounded(graph), ...[...graph.activities.values()].flatMap(ofActivity)];
}
