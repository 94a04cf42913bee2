import { createContext, use, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { createLiveClient, type LineState, type LiveClient } from './liveClient.ts';
import { createSocketWire } from './socketWire.ts';

const LiveContext = createContext<LiveClient | undefined>(undefined);

/** Keeps one line to the server while somebody is signed in. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const [client] = useState(() => createLiveClient(createSocketWire()));
  useEffect(() => {
    client.open();
    return client.close;
  }, [client]);
  return <LiveContext value={client}>{children}</LiveContext>;
}

/**
 * The live client of the page.
 * @returns it, or undefined where nobody is signed in
 */
export function useLiveClient(): LiveClient | undefined {
  return use(LiveContext);
}

const unconnected: LineState = { connection: 'connecting', worker: 'unknown', outdated: false };
const nobody = { subscribe: () => () => undefined, getSnapshot: () => unconnected };

/**
 * How fresh the picture is.
 * @returns the state of the line and of the worker
 */
export function useLine(): LineState {
  const { subscribe, getSnapshot } = useLiveClient()?.line ?? nobody;
  return useSyncExternalStore(subscribe, getSnapshot);
}
