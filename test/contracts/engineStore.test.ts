import { expect } from 'vitest';
import { lendCounters } from '../../engine/memory/counterServices.ts';
import { MemoryEngineStore } from '../../engine/memory/memoryEngineStore.ts';
import { openSqliteFiles, openSqlStore } from '../support/sqliteFiles.ts';
import { describeEngineStore } from './engineStore.contract.ts';

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

describeEngineStore('on SQLite', async (clock) => {
  const files = await openSqliteFiles();
  await files.engine.schema.createTable('counted', (table) => table.increments('id'));
  return {
    store: openSqlStore(files, clock.nowMs),
    count: async ({ sql }) => {
      expect(await sql.run('INSERT INTO counted DEFAULT VALUES', {})).toBe(1);
      const [row] = await sql.all('SELECT count(*) AS n FROM counted', {});
      return Number(row?.['n']);
    },
    setOption: async (name, value) => {
      await files.engine('xtk_option').insert({ name, data_type: 'number', value: String(value) });
    },
    firings: async () => {
      const rows = await files.engine<FiringRow>('sb_firing').orderBy('id');
      return rows.map(({ status, reason, instance }) => `${status} ${reason ?? instance ?? ''}`);
    },
    close: files.close,
  };
});
