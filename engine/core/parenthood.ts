import type { Parent } from '../model/children.ts';
import type { ActivityId } from '../model/ids.ts';

/** Why a child is not restarted: nobody would wait for the new instance. From an activity it may begin anew, on its own. */
export function restartRefusal(parent: Parent | null | undefined, from?: ActivityId): string | undefined {
  if (!parent || from !== undefined) return undefined;
  const { instance, task } = parent;
  return `It is a child of ${instance}, begun by the task ${task}: run that task again once it has failed, or restart ${instance}.`;
}
