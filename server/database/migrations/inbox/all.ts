import type { Migration } from '../../migrate.ts';
import { up as inbox } from './0001_inbox.ts';
import { up as web } from './0002_web.ts';
import { up as signals } from './0003_signals.ts';
import { up as groups } from './0004_groups.ts';
import { up as selections } from './0005_selections.ts';
import { up as packageRows } from './0006_packageRows.ts';
import { up as auditKept } from './0007_auditKept.ts';

/** The schema of the file that only web writes. */
export const inboxMigrations: readonly Migration[] = [
  { name: '0001_inbox', up: inbox },
  { name: '0002_web', up: web },
  { name: '0003_signals', up: signals },
  { name: '0004_groups', up: groups },
  { name: '0005_selections', up: selections },
  { name: '0006_packageRows', up: packageRows },
  { name: '0007_auditKept', up: auditKept },
];

/** Remembers which of them a database has had. */
export const inboxMigrationTable = 'sb_migration_inbox';
