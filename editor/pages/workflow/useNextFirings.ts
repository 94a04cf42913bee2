import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { WorkflowDetail } from '../../../server/contract/workflows.ts';
import { firingsQuery } from '../../api/workflows.ts';

/**
 * When each scheduler of a workflow fires next.
 * @returns instants by activity
 */
export function useNextFirings({ name, status, nextFiringAt }: WorkflowDetail): Readonly<Record<string, string>> {
  const { data } = useQuery({ ...firingsQuery(name), enabled: status === 'started' && nextFiringAt !== null });
  return useMemo(() => {
    const coming = (data?.items ?? []).flatMap(({ activity, dueAt, status }) =>
      status === 'coming' && activity !== null ? [[activity, dueAt] as const] : [],
    );
    // The first of an activity is its next: later ones must not replace it.
    return Object.fromEntries(coming.reverse());
  }, [data]);
}
