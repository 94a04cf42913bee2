import { setTimeout as delay } from 'node:timers/promises';
import type { Credential } from '../access/access.ts';
import type { WatchAnswer } from '../contract/stream.ts';
import type { EngineReader } from '../operations/ports/engineReader.ts';
import type { Log } from '../operations/ports/log.ts';
import { RequestError } from '../operations/requestError.ts';
import { createDelivery } from './delivery.ts';
import type { Delivery } from './delivery.ts';
import type { ListFeed } from './listFeed.ts';
import { createLiveConnection } from './liveConnection.ts';
import type { LiveConnection, LiveSocket } from './liveConnection.ts';
import type { ViewCache } from './viewCache.ts';
import { createWatching } from './watching.ts';

/** A connected client and what is on its way to it. */
export interface Client {
  readonly connection: LiveConnection;
  readonly delivery: Delivery;
  readonly credential: Credential;
}

/** What all clients share. */
export interface Shared {
  readonly engine: EngineReader;
  readonly log: Log;
  readonly views: ViewCache;
  readonly lists: ListFeed;
  readonly clients: Set<Client>;
}

/** Socket.IO hands a function over where the client wants an acknowledgement; a strange client may send anything. */
const isAcknowledgement = (value: unknown): value is (answer?: WatchAnswer) => void => typeof value === 'function';

/** Nobody watches these any more: their views need not be kept. */
function forgetUnwatched({ clients, views }: Shared, instances: readonly string[]): void {
  const watched = new Set([...clients].flatMap(({ delivery }) => delivery.watched()));
  for (const instance of instances) if (!watched.has(instance)) views.forget(instance);
}

function createClient(socket: LiveSocket, { engine }: Shared, onFault: (error: unknown) => void): Client {
  const connection = createLiveConnection(socket);
  const delivery = createDelivery({
    outlet: connection,
    history: (...asked) => engine.history(...asked),
    // Paces messages, decides nothing: the process's own clock, not the one of the domain.
    nowMs: () => performance.now(),
    delay,
    onFault,
  });
  return { connection, delivery, credential: socket.data.identified.credential };
}

/** Lets a connection watch until it ends. */
export function openClient(socket: LiveSocket, shared: Shared): void {
  const { engine, log, views, lists, clients } = shared;
  const onFault = (error: unknown): void => {
    log.error({ err: error }, 'a live connection failed');
    connection.close(new RequestError('unexpected', ''));
  };
  const client = createClient(socket, shared, onFault);
  const { connection, delivery } = client;
  const watching = createWatching({ engine, views, delivery, lists, connection });
  clients.add(client);
  socket.on('watch', (message, acknowledge) => {
    watching
      .watch(message)
      .then(({ answer, begin }) => {
        if (isAcknowledgement(acknowledge)) acknowledge(answer);
        begin();
      })
      .catch(onFault);
  });
  socket.on('unwatch', (message, acknowledge) => {
    const before = delivery.watched();
    watching.unwatch(message);
    forgetUnwatched(shared, before);
    if (isAcknowledgement(acknowledge)) acknowledge();
  });
  socket.on('disconnect', () => {
    clients.delete(client);
    lists.remove(connection);
    forgetUnwatched(shared, delivery.watched());
  });
}
