import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { z } from 'zod';
import type { InstanceSummary } from '../../server/contract/instances.ts';
import type { SummaryMessage } from '../../server/contract/stream.ts';
import type { workflowListSchema, WorkflowSummary } from '../../server/contract/workflows.ts';
import { createThrottle } from './createThrottle.ts';
import { useLiveClient } from './LiveProvider.tsx';

const dots = 5;
/** What is about instances that have changed; only what is shown is fetched again. */
const lists = [['instances', 'list'], ['desk'], ['outbox', 'list'], ['approvals'], ['signals', 'list']];
/** Changes may come twenty a second; lists of instances are fetched again at most this often. */
const refreshMs = 1_000;

const withDot = (
  before: WorkflowSummary['lastInstances'],
  instance: InstanceSummary | null,
): WorkflowSummary['lastInstances'] => {
  if (!instance) return before;
  const { id, status, startedAt } = instance;
  return [{ id, status, startedAt }, ...before.filter((dot) => dot.id !== id)]
    .sort((one, other) => other.startedAt.localeCompare(one.startedAt))
    .slice(0, dots);
};

/**
 * A step of the fold from a list and what changed in it.
 * @returns the list with the change
 */
export function applySummary(workflows: readonly WorkflowSummary[], message: SummaryMessage): WorkflowSummary[] {
  return workflows.map((workflow) =>
    workflow.name === message.workflow
      ? {
          ...workflow,
          status: message.status,
          nextFiringAt: message.nextFiringAt,
          liveInstances: message.liveInstances,
          lastInstances: withDot(workflow.lastInstances, message.instance),
        }
      : workflow,
  );
}

type WorkflowList = z.infer<typeof workflowListSchema>;

/** Keeps the lists that are shown fresh while the page is open: changes are folded into what was fetched. */
export function useWorkflowSummaries(): void {
  const client = useLiveClient();
  const queries = useQueryClient();
  useEffect(() => {
    if (!client) return undefined;
    const refresh = createThrottle(refreshMs, () => {
      for (const queryKey of lists) void queries.invalidateQueries({ queryKey });
    });
    const end = client.summaries.watch((message) => {
      queries.setQueriesData<WorkflowList>({ queryKey: ['workflows', 'list'] }, (list) =>
        list ? { ...list, items: applySummary(list.items, message) } : list,
      );
      refresh.ask();
    });
    return () => {
      end();
      refresh.cancel();
    };
  }, [client, queries]);
}
