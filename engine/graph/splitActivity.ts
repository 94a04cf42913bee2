import { activityCommonKeys } from '../model/definition.ts';

/** The fields that belong to an activity's kind: those that are not common to all activities. */
export function kindFieldsOf(activity: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(activity).filter(([field]) => !activityCommonKeys.has(field)));
}
