import { lendCounters } from '../../engine/memory/counterServices.ts';
import { MemoryEngineStore } from '../../engine/memory/memoryEngineStore.ts';
import { instanceIdSchema } from '../../engine/model/ids.ts';
import { entrySchema } from '../../engine/model/entry.ts';
import { postgresForThisFile } from '../support/postgresTables.ts';
import type { RunnerStore } from '../support/runnerBench.ts';
import { openSqliteFiles, openSqlStore, type StoreTables } from '../support/sqliteFiles.ts';
import { describeRunner } from './runner.contract.ts';

describeRunner('in memory', async (clock) => {
  const store = new MemoryEngineStore({ clock, lend: lendCounters });
  return {
    store,
    count: async ({ sql }, what) => {
      await sql.run(what, {});
    },
    counted: async (what) => Number(store.committed().data.get(what) ?? 0),
    history: async (instance) => store.history(instanceIdSchema.parse(instance)),
    firings: async () =>
      store.committed().firings.map(({ status, reason, instance }) => `${status} ${reason ?? instance ?? ''}`),
    close: async () => undefined,
  };
});

interface FiringRow {
  readonly status: string;
  readonly reason: string | null;
  readonly instance: string | null;
}

function benchOn(tables: StoreTables, nowMs: () => number): RunnerStore {
  return {
    store: openSqlStore(tables, nowMs),
    count: async ({ sql }, what) => {
      await sql.run('INSERT INTO counted VALUES (:what)', { what });
    },
    counted: async (what) => (await tables.engine('counted').where({ what })).length,
    history: async (instance) => {
      const entries = await tables.engine('sb_history').where({ instance }).orderBy('seq').pluck('entry');
      return entries.map((entry: string) => entrySchema.parse(JSON.parse(entry)));
    },
    firings: async () => {
      const rows = await tables.engine<FiringRow>('sb_firing').orderBy('id');
      return rows.map(({ status, reason, instance }) => `${status} ${reason ?? instance ?? ''}`);
    },
    close: tables.close,
  };
}

describeRunner('on SQLite', async (clock) => {
  const files = await openSqliteFiles();
  await files.engine.schema.createTable('counted', (table) => table.text('what'));
  return benchOn(files, clock.nowMs);
});

const openPostgresTables = postgresForThisFile();

describeRunner('on PostgreSQL', async (clock) => {
  const tables = await openPostgresTables();
  await tables.definitionSql.outside.schema.createTable('counted', (table) => table.text('what'));
  return benchOn(tables, clock.nowMs);
});
