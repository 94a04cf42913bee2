import { isDeepStrictEqual } from 'node:util';
import { workflowNameSchema } from '../../engine/model/ids.ts';
import { jsonSchema } from '../../engine/model/json.ts';
import type { Json } from '../../engine/model/json.ts';
import { z } from 'zod';
import { checkDefinition, refuses } from './definitionCheck.ts';
import { invalidDefinition } from './requestError.ts';
import type { Resources } from './resources.ts';
import { newWorkflow, storeVersion } from './versions.ts';

/** What became of a package's workflow: `kept` when somebody changed it here since, so that no work is overwritten. */
export interface Installed {
  readonly workflow: string;
  readonly version: number;
  readonly outcome: 'installed' | 'unchanged' | 'kept';
}

const namedSchema = z.looseObject({ name: workflowNameSchema });

/**
 * Publishes the workflow of a package; the package is named as who did it.
 * @throws RequestError `invalid` with all problems.
 */
export async function installWorkflow(
  resources: Resources,
  { packageName, definition: given }: { packageName: string; definition: unknown },
): Promise<Installed> {
  const checked = await checkDefinition(resources, given);
  if (refuses(checked.problems)) throw invalidDefinition(checked.problems);
  const { name } = namedSchema.parse(given);
  const definition: Json = jsonSchema.parse(given);
  const by = `package:${packageName}`;
  const atMs = resources.clock.nowMs();
  return resources.inbox.change(async (stores) => {
    const workflow = (await stores.workflows.find(name)) ?? newWorkflow(name, by, atMs);
    const drawn = await stores.versions.drawn(name, workflow.version);
    if (isDeepStrictEqual(drawn, definition))
      return { workflow: name, version: workflow.version, outcome: 'unchanged' };
    if (workflow.changedBy !== by) return { workflow: name, version: workflow.version, outcome: 'kept' };
    const stored = await storeVersion(stores, {
      workflow,
      definition,
      note: `From the package ${packageName}.`,
      by,
      atMs,
    });
    return { workflow: name, version: stored.version, outcome: 'installed' };
  });
}
