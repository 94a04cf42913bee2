import type { Definition } from '../../engine/model/definition.ts';
import type { ActivityId } from '../../engine/model/ids.ts';
import { invalid } from './requestError.ts';
import type { Resources } from './resources.ts';

/** A version of a workflow by its name and number. */
export interface Versioned {
  readonly workflow: string;
  readonly version: number;
}

/** Where a call names an activity. */
interface Named {
  readonly activity: ActivityId;
  readonly pointer: '/activity' | '/from';
}

/**
 * The definition of a version, which has an activity that a call names.
 * @throws RequestError `invalid` with the activities that it has; one that was deleted is the worker's to refuse.
 */
export async function requireActivity(
  { inbox }: Resources,
  { workflow, version }: Versioned,
  { activity, pointer }: Named,
): Promise<Definition | undefined> {
  const definition = (await inbox.versions.find(workflow, version))?.definition;
  if (!definition || Object.hasOwn(definition.activities, activity)) return definition;
  const message = `Version ${version} of ${workflow} has no activity "${activity}".`;
  throw invalid([{ pointer, message, hint: `It has ${Object.keys(definition.activities).join(', ')}.` }]);
}
