import { useEffect, useState, type RefObject } from 'react';
import type { CanvasHandle } from '../../canvas/WorkflowCanvas.tsx';
import type { InstanceView } from '../../../server/contract/instanceView.ts';

const newestRunning = ({ activities }: InstanceView): string | undefined => {
  const running = Object.entries(activities).filter(([, { status }]) => status === 'running');
  running.sort(([, one], [, other]) => (other.startedAtMs ?? 0) - (one.startedAtMs ?? 0));
  return running[0]?.[0];
};

/**
 * Keeps what runs in view, while it is wished: at first for whoever opens an instance that is live.
 * @returns whether it is, and the function that changes that
 */
export function useFollow(
  view: InstanceView,
  canvas: RefObject<CanvasHandle | null>,
): readonly [boolean, (follows: boolean) => void] {
  const [follows, setFollows] = useState(view.endedAtMs === undefined);
  const activity = follows ? newestRunning(view) : undefined;
  useEffect(() => {
    if (activity !== undefined) canvas.current?.reveal(activity);
  }, [activity, canvas]);
  return [follows, setFollows];
}
