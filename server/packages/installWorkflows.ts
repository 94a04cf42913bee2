import { publishPackage, type PublishedPackage } from '../operations/packageWorkflows.ts';
import type { Resources } from '../operations/resources.ts';

/**
 * Publishes the workflows of the shipped packages but those that were removed, and starts those that are new here, as a
 * fresh installation has its technical workflows running. One that an operator stopped, or changed, stays as it is.
 */
export async function installWorkflows(resources: Resources, packages: readonly PublishedPackage[]): Promise<void> {
  const states = await resources.engine.packages();
  const removed = new Set(states.filter(({ status }) => status === 'removed').map(({ name }) => name));
  for (const shipped of packages) if (!removed.has(shipped.name)) await publishPackage(resources, shipped);
}
