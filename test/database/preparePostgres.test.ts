import type { Knex } from 'knex';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packages } from '../../definitions/registry/packages.generated.ts';
import { openPostgres } from '../../server/database/connect.ts';
import { preparePostgres } from '../../server/database/prepareDatabases.ts';
import { createSqlInbox } from '../../server/stores/engine/sqlInbox.ts';
import { createInbox } from '../../server/stores/web/inbox.ts';
import { createPostgresDatabase, type PostgresDatabase } from '../support/postgres.ts';
import { dawnMs } from '../support/shell.ts';

const options = { nowMs: dawnMs, demo: true, demoScale: 0.003, onProgress: () => undefined };
const opened: { database?: PostgresDatabase; knex?: Knex } = {};

beforeAll(async () => {
  opened.database = await createPostgresDatabase();
  opened.knex = openPostgres(opened.database.url, { pool: 10, applicationName: 'signalbox tests' });
}, 60_000);
afterAll(async () => {
  await opened.knex?.destroy();
  await opened.database?.drop();
});

function current(): { url: string; knex: Knex } {
  const { database, knex } = opened;
  if (!database || !knex) throw new TypeError('there is no database');
  return { url: database.url, knex };
}

it('ten callers that prepare one PostgreSQL database at once leave it prepared once', async () => {
  const { url, knex } = current();
  await Promise.all(Array.from({ length: 10 }, () => preparePostgres(url, options)));
  expect(await knex('sb_package').pluck('name')).toEqual(packages.map(({ name }) => name));
  const rows = async () => Number((await knex('nms_delivery').count({ n: '*' }).first())?.n);
  const before = await rows();
  expect(before).toBeGreaterThan(0);
  await preparePostgres(url, options);
  expect(await rows()).toBe(before);
}, 60_000);

it("the platform's tables lie in the schema signalbox, those of packages and the options in public", async () => {
  const { knex } = current();
  const tables: { schemaname: string; tablename: string }[] = await knex('pg_tables').whereIn('schemaname', [
    'signalbox',
    'public',
  ]);
  const misplaced = tables.filter(
    ({ schemaname, tablename }) => (schemaname === 'signalbox') !== tablename.startsWith('sb_'),
  );
  expect(misplaced).toEqual([]);
  expect(tables).toContainEqual(expect.objectContaining({ schemaname: 'public', tablename: 'xtk_option' }));
});

it('no request is committed after one with a greater position', async () => {
  const { url, knex } = current();
  const beside = openPostgres(url, { pool: 10, applicationName: 'signalbox tests' });
  const inbox = createInbox(knex);
  const about = { workflow: null, instance: null, task: null, by: 'anna', requestedAt: '2026-01-31T04:00:00.000Z' };
  const asking = Array.from({ length: 30 }, (_, index) =>
    inbox.change(async (stores) => {
      await stores.requests.add({ id: `r${index}`, ...about, payload: { operation: 'stop' } });
      // Every other one takes longer to commit than the one after it would.
      if (index % 2 === 0) await beside.raw('SELECT pg_sleep(0.01)');
    }),
  );
  const seen: number[] = [];
  const reader = createSqlInbox(beside);
  const end = Promise.all(asking).then(() => 'all are asked');
  do {
    seen.push(...(await reader.requestsAfter(seen.at(-1) ?? 0, 50)).map(({ position }) => position));
  } while ((await Promise.race([end, Promise.resolve('not yet')])) === 'not yet');
  seen.push(...(await reader.requestsAfter(seen.at(-1) ?? 0, 50)).map(({ position }) => position));
  await beside.destroy();
  expect(new Set(seen).size).toBe(30);
});

it('a PostgreSQL database of a newer release is refused, and left as it is', async () => {
  const { url, knex } = current();
  await knex('sb_migration_engine').insert({ name: '9999_future', batch: 99, migration_time: '2030-01-01' });
  await expect(preparePostgres(url, options)).rejects.toThrow(/9999_future[^]*newer release/);
});
