import { io } from 'socket.io-client';
import type { Wire } from './wire.ts';

/** Nothing can be asked while the line is down. */
class LineDown extends Error {
  override readonly name = 'LineDown';
}

const answerMs = 10_000;

/** Whether the server refused to talk to us, rather than not being there. */
const isRefusal = (error: Error): boolean => /not-authenticated|unauthori[sz]ed|forbidden/i.test(error.message);

/**
 * The wire over Socket.IO, namespace `/live`; it reconnects by itself, first at once and then at most every five seconds.
 * @returns the wire, closed until it is opened
 */
export function createSocketWire(): Wire {
  const line = io('/live', {
    autoConnect: false,
    transports: ['websocket', 'polling'],
    withCredentials: true,
    reconnectionDelay: 300,
    reconnectionDelayMax: 5_000,
  });
  return {
    on: (event, listener) => {
      if (event === 'unreachable') line.on('connect_error', (error) => !isRefusal(error) && listener(error.message));
      else if (event === 'refused') line.on('connect_error', (error) => isRefusal(error) && listener(error.message));
      else
        line.on(event, (message: unknown, acknowledge?: () => void) => {
          listener(message);
          // The server sends the next batch once this one is taken in.
          acknowledge?.();
        });
    },
    ask: async (event, message) => {
      // What is asked while the line is down is not kept by Socket.IO: whoever asked asks again when it is back.
      if (!line.connected) throw new LineDown();
      const answer: unknown = await line.timeout(answerMs).emitWithAck(event, message);
      return answer;
    },
    emit: (event, message) => {
      if (line.connected) line.emit(event, message);
    },
    open: () => line.connect(),
    close: () => line.disconnect(),
  };
}
