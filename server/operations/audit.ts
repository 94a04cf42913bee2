import { isoOf } from './ports/clock.ts';
import type { InboxStores } from './ports/inbox.ts';

/** What was done to what; `before` and `after` in few words. */
export interface Deed {
  readonly action: string;
  readonly subject: string;
  readonly before?: string;
  readonly after?: string;
}

/** Writes a line of the audit trail, in the transaction of the change itself. */
export async function audit(stores: InboxStores, who: { by: string; atMs: number }, deed: Deed): Promise<void> {
  await stores.audit.add({
    at: isoOf(who.atMs),
    by: who.by,
    action: deed.action,
    subject: deed.subject,
    before: deed.before ?? null,
    after: deed.after ?? null,
  });
}
