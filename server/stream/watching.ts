import type { WatchAnswer } from '../contract/stream.ts';
import { protocolVersion, unwatchSchema, watchSchema } from '../contract/stream.ts';
import { RequestError, notFound, problemDetailsOf } from '../operations/requestError.ts';
import type { EngineReader } from '../operations/ports/engineReader.ts';
import type { Delivery } from './delivery.ts';
import type { ListFeed } from './listFeed.ts';
import type { LiveConnection } from './liveConnection.ts';
import type { ViewCache } from './viewCache.ts';

/** What one client watches. */
export interface Watching {
  /** Reads what to answer; `begin` is called once the answer is on its way, so that nothing overtakes it. */
  readonly watch: (message: unknown) => Promise<{ answer: WatchAnswer; begin: () => void }>;
  readonly unwatch: (message: unknown) => void;
}

interface Means {
  readonly engine: Pick<EngineReader, 'history' | 'summary'>;
  readonly views: ViewCache;
  readonly delivery: Delivery;
  readonly lists: ListFeed;
  readonly connection: LiveConnection;
}

const protocol = protocolVersion;
/** What is missed beyond this comes as `history` batches. */
const entriesAtOnce = 1_000;
const watchesAtMost = 100;
const nothing = (): void => undefined;

const refused = (error: RequestError) => ({
  answer: { status: 'refused' as const, protocol, problem: problemDetailsOf(error) },
  begin: nothing,
});

async function watchSnapshot({ views, delivery }: Means, instance: string) {
  const view = await views.current(instance);
  if (!view) return refused(notFound('instance', instance));
  return { answer: { status: 'snapshot' as const, protocol, view }, begin: () => delivery.add(instance, view.seq) };
}

async function watchInstance(means: Means, instance: string, after: number | undefined) {
  const { engine, delivery } = means;
  if (delivery.watched().length >= watchesAtMost && !delivery.watched().includes(instance)) {
    return refused(new RequestError('too-many-requests', `One connection watches ${watchesAtMost} instances at most.`));
  }
  if (after === undefined) return watchSnapshot(means, instance);
  const entries = await engine.history(instance, after, entriesAtOnce);
  const seq = entries.at(-1)?.seq ?? after;
  // A number that the history has not reached is from another one: the client begins anew.
  const isKnown = entries.length > 0 || ((await engine.summary(instance))?.seq ?? -1) >= after;
  if (!isKnown) return watchSnapshot(means, instance);
  const answer = { status: 'entries' as const, protocol, entries: [...entries], seq };
  return { answer, begin: () => delivery.add(instance, seq) };
}

export function createWatching(means: Means): Watching {
  const { delivery, lists, connection } = means;
  return {
    watch: async (message) => {
      const parsed = watchSchema.safeParse(message);
      if (!parsed.success) return refused(new RequestError('invalid', parsed.error.message));
      if ('instance' in parsed.data) return watchInstance(means, parsed.data.instance, parsed.data.after);
      const { folder } = parsed.data.workflows;
      return { answer: { status: 'watching', protocol }, begin: () => lists.add(connection, { folder }) };
    },
    unwatch: (message) => {
      const parsed = unwatchSchema.safeParse(message);
      if (!parsed.success) return;
      if ('instance' in parsed.data) delivery.remove(parsed.data.instance);
      else lists.remove(connection);
    },
  };
}
