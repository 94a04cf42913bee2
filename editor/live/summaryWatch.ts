import type { SummaryMessage, Watch } from '../../server/contract/stream.ts';
import type { Wire } from './wire.ts';

type Listener = (message: SummaryMessage) => void;

/** The summaries of all workflows, watched while somebody listens. */
export interface SummaryWatch {
  readonly watch: (listener: Listener) => () => void;
  readonly tell: Listener;
  readonly again: () => void;
}

/**
 * Creates the watch over a wire.
 * @returns it; nothing is asked before somebody listens
 */
export function createSummaryWatch(wire: Wire): SummaryWatch {
  const listeners = new Set<Listener>();
  const again = (): void => {
    const message: Watch = { workflows: {} };
    if (listeners.size > 0) void wire.ask('watch', message).catch(() => undefined);
  };
  const end = (listener: Listener): void => {
    listeners.delete(listener);
    if (listeners.size === 0) wire.emit('unwatch', { workflows: true });
  };
  return {
    again,
    tell: (message) => listeners.forEach((listener) => listener(message)),
    watch: (listener) => {
      listeners.add(listener);
      if (listeners.size === 1) again();
      return () => end(listener);
    },
  };
}
