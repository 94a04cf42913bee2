import type { Migration } from '../../migrate.ts';
import { up as inbox } from './0001_inbox.ts';
import { up as web } from './0002_web.ts';
import { up as signals } from './0003_signals.ts';

/** The schema of the file that only web writes. */
export const inboxMigrations: readonly Migration[] = [
  { name: '0001_inbox', up: inbox },
  { name: '0002_web', up: web },
  { name: '0003_signals', up: signals },
];

/** Remembers which of them a database has had. */
export const inboxMigrationTable = 'sb_migration_inbox';
