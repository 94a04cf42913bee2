import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { WatchState } from './instanceWatches.ts';
import { useLiveClient } from './LiveProvider.tsx';
import { createStore } from './store.ts';

/**
 * Watches an instance: a snapshot, then every entry folded in, over holes and reconnects.
 * @returns what is known of it now
 */
export function useInstanceView(id: string): WatchState {
  const client = useLiveClient();
  const store = useMemo(() => client?.instances.of(id) ?? createStore<WatchState>({}), [client, id]);
  useEffect(() => {
    if (!client) return undefined;
    client.instances.begin(id);
    return () => client.instances.end(id);
  }, [client, id]);
  return useSyncExternalStore(store.subscribe, store.getSnapshot);
}
