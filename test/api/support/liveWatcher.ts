import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import type {
  HistoryMessage,
  LiveClientEvents,
  LiveServerEvents,
  WatchAnswer,
} from '../../../server/contract/stream.ts';
import { historyMessageSchema, watchAnswerSchema } from '../../../server/contract/stream.ts';

export type LiveClient = Socket<LiveServerEvents, LiveClientEvents>;

/** A client of `/live` that keeps what it gets; what it gets is as the contract says, or the test fails. */
export interface LiveWatcher {
  readonly client: LiveClient;
  readonly batches: HistoryMessage[];
  readonly seqs: () => number[];
  readonly watch: (message: Parameters<LiveClientEvents['watch']>[0]) => Promise<WatchAnswer>;
  readonly close: () => void;
}

export interface WatcherOptions {
  readonly cookie?: string;
  readonly token?: string;
  readonly origin?: string;
  /** What happens with the acknowledgement of a batch: at once, unless told otherwise. */
  readonly onBatch?: (acknowledge: () => void) => void;
}

export async function connectWatcher(url: string, options: WatcherOptions): Promise<LiveWatcher> {
  const { cookie, token, origin, onBatch = (acknowledge: () => void) => acknowledge() } = options;
  const headers = { ...(cookie === undefined ? {} : { cookie }), ...(origin === undefined ? {} : { origin }) };
  const client: LiveClient = io(`${url}/live`, {
    transports: ['websocket'],
    extraHeaders: headers,
    reconnection: false,
    forceNew: true,
    ...(token === undefined ? {} : { auth: { token } }),
  });
  const batches: HistoryMessage[] = [];
  client.on('history', (message, acknowledge) => {
    batches.push(historyMessageSchema.parse(message));
    onBatch(acknowledge);
  });
  await new Promise<void>((resolve, reject) => {
    client.once('connect', resolve);
    client.once('connect_error', reject);
  });
  return {
    client,
    batches,
    seqs: () => batches.flatMap(({ entries }) => entries.map(({ seq }) => seq)),
    watch: async (message) => watchAnswerSchema.parse(await client.timeout(5_000).emitWithAck('watch', message)),
    close: () => {
      client.disconnect();
    },
  };
}
