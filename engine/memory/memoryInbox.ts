import type { Inbox, InboxRequest, InboxSignal } from '../ports/inbox.ts';

/** What came from outside, in memory: `add…` is what a web process does, the port only reads. */
export class MemoryInbox implements Inbox {
  readonly #requests: InboxRequest[] = [];
  readonly #signals: InboxSignal[] = [];

  /** Keeps a request; one with an id that is known already is not kept twice. */
  addRequest = (request: Omit<InboxRequest, 'position'>): number => {
    const known = this.#requests.find(({ id }) => id === request.id);
    if (known) return known.position;
    this.#requests.push({ ...request, position: this.#requests.length + 1 });
    return this.#requests.length;
  };

  /** Keeps a signal; an id is unique a name. */
  addSignal = (signal: Omit<InboxSignal, 'position'>): number => {
    const known = this.#signals.find(({ id, name }) => id === signal.id && name === signal.name);
    if (known) return known.position;
    this.#signals.push({ ...signal, position: this.#signals.length + 1 });
    return this.#signals.length;
  };

  requestsAfter = async (position: number, limit: number): Promise<readonly InboxRequest[]> =>
    this.#requests.slice(position, position + limit);

  signalsAfter = async (position: number, limit: number): Promise<readonly InboxSignal[]> =>
    this.#signals.slice(position, position + limit);

  signal = async (position: number): Promise<InboxSignal | undefined> => this.#signals[position - 1];
}
