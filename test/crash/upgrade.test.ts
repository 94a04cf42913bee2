import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { z } from 'zod';
import { openSqlite } from '../../server/database/connect.ts';
import { engineMigrations } from '../../server/database/migrations/engine/all.ts';
import { signIn, type ApiClient } from '../support/apiClient.ts';
import { goldenNames, unpackGolden } from '../support/goldenDatabases.ts';
import { startServer } from '../support/server.ts';
import { statusOf } from '../support/slowWrite.ts';
import { until } from '../support/until.ts';

const folder = mkdtempSync(join(tmpdir(), 'signalbox-upgrade-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const instancesSchema = z.object({ items: z.array(z.object({ id: z.string(), status: z.string(), seq: z.number() })) });
const detailSchema = z.object({ result: z.unknown(), state: z.object({ inputs: z.unknown() }) });

async function optionOf(data: string): Promise<unknown> {
  const knex = openSqlite({ file: join(data, 'signalbox.db'), readOnly: true });
  const value: unknown = await knex('xtk_option').where({ name: 'golden' }).first('value');
  await knex.destroy();
  return value;
}

async function runOn(client: ApiClient, id: string): Promise<void> {
  expect((await client.post(`/api/instances/${id}/resume`)).status).toBe(202);
  await until('it goes on', async () => (await statusOf(client, id)) === 'running');
  await client.post('/api/signals/goldenGo', {});
  await until('it ends', async () => (await statusOf(client, id)) === 'finished');
}

it.each(goldenNames())(
  '[D16] what the release of %s wrote is upgraded, and its paused instance goes on',
  async (name) => {
    const data = join(folder, name);
    unpackGolden(name, data);
    const server = await startServer({ args: ['--no-demo'], data });
    try {
      const client = await signIn(server.url);
      const { items } = instancesSchema.parse((await client.get('/api/instances?workflow=golden')).body);
      expect(items.map(({ status }) => status)).toEqual(['paused']);
      const kept = await client.get('/api/signals?status=undelivered');
      expect(kept.body).toMatchObject({ total: 1, items: [{ id: 'golden-1', vars: { kept: true } }] });
      const id = items[0]?.id ?? '';
      await runOn(client, id);
      const detail = detailSchema.parse((await client.get(`/api/instances/${id}`)).body);
      expect(detail).toEqual({ result: { rows: 1 }, state: { inputs: { shop: 'main' } } });
      expect(await optionOf(data)).toEqual({ value: '2' });
    } finally {
      await server.stop();
    }
    const newest = engineMigrations.at(-1)?.name.slice(0, 4) ?? '';
    const isOld = !name.startsWith(`engine${newest}`);
    if (isOld) expect(readdirSync(join(data, 'before-migration'))).toHaveLength(1);
  },
);
