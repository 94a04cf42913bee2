import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Entry } from '../../engine/model/entry.ts';
import { fetchHistory } from '../api/instances.ts';
import type { WatchedInstance } from './watchedInstance.ts';

/** How many entries before the snapshot are fetched at a time. */
const stretch = 2_000;

/** The readable past of an instance and what goes on, in order and without holes. */
export interface InstanceHistory {
  readonly entries: readonly Entry[];
  readonly isLoading: boolean;
  /** Absent where the beginning is reached. */
  readonly loadEarlier?: () => void;
}

const none: readonly Entry[] = [];

/**
 * The history of a watched instance: what was before the snapshot is fetched, what follows arrives live.
 * @returns the entries, growing while the instance goes on
 */
export function useInstanceHistory(id: string, watched: WatchedInstance | undefined): InstanceHistory {
  const [stretches, setStretches] = useState(1);
  const before = watched?.firstSeq ?? 0;
  const after = Math.max(0, before - stretch * stretches);
  const past = useQuery({
    queryKey: ['history', id, after, before],
    queryFn: () => fetchHistory(id, after, Math.min(5_000, Math.max(1, before - after))),
    enabled: before > 0,
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
  const live = watched?.entries ?? none;
  const entries = useMemo(
    () => [...(past.data?.items ?? []).filter(({ seq }) => seq <= before), ...live],
    [past.data, live, before],
  );
  return {
    entries,
    isLoading: past.isPending,
    ...(after > 0 && stretches < 2 ? { loadEarlier: () => setStretches(stretches + 1) } : {}),
  };
}
