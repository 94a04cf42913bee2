import type { Migration } from '../../migrate.ts';
import { up as engine } from './0001_engine.ts';
import { up as jitter } from './0002_jitter.ts';

/** The schema of the file that only workers write. */
export const engineMigrations: readonly Migration[] = [
  { name: '0001_engine', up: engine },
  { name: '0002_jitter', up: jitter },
];

/** Remembers which of them a database has had. */
export const engineMigrationTable = 'sb_migration_engine';
