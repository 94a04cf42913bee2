import { isDeepStrictEqual } from 'node:util';
import { requestIdSchema, workflowNameSchema } from '../../engine/model/ids.ts';
import { jsonSchema } from '../../engine/model/json.ts';
import type { Json } from '../../engine/model/json.ts';
import { z } from 'zod';
import { checkDefinition, refuses } from './definitionCheck.ts';
import type { InboxStores } from './ports/inbox.ts';
import { invalidDefinition } from './requestError.ts';
import type { Resources } from './resources.ts';
import { newWorkflow, storeVersion } from './versions.ts';

/** What became of a package's workflow: `kept` when somebody changed it here since, so that no work is overwritten. */
export interface Installed {
  readonly workflow: string;
  readonly version: number;
  readonly outcome: 'installed' | 'unchanged' | 'kept';
}

const namedSchema = z.object({ name: workflowNameSchema });

interface Shipped {
  readonly name: string;
  readonly definition: unknown;
  readonly by: string;
}

/** What keeps a workflow from being published: it is there as it is shipped, or somebody changed it here. */
async function standing(
  { workflows, versions }: Pick<InboxStores, 'workflows' | 'versions'>,
  { name, definition, by }: Shipped,
): Promise<Installed | undefined> {
  const workflow = await workflows.find(name);
  if (!workflow) return undefined;
  const { version, changedBy } = workflow;
  if (isDeepStrictEqual(await versions.drawn(name, version), definition))
    return { workflow: name, version, outcome: 'unchanged' };
  return changedBy === by ? undefined : { workflow: name, version, outcome: 'kept' };
}

/**
 * Publishes the workflow of a package; the package is named as who did it. What is there already is not checked again:
 * that would be most of a start.
 * @throws RequestError `invalid` with all problems.
 */
export async function installWorkflow(
  resources: Resources,
  { packageName, definition: given }: { packageName: string; definition: unknown },
): Promise<Installed> {
  const by = `package:${packageName}`;
  const named = namedSchema.safeParse(given).data;
  const found = named && (await standing(resources.inbox, { ...named, definition: given, by }));
  if (found) return found;
  const checked = await checkDefinition(resources, given);
  if (refuses(checked.problems)) throw invalidDefinition(checked.problems);
  const { name } = namedSchema.parse(given);
  const definition: Json = jsonSchema.parse(given);
  const atMs = resources.clock.nowMs();
  return resources.inbox.change(async (stores) => {
    const meanwhile = await standing(stores, { name, definition, by });
    if (meanwhile) return meanwhile;
    const workflow = (await stores.workflows.find(name)) ?? newWorkflow(name, by, atMs);
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

/** A package whose workflows are published. */
export interface PublishedPackage {
  readonly name: string;
  readonly workflows: readonly { readonly name: string; readonly definition: unknown }[];
}

/** Publishes the workflows of an installed package, and starts each once an installation. */
export async function publishPackage(resources: Resources, { name, workflows }: PublishedPackage): Promise<void> {
  const state = (await resources.engine.packages()).find((one) => one.name === name);
  for (const { name: workflow, definition } of workflows) {
    await installWorkflow(resources, { packageName: name, definition });
    await startOnce(resources, { packageName: name, workflow, installs: state?.installs ?? 1 });
  }
}

/** The request's id says that it was asked once for all: asking it at every start changes nothing. */
async function startOnce(
  { inbox, clock }: Resources,
  { packageName, workflow, installs }: { packageName: string; workflow: string; installs: number },
): Promise<void> {
  const again = installs > 1 ? `/${installs}` : '';
  const id = requestIdSchema.parse(`package:${packageName}/${workflow}/start${again}`);
  if (await inbox.requests.find(id)) return;
  await inbox.change(async (stores) => {
    await stores.requests.add({
      id,
      workflow,
      instance: null,
      task: null,
      payload: { operation: 'startWorkflow', reason: `Installed with the package ${packageName}.` },
      by: `package:${packageName}`,
      requestedAt: new Date(clock.nowMs()).toISOString(),
    });
  });
}
