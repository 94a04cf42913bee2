// Keeps what this release writes, for the tests of later ones: node build/run.mjs test/support/makeGolden.ts
// It wants the built programs. Run it once a release, before the tag; what is there already is never made anew.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { openSqlite } from '../../server/database/connect.ts';
import { engineMigrations } from '../../server/database/migrations/engine/all.ts';
import { inboxMigrations } from '../../server/database/migrations/inbox/all.ts';
import { signIn } from './apiClient.ts';
import { goldenNames, packGolden } from './goldenDatabases.ts';
import { golden } from './goldenWorkflow.ts';
import { startServer } from './server.ts';
import { statusOf } from './slowWrite.ts';
import { until } from './until.ts';

const numberOf = (names: readonly { readonly name: string }[]): string => names.at(-1)?.name.slice(0, 4) ?? '0000';
const name = `engine${numberOf(engineMigrations)}-inbox${numberOf(inboxMigrations)}`;
const instanceSchema = z.object({ id: z.string() });
const tasksSchema = z.object({ items: z.array(z.object({ activity: z.string(), status: z.string() })) });

async function fill(url: string): Promise<void> {
  const client = await signIn(url);
  await client.post('/api/workflows', golden);
  const { id } = instanceSchema.parse((await client.post('/api/workflows/golden/instances')).body);
  await until('it waits', async () => {
    const { items } = tasksSchema.parse((await client.get(`/api/instances/${id}/tasks`)).body);
    return items.some(({ activity, status }) => activity === 'go' && status === 'waiting');
  });
  await client.post(`/api/instances/${id}/pause`, { reason: 'until the upgrade' });
  await until('it is paused', async () => (await statusOf(client, id)) === 'paused');
  await client.post('/api/signals/nobodyListens', { vars: { kept: true }, id: 'golden-1' });
  await until('the signal is kept', async () => {
    const answer = await client.get('/api/signals?status=undelivered');
    return z.object({ total: z.number() }).parse(answer.body).total === 1;
  });
}

/** One file each, without what a database leaves behind. */
async function squeeze(data: string): Promise<void> {
  for (const file of ['signalbox.db', 'inbox.db']) {
    const knex = openSqlite({ file: join(data, file) });
    await knex.raw('PRAGMA wal_checkpoint(TRUNCATE)');
    await knex.raw('VACUUM');
    await knex.raw('PRAGMA journal_mode = DELETE');
    await knex.destroy();
  }
}

if (goldenNames().includes(name)) {
  console.log(`${name} is there already`);
} else {
  const server = await startServer({ args: ['--no-demo'] });
  await fill(server.url);
  await server.stop();
  await squeeze(server.data);
  packGolden(name, server.data);
  rmSync(server.data, { recursive: true, force: true });
  console.log(`kept ${name}`);
}
