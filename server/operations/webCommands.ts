import { z } from 'zod';
import { audit } from './audit.ts';
import { isoOf } from './ports/clock.ts';
import type { WebCommand } from './ports/engineReader.ts';
import type { InboxStores } from './ports/inbox.ts';
import type { Resources } from './resources.ts';

/** What workers may ask of web, in the file that only web writes. */
export const webCommandSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('purgeRecords'),
    what: z.enum(['sessions', 'logins', 'audit']),
    olderThanMs: z.number(),
  }),
  z.object({
    type: z.literal('audit'),
    by: z.string(),
    action: z.string(),
    subject: z.string(),
    before: z.string().optional(),
    after: z.string().optional(),
  }),
]);
type Command = z.infer<typeof webCommandSchema>;

const atOnce = 100;

type PurgeCommand = Extract<Command, { type: 'purgeRecords' }>;

async function purge(stores: InboxStores, { what, olderThanMs }: PurgeCommand, atMs: number): Promise<void> {
  const before = isoOf(olderThanMs);
  switch (what) {
    case 'sessions':
      await stores.sessions.purgeExpired(before);
      return;
    case 'logins':
      await stores.logins.purge(before);
      return;
    case 'audit':
      return purgeAudit(stores, before, atMs);
  }
}

/** What is gone from the trail, the trail says. */
async function purgeAudit(stores: InboxStores, before: string, atMs: number): Promise<void> {
  const lines = await stores.audit.purge(before);
  if (lines === 0) return;
  const deed = { action: 'purge', subject: 'audit', after: JSON.stringify({ before, lines }) };
  await audit(stores, { by: 'engine', atMs }, deed);
}

async function perform(stores: InboxStores, command: Command, atMs: number): Promise<void> {
  switch (command.type) {
    case 'purgeRecords':
      return purge(stores, command, atMs);
    case 'audit': {
      const { by, action, subject, before, after } = command;
      const change = { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
      return audit(stores, { by, atMs }, { action, subject, ...change });
    }
  }
}

const parse = ({ type, payload }: WebCommand): Command =>
  webCommandSchema.parse({ ...z.record(z.string(), z.unknown()).parse(payload), type });

/**
 * Performs what workers asked for and notes the last id in the same transaction, so that nothing is done twice; workers
 * delete the rows up to it.
 */
export async function performWebCommands({
  inbox,
  engine,
  clock,
}: Pick<Resources, 'inbox' | 'engine' | 'clock'>): Promise<void> {
  const after = await inbox.webCommands.lastPerformed();
  const commands = await engine.webCommands(after, atOnce);
  for (const command of commands) {
    await inbox.change(async (stores) => {
      await perform(stores, parse(command), clock.nowMs());
      await stores.webCommands.setLastPerformed(command.id);
    });
  }
  if (commands.length === atOnce) await performWebCommands({ inbox, engine, clock });
}
