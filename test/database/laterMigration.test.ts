import { expect, it } from 'vitest';
import type { Knex } from 'knex';
import { openPostgres, openSqlite } from '../../server/database/connect.ts';
import { migrate } from '../../server/database/migrate.ts';
import { inboxMigrations, inboxMigrationTable } from '../../server/database/migrations/inbox/all.ts';
import { createPostgresDatabase } from '../support/postgres.ts';

const later = inboxMigrations.filter(({ name }) => name !== '0004_groups');

/** An installation that had 0005 before there was 0004. */
async function catchesUp(knex: Knex): Promise<void> {
  await migrate(knex, inboxMigrationTable, later);
  expect(await knex.schema.hasTable('sb_selection')).toBe(true);
  expect(await knex.schema.hasTable('sb_operator_group')).toBe(false);
  expect(await migrate(knex, inboxMigrationTable, inboxMigrations)).toEqual(['0004_groups']);
  expect(await knex('sb_operator_group').pluck('name')).toEqual(['workflowSupervisors']);
  expect(await migrate(knex, inboxMigrationTable, inboxMigrations)).toEqual([]);
}

it('[D16] a SQLite database that has had a later migration gets the one before it', async () => {
  const knex = openSqlite({ file: ':memory:' });
  try {
    await catchesUp(knex);
  } finally {
    await knex.destroy();
  }
});

it('[D16] a PostgreSQL database that has had a later migration gets the one before it', async () => {
  const { url, drop } = await createPostgresDatabase();
  const knex = openPostgres(url, { pool: 2, applicationName: 'signalbox tests' });
  try {
    await knex.raw('CREATE SCHEMA IF NOT EXISTS signalbox');
    await catchesUp(knex);
  } finally {
    await knex.destroy();
    await drop();
  }
}, 60_000);
