import { lendCounters } from '../../engine/memory/counterServices.ts';
import { MemoryEngineStore } from '../../engine/memory/memoryEngineStore.ts';
import type { VirtualClock } from '../../engine/memory/virtualClock.ts';
import { instanceIdSchema } from '../../engine/model/ids.ts';
import { entrySchema } from '../../engine/model/entry.ts';
import { postgresForThisFile } from './postgresTables.ts';
import type { RunnerStore } from './runnerBench.ts';
import { openSqliteFiles, openSqlStore, type StoreTables } from './sqliteFiles.ts';

/** Opens a store of its own for a test. */
export type CreateStore = (clock: VirtualClock) => Promise<RunnerStore>;

/** A store that is gone with its test, and takes no time. */
export const createInMemory: CreateStore = async (clock) => {
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
    mails: async () => store.committed().mails.map(({ title }) => title),
    close: async () => undefined,
  };
};

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
    mails: async () => tables.engine('sb_mail').orderBy('id').pluck('title'),
    close: tables.close,
  };
}

const onSqlite: CreateStore = async (clock) => {
  const files = await openSqliteFiles();
  await files.engine.schema.createTable('counted', (table) => table.text('what'));
  return benchOn(files, clock.nowMs);
};

/** Tells the rules of the runtime of every store: in memory, on SQLite and on PostgreSQL. Called once a test file. */
export function onEveryStore(describeRules: (name: string, create: CreateStore) => void): void {
  const openPostgresTables = postgresForThisFile();
  describeRules('in memory', createInMemory);
  describeRules('on SQLite', onSqlite);
  describeRules('on PostgreSQL', async (clock) => {
    const tables = await openPostgresTables();
    await tables.definitionSql.outside.schema.createTable('counted', (table) => table.text('what'));
    return benchOn(tables, clock.nowMs);
  });
}
