import type http from 'node:http';
import { Server } from 'socket.io';
import { z } from 'zod';
import type { Access } from '../access/access.ts';
import { isOwnOrigin } from '../access/origin.ts';
import { credentialOf } from '../access/credentials.ts';
import { isoOf } from '../operations/ports/clock.ts';
import type { Log } from '../operations/ports/log.ts';
import { RequestError, problemDetailsOf } from '../operations/requestError.ts';
import type { Resources } from '../operations/resources.ts';
import type { WorkerLink } from '../processes/workerLink.ts';
import { createListFeed } from './listFeed.ts';
import { openClient } from './liveClient.ts';
import type { Client, Shared } from './liveClient.ts';
import { sendHeartbeat } from './liveConnection.ts';
import type { LiveIo, LiveNamespace } from './liveConnection.ts';
import { createViewCache } from './viewCache.ts';

export interface LiveMeans {
  readonly server: http.Server;
  readonly resources: Pick<Resources, 'engine' | 'inbox' | 'clock'>;
  readonly access: Access;
  readonly link: WorkerLink;
  readonly log: Log;
  readonly publicUrl: string | undefined;
  readonly heartbeatMs: number;
}

export interface LiveServer {
  /** Ends the connections whose session is over. */
  readonly recheck: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Told to a client that may not connect; Socket.IO passes `data` on. */
class ConnectionRefused extends Error {
  override readonly name = 'ConnectionRefused';
  readonly data: unknown;
  constructor(error: RequestError) {
    super(error.code);
    this.data = problemDetailsOf(error);
  }
}

const handshakeSchema = z.object({ token: z.string().optional() }).catch({});

function authenticate(namespace: LiveNamespace, access: Access): void {
  namespace.use((socket, next) => {
    const { token } = handshakeSchema.parse(socket.handshake.auth);
    const credential = token === undefined ? credentialOf(socket.handshake.headers) : { token };
    const refuse = (): void => next(new ConnectionRefused(new RequestError('not-authenticated', '')));
    if (!credential) {
      refuse();
      return;
    }
    access
      .identify(credential)
      .then((identified) => {
        if (!identified) return refuse();
        socket.data.identified = identified;
        return next();
      })
      .catch(() => next(new ConnectionRefused(new RequestError('unavailable', ''))));
  });
}

/** What the worker says goes to whoever watches it. */
function follow(link: WorkerLink, { clients, lists }: Shared): () => void {
  const ends = [
    link.onChanged((message) => {
      lists.changed(message);
      for (const { delivery } of clients)
        for (const { instance, seq } of message.instances) delivery.wake(instance, seq);
    }),
    link.onProgress(({ instance, task, activity, progress }) => {
      for (const { connection, delivery } of clients) {
        if (delivery.watched().includes(instance)) connection.progress({ instance, task, activity, progress });
      }
    }),
  ];
  return () => ends.forEach((end) => end());
}

async function recheck(clients: ReadonlySet<Client>, access: Access): Promise<void> {
  for (const { connection, credential } of [...clients]) {
    const identified = await access.identify(credential);
    if (!identified) connection.close(new RequestError('not-authenticated', 'The session ended.'));
  }
}

function createIo(server: http.Server, publicUrl: string | undefined): LiveIo {
  return new Server(server, {
    serveClient: false,
    maxHttpBufferSize: 100_000,
    allowRequest: ({ headers }, decide) => {
      const isOwn = isOwnOrigin({ origin: headers.origin, fetchSite: undefined, host: headers.host, publicUrl });
      decide(isOwn ? null : 'origin', isOwn);
    },
  });
}

/** `/live`: histories of instances and summaries of lists, pushed to whoever watches them. */
export function createLiveServer(means: LiveMeans): LiveServer {
  const { resources, access, link, log, heartbeatMs } = means;
  const io = createIo(means.server, means.publicUrl);
  const namespace = io.of('/live');
  const onFault = (error: unknown): void => log.error({ err: error }, 'the live stream failed');
  const shared: Shared = {
    engine: resources.engine,
    log,
    views: createViewCache((...asked) => resources.engine.history(...asked)),
    lists: createListFeed(resources, onFault),
    clients: new Set(),
  };
  authenticate(namespace, access);
  namespace.on('connection', (socket) => openClient(socket, shared));
  const unfollow = follow(link, shared);
  const heart = setInterval(() => {
    sendHeartbeat(namespace, { at: isoOf(resources.clock.nowMs()), worker: link.status() });
    // Whatever got lost between the processes is found in the database now.
    for (const { delivery } of shared.clients) delivery.watched().forEach((instance) => delivery.wake(instance));
    recheck(shared.clients, access).catch(onFault);
  }, heartbeatMs);
  return {
    recheck: () => recheck(shared.clients, access),
    close: async () => {
      clearInterval(heart);
      unfollow();
      shared.lists.close();
      await io.close();
    },
  };
}
