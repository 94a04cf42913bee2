import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { InstanceView } from '../../../server/contract/instanceView.ts';
import { tasksQuery } from '../../api/instances.ts';
import { createThrottle } from '../../live/createThrottle.ts';

const everyMs = 700;

/** Fetches the tasks again while the instance goes on, at most every so often. */
export function useFreshTasks({ instance, seq }: InstanceView): void {
  const queries = useQueryClient();
  const [throttle] = useState(() =>
    createThrottle(everyMs, () => void queries.invalidateQueries({ queryKey: tasksQuery(instance).queryKey })),
  );
  useEffect(() => throttle.ask(), [throttle, seq]);
}
