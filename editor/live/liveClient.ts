import { createActor } from 'xstate';
import type { z } from 'zod';
import { applyEntry } from '../../server/contract/instanceViewFold.ts';
import {
  heartbeatSchema,
  historyMessageSchema,
  progressMessageSchema,
  protocolVersion,
  summaryMessageSchema,
  type Heartbeat,
} from '../../server/contract/stream.ts';
import { connectionMachine, type ConnectionState } from './connection.machine.ts';
import { createInstanceWatches, type InstanceWatches } from './instanceWatches.ts';
import { createStore, type Store } from './store.ts';
import { createSummaryWatch, type SummaryWatch } from './summaryWatch.ts';
import type { Wire } from './wire.ts';

/** How fresh the picture is, and whether a worker lives. */
export interface LineState {
  readonly connection: ConnectionState;
  readonly worker: Heartbeat['worker'] | 'unknown';
  /** The server speaks another release's protocol: the page must be loaded anew. */
  readonly outdated: boolean;
}

/** Watches instances and lists over one wire. */
export interface LiveClient {
  readonly line: Store<LineState>;
  readonly instances: InstanceWatches;
  readonly summaries: SummaryWatch;
  readonly open: () => void;
  readonly close: () => void;
}

interface Following {
  readonly onState: (state: ConnectionState) => void;
  readonly onConnected: () => void;
}

/** Steps the connection's machine by what happens on the wire; answers what to call when anything is heard. */
const followConnection = (wire: Wire, { onState, onConnected }: Following): (() => void) => {
  const connection = createActor(connectionMachine);
  connection.subscribe(({ value }) => onState(value));
  connection.start();
  wire.on('connect', () => {
    connection.send({ type: 'connected' });
    onConnected();
  });
  wire.on('disconnect', () => connection.send({ type: 'lost' }));
  wire.on('unreachable', () => connection.send({ type: 'lost' }));
  wire.on('closed', () => connection.send({ type: 'refused' }));
  wire.on('refused', () => connection.send({ type: 'refused' }));
  return () => connection.send({ type: 'heard' });
};

/**
 * Creates the client of the live stream.
 * @returns it, not yet connected
 */
export function createLiveClient(wire: Wire): LiveClient {
  const line = createStore<LineState>({ connection: 'connecting', worker: 'unknown', outdated: false });
  // A page that cannot read what the server says would show an old picture: it says so instead.
  const onUnreadable = (): void => line.set({ ...line.getSnapshot(), outdated: true });
  const instances = createInstanceWatches({
    wire,
    apply: applyEntry,
    onUnreadable,
    onProtocol: (version) => {
      if (version !== protocolVersion) onUnreadable();
    },
  });
  const summaries = createSummaryWatch(wire);
  const onHeard = followConnection(wire, {
    onState: (connection) => line.set({ ...line.getSnapshot(), connection }),
    onConnected: () => {
      instances.again();
      summaries.again();
    },
  });
  const hear = <Schema extends z.ZodType>(
    event: string,
    schema: Schema,
    then: (message: z.infer<Schema>) => void,
  ): void =>
    wire.on(event, (message) => {
      onHeard();
      const read = schema.safeParse(message);
      if (read.success) then(read.data);
      else onUnreadable();
    });
  hear('heartbeat', heartbeatSchema, ({ worker }) => line.set({ ...line.getSnapshot(), worker }));
  hear('history', historyMessageSchema, ({ instance, entries }) => instances.absorb(instance, entries));
  hear('progress', progressMessageSchema, ({ instance, activity, progress }) =>
    instances.progress(instance, activity, progress),
  );
  hear('summary', summaryMessageSchema, summaries.tell);

  return { line, instances, summaries, open: wire.open, close: wire.close };
}
