import { expect } from 'vitest';
import { lendCounters } from '../../engine/memory/counterServices.ts';
import { MemoryEngineStore } from '../../engine/memory/memoryEngineStore.ts';
import { postgresForThisFile } from '../support/postgresTables.ts';
import { openSqliteFiles, openSqlStore, type StoreTables } from '../support/sqliteFiles.ts';
import { describeEngineStore } from './engineStore.contract.ts';
import type { StoreBench } from './engineStore/givenStore.ts';

interface FiringRow {
  readonly status: string;
  readonly reason: string | null;
  readonly instance: string | null;
}

describeEngineStore('in memory', async (clock) => {
  const store = new MemoryEngineStore({ clock, lend: lendCounters });
  return {
    store,
    count: async ({ sql }) => {
      await sql.run('counted', {});
      const [row] = await sql.all('counted', {});
      return Number(row?.['count']);
    },
    setOption: async (name, value) => {
      store.setOption(name, value);
    },
    firings: async () =>
      store.committed().firings.map(({ status, reason, instance }) => `${status} ${reason ?? instance ?? ''}`),
    close: async () => undefined,
  };
});

const benchOn = (tables: StoreTables, nowMs: () => number): StoreBench => ({
  store: openSqlStore(tables, nowMs),
  count: async ({ sql }) => {
    expect(await sql.run('INSERT INTO counted DEFAULT VALUES', {})).toBe(1);
    const [row] = await sql.all('SELECT count(*) AS n FROM counted', {});
    return Number(row?.['n']);
  },
  setOption: async (name, value) => {
    await tables.engine('xtk_option').insert({ name, data_type: 'number', value: String(value) });
  },
  firings: async () => {
    const rows = await tables.engine<FiringRow>('sb_firing').orderBy('id');
    return rows.map(({ status, reason, instance }) => `${status} ${reason ?? instance ?? ''}`);
  },
  close: tables.close,
});

describeEngineStore('on SQLite', async (clock) => {
  const files = await openSqliteFiles();
  await files.engine.schema.createTable('counted', (table) => table.increments('id'));
  return benchOn(files, clock.nowMs);
});

const openPostgresTables = postgresForThisFile();

describeEngineStore('on PostgreSQL', async (clock) => {
  const tables = await openPostgresTables();
  await tables.definitionSql.outside.schema.createTable('counted', (table) => table.increments('id'));
  return benchOn(tables, clock.nowMs);
});
