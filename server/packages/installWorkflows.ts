import { requestIdSchema } from '../../engine/model/ids.ts';
import { installWorkflow } from '../operations/packageWorkflows.ts';
import type { Resources } from '../operations/resources.ts';

interface Shipped {
  readonly name: string;
  readonly workflows: readonly { readonly name: string; readonly definition: unknown }[];
}

/**
 * Publishes the workflows of the shipped packages, and starts those that are new here, as a fresh installation has its
 * technical workflows running. One that an operator stopped, or changed, stays as it is.
 */
export async function installWorkflows(resources: Resources, packages: readonly Shipped[]): Promise<void> {
  for (const { name: packageName, workflows } of packages) {
    for (const { name, definition } of workflows) {
      await installWorkflow(resources, { packageName, definition });
      await startOnce(resources, packageName, name);
    }
  }
}

/** The request's id says that it was asked once for all: asking it at every start changes nothing. */
async function startOnce({ inbox, clock }: Resources, packageName: string, workflow: string): Promise<void> {
  const id = requestIdSchema.parse(`package:${packageName}/${workflow}/start`);
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
