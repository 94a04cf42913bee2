import type { ToWeb } from '../../../server/processes/messages.ts';
import type { WorkerLink, WorkerStatus } from '../../../server/processes/workerLink.ts';

/** A link whose other end is a test. */
export interface TestLink extends WorkerLink {
  readonly tell: (message: ToWeb) => void;
  readonly restarted: () => void;
  readonly become: (status: WorkerStatus) => void;
  readonly enforced: readonly string[];
}

export function createLink(onNudge: () => void = () => undefined): TestLink {
  const listeners = new Set<(message: ToWeb) => void>();
  const enforced: string[] = [];
  const state: { status: WorkerStatus; starts: number } = { status: 'alive', starts: 1 };
  const listen = (listener: (message: ToWeb) => void) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  };
  return {
    enforced,
    status: () => state.status,
    life: () => ({ starts: state.starts, silentMs: 250 }),
    restarted: () => {
      state.starts += 1;
    },
    become: (status) => {
      state.status = status;
    },
    nudge: onNudge,
    enforceStop: (instance) => {
      enforced.push(instance);
    },
    onChanged: (listener) => listen((message) => message.type === 'changed' && listener(message)),
    onProgress: (listener) => listen((message) => message.type === 'progress' && listener(message)),
    onWebCommands: (listener) => listen((message) => message.type === 'webCommands' && listener()),
    onMeasured: (listener) => listen((message) => message.type === 'measured' && listener(message.measured)),
    tell: (message) => {
      for (const listener of listeners) listener(message);
    },
  };
}
