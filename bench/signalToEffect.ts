import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openSqlite } from '../server/database/connect.ts';
import { rawConnection } from '../server/database/statements.ts';
import { signIn } from '../test/support/apiClient.ts';
import { startServer } from '../test/support/server.ts';
import { until } from '../test/support/until.ts';
import { spreadOf, type Spread } from './spread.ts';

const signals = 300;
const warmUp = 50;
const restMs = 5;

/** Each signal that its one instance waits for makes it count in SQL: the first effect that others can see. */
const workflow = {
  name: 'benched',
  activities: {
    begin: { type: 'start' },
    go: { type: 'signal', name: 'benched', complete: false },
    count: {
      type: 'sqlCode',
      script: `INSERT INTO xtk_option (name, data_type, value) VALUES ('benched', 'number', '1')
ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)`,
    },
  },
  transitions: [
    { from: 'begin', to: 'go' },
    { from: 'go', to: 'count' },
  ],
};

/** From sending a signal to an idle server until the effect of what waited for it is committed, in milliseconds. */
export async function benchSignalToEffect(): Promise<Spread> {
  const server = await startServer({ args: ['--no-demo'], env: { SIGNALBOX_LOG_LEVEL: 'silent' } });
  const client = await signIn(server.url);
  await client.post('/api/workflows', workflow);
  await client.post('/api/workflows/benched/instances');
  const knex = openSqlite({ file: join(server.data, 'signalbox.db'), readOnly: true });
  const connection = await rawConnection(knex);
  const waiting = connection.prepare('SELECT count(*) FROM sb_subscription').pluck();
  await until('the instance waits', () => Promise.resolve(waiting.get() === 1));
  const counted = connection.prepare(`SELECT value FROM xtk_option WHERE name = 'benched'`).pluck();
  const took: number[] = [];
  for (let sent = 1; sent <= warmUp + signals; sent += 1) {
    const begunMs = performance.now();
    const answered = client.post('/api/signals/benched', { id: String(sent) });
    while (counted.get() !== String(sent)) await delay(1);
    took.push(performance.now() - begunMs);
    await answered;
    await delay(restMs);
  }
  await knex.destroy();
  await server.remove();
  return spreadOf(took.slice(warmUp));
}
