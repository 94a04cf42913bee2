import type { WorkflowSummary } from '../../../server/contract/workflows.ts';
import { isInside } from './folderTree.ts';

/** The saved views of the explorer, in their order. */
export const explorerViews = ['all', 'live', 'paused', 'failed', 'unpublished'] as const;
export type ExplorerView = (typeof explorerViews)[number];

/** What of the list is shown; it stands in the address. */
export interface ExplorerFilter {
  readonly view: ExplorerView;
  readonly folder: string;
  readonly q: string;
}

const newestRun = ({ lastInstances }: WorkflowSummary) =>
  [...lastInstances].sort((one, other) => other.startedAt.localeCompare(one.startedAt))[0];

const suits = (workflow: WorkflowSummary, view: ExplorerView): boolean => {
  switch (view) {
    case 'all':
      return true;
    case 'live':
      return workflow.liveInstances > 0;
    case 'paused':
      return workflow.status === 'paused' || workflow.lastInstances.some(({ status }) => status === 'paused');
    case 'failed':
      return newestRun(workflow)?.status === 'failed';
    case 'unpublished':
      return workflow.changed || workflow.version === 0;
  }
};

const textOf = ({ name, label, folder, supervisors }: WorkflowSummary): string =>
  [name, ...(typeof label === 'string' ? [label] : Object.values(label)), folder, supervisors ?? '']
    .join(' ')
    .toLowerCase();

/**
 * Chooses what the filter shows.
 * @returns the workflows, by the name that operators read
 */
export function filterWorkflows(
  workflows: readonly WorkflowSummary[],
  { view, folder, q }: ExplorerFilter,
): WorkflowSummary[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return workflows.filter(
    (workflow) =>
      suits(workflow, view) &&
      isInside(workflow.folder, folder) &&
      words.every((word) => textOf(workflow).includes(word)),
  );
}
