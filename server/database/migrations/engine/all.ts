import type { Migration } from '../../migrate.ts';
import { up as engine } from './0001_engine.ts';
import { up as jitter } from './0002_jitter.ts';
import { up as children } from './0003_children.ts';
import { up as backfills } from './0004_backfills.ts';
import { up as secrets } from './0005_secrets.ts';
import { up as mailLog } from './0007_mailLog.ts';
import { up as packages } from './0009_packages.ts';
import { up as runHistory } from './0012_runHistory.ts';
import { up as mailOnce } from './0013_mailOnce.ts';
import { up as mailList } from './0014_mailList.ts';
import { up as heatMap } from './0015_heatMap.ts';
import { up as metrics } from './0016_metrics.ts';

/** The schema of the file that only workers write. */
export const engineMigrations: readonly Migration[] = [
  { name: '0001_engine', up: engine },
  { name: '0002_jitter', up: jitter },
  { name: '0003_children', up: children },
  { name: '0004_backfills', up: backfills },
  { name: '0005_secrets', up: secrets },
  { name: '0007_mailLog', up: mailLog },
  { name: '0009_packages', up: packages },
  { name: '0012_runHistory', up: runHistory },
  { name: '0013_mailOnce', up: mailOnce },
  { name: '0014_mailList', up: mailList },
  { name: '0015_heatMap', up: heatMap },
  { name: '0016_metrics', up: metrics },
];

/** Remembers which of them a database has had. */
export const engineMigrationTable = 'sb_migration_engine';
