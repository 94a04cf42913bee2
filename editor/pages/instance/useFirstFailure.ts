import { useEffect, useRef } from 'react';
import type { InstanceView } from '../../../server/contract/instanceView.ts';

/** The canvas measures its cards and opens with a view of its own first; the failed card is brought into it after that. */
const openingMs = 200;

const failedActivity = ({ activities }: InstanceView): string | undefined =>
  Object.entries(activities).find(([, { status }]) => status === 'failed')?.[0];

/** Whoever opens an instance that stands still because a task failed sees that task at once, with its error. */
export function useFirstFailure(view: InstanceView, isDrawn: boolean, select: (activity: string) => void): void {
  const looked = useRef(false);
  useEffect(() => {
    if (!isDrawn || looked.current) return;
    looked.current = true;
    const activity = view.status === 'running' ? undefined : failedActivity(view);
    if (activity === undefined) return;
    setTimeout(() => select(activity), openingMs);
  }, [isDrawn, select, view]);
}
