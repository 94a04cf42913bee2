import type { Problem } from '../model/problem.ts';
import type { DraftActivity, DraftGraph } from './draftGraph.ts';
import { pointerTo } from './pointer.ts';

/** Fields of the format that this release keeps and does not act on yet, with what happens instead. */
const ofActivities: Readonly<Record<string, string>> = {
  timeout: 'a task is not failed after a time',
  maxDuration: 'nobody is warned of a long task',
  affinity: 'every worker takes the task',
  mutexGroup: 'tasks of a group may run at the same time',
};

const ofKinds: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  scheduler: { jitter: 'the firing is not put off' },
  signal: { payload: 'what a signal carries is not checked' },
};

const ofWorkflows: Readonly<Record<string, string>> = {
  maxInstances: 'the number of instances is bounded by "overlap" alone',
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
    { field: 'timeZone', acts: schedules, instead: 'only a scheduler reads it' },
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
  const effects = { ...ofActivities, ...ofKinds[common.type] };
  const kept = Object.entries(effects).filter(([field]) => common[field] !== undefined);
  return [
    ...kept.map(([field, instead]) => ({
      ...warning(pointerTo('activities', id, field), field, instead),
      activity: id,
    })),
    ...idle(activity),
  ];
}

/** A field that is accepted and does nothing must say so, or people rely on it. */
export function unsupportedFieldProblems({ activities, definition }: DraftGraph): Problem[] {
  const ofWorkflow = Object.entries(ofWorkflows).flatMap(([field, instead]) =>
    field in definition ? [warning(pointerTo(field), field, instead)] : [],
  );
  return [...ofWorkflow, ...[...activities.values()].flatMap(ofActivity)];
}
