import type { WorkerLink } from '../processes/workerLink.ts';
import { isoOf } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import type { Resources } from './resources.ts';
import { performWebCommands } from './webCommands.ts';

const everyMs = 3_600_000;
/** How long an answer is kept for a repetition under the same key. */
const rememberedMs = 7 * 86_400_000;
/** How long what came in is kept: a signal's id is unique a name for as long (semantics.md 5). */
const arrivedMs = 30 * 86_400_000;
/** A worker asks for the death of the one before it when it begins: after days nobody does. */
const killedMs = 7 * 86_400_000;

type Kept = Pick<Resources, 'inbox' | 'engine' | 'clock'>;

/** Takes away what is over in what web alone writes. */
export async function tidy({ inbox, engine, clock }: Kept): Promise<void> {
  const nowMs = clock.nowMs();
  await inbox.sessions.purgeExpired(isoOf(nowMs));
  await inbox.idempotency.purge(isoOf(nowMs - rememberedMs));
  const before = isoOf(nowMs - arrivedMs);
  const { requests, signals, packageRows } = await engine.takenOver();
  await inbox.requests.purge({ before, upTo: requests });
  await inbox.signals.purge({ before, upTo: signals });
  await inbox.packageRows.purge(packageRows);
  await inbox.selections.purge(before);
  await inbox.workerKills.purge(isoOf(nowMs - killedMs));
}

/** Performs what workers ask of web, one after the other, and takes away what is over; answers the function that ends it. */
export function startHousekeeping(kept: Kept, link: WorkerLink, log: Log): () => Promise<void> {
  const line = { last: Promise.resolve() };
  const queue = (work: () => Promise<void>): void => {
    line.last = line.last.then(work).catch((error: unknown) => log.error({ err: error }, 'housekeeping failed'));
  };
  const perform = (): void => queue(() => performWebCommands(kept));
  const unlisten = link.onWebCommands(perform);
  const timer = setInterval(() => queue(() => tidy(kept)), everyMs);
  timer.unref();
  perform();
  queue(() => tidy(kept));
  return async () => {
    unlisten();
    clearInterval(timer);
    await line.last;
  };
}
