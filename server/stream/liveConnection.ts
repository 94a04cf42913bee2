import type { Namespace, Server, Socket } from 'socket.io';
import type { Identified } from '../access/access.ts';
import type { RequestError } from '../operations/requestError.ts';
import type { Heartbeat, HistoryMessage, LiveServerEvents } from '../contract/stream.ts';
import { problemDetailsOf } from '../operations/requestError.ts';

/** What arrives is nothing before it is parsed. */
export interface ReceivedEvents {
  watch: (message: unknown, answer?: unknown) => void;
  unwatch: (message: unknown, answer?: unknown) => void;
}
type NoEvents = Record<string, never>;
export interface ConnectionData {
  identified: Identified;
}
export type LiveIo = Server<ReceivedEvents, LiveServerEvents, NoEvents, ConnectionData>;
export type LiveNamespace = Namespace<ReceivedEvents, LiveServerEvents, NoEvents, ConnectionData>;
export type LiveSocket = Socket<ReceivedEvents, LiveServerEvents, NoEvents, ConnectionData>;

/** The typed gateway to one client: the only place that emits to it. */
export interface LiveConnection {
  /** Sends a batch; ends when the client can take the next one, or is gone. */
  readonly history: (message: HistoryMessage) => Promise<void>;
  /** Passing messages: dropped where the connection has not taken the ones before. */
  readonly progress: LiveServerEvents['progress'];
  readonly summary: LiveServerEvents['summary'];
  readonly isOpen: () => boolean;
  /** Nothing that was sent still waits on our side. */
  readonly isDrained: () => boolean;
  /** Says why and ends the connection. */
  readonly close: (error: RequestError) => void;
}

/** How long a client is waited for of which nobody knows yet whether it acknowledges. */
const silenceMs = 500;
/** How often the connection of one that does not is looked at. */
const lookMs = 50;

/** What was sent has left; a client that polls takes nothing between two polls. */
const isDrained = (socket: LiveSocket): boolean => socket.conn.transport.writable && socket.conn.readyState === 'open';

interface Manners {
  acknowledges: 'unknown' | 'yes' | 'no';
}

/** A client that acknowledges is waited for; one that never did is paced by what its connection takes. */
function sendHistory(socket: LiveSocket, manners: Manners, message: HistoryMessage): Promise<void> {
  return new Promise((resolve) => {
    const fromMs = performance.now();
    const end = (): void => {
      clearInterval(check);
      resolve();
    };
    const check = setInterval(() => {
      if (manners.acknowledges === 'unknown' && performance.now() - fromMs > silenceMs) manners.acknowledges = 'no';
      const isTaken = manners.acknowledges === 'no' && isDrained(socket);
      if (isTaken || !socket.connected) end();
    }, lookMs);
    socket.emit('history', message, () => {
      manners.acknowledges = 'yes';
      end();
    });
  });
}

export function createLiveConnection(socket: LiveSocket): LiveConnection {
  const manners: Manners = { acknowledges: 'unknown' };
  return {
    history: (message) => sendHistory(socket, manners, message),
    progress: (message) => {
      socket.volatile.emit('progress', message);
    },
    summary: (message) => {
      socket.emit('summary', message);
    },
    isOpen: () => socket.connected,
    isDrained: () => isDrained(socket),
    close: (error) => {
      socket.emit('closed', { problem: problemDetailsOf(error) });
      socket.disconnect(true);
    },
  };
}

/** Says to all clients that the server lives, and how its worker is. */
export const sendHeartbeat = (namespace: LiveNamespace, heartbeat: Heartbeat): void => {
  namespace.emit('heartbeat', heartbeat);
};
