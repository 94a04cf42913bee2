import type { Inbox, InboxRequest, InboxSignal, PackageRow } from '../ports/inbox.ts';

/** What came from outside, in memory: `add…` is what a web process does, the port only reads. */
export class MemoryInbox implements Inbox {
  readonly #requests: InboxRequest[] = [];
  readonly #signals: InboxSignal[] = [];
  readonly #packageRows: PackageRow[] = [];
  /** The positions of what is known, by its id. */
  readonly #requestIds = new Map<string, number>();
  readonly #signalIds = new Map<string, number>();

  /** Keeps a request; one with an id that is known already is not kept twice. */
  addRequest = (request: Omit<InboxRequest, 'position'>): number => {
    const known = this.#requestIds.get(request.id);
    if (known !== undefined) return known;
    const position = this.#requests.push({ ...request, position: this.#requests.length + 1 });
    this.#requestIds.set(request.id, position);
    return position;
  };

  /** Keeps a signal; an id is unique a name. */
  addSignal = (signal: Omit<InboxSignal, 'position'>): number => {
    const key = JSON.stringify([signal.name, signal.id]);
    const known = this.#signalIds.get(key);
    if (known !== undefined) return known;
    const position = this.#signals.push({ ...signal, position: this.#signals.length + 1 });
    this.#signalIds.set(key, position);
    return position;
  };

  addPackageRow = (row: Omit<PackageRow, 'position'>): number =>
    this.#packageRows.push({ ...row, position: this.#packageRows.length + 1 });

  requestsAfter = async (position: number, limit: number): Promise<readonly InboxRequest[]> =>
    this.#requests.slice(position, position + limit);

  signalsAfter = async (position: number, limit: number): Promise<readonly InboxSignal[]> =>
    this.#signals.slice(position, position + limit);

  packageRowsAfter = async (position: number, limit: number): Promise<readonly PackageRow[]> =>
    this.#packageRows.slice(position, position + limit);

  signal = async (position: number): Promise<InboxSignal | undefined> => this.#signals[position - 1];
}
