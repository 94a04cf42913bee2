import { signIn, type ApiClient } from '../test/support/apiClient.ts';
import { startServer } from '../test/support/server.ts';
import { beginSlowWrite, statusOf } from '../test/support/slowWrite.ts';
import { until } from '../test/support/until.ts';
import { spreadOf, type Spread } from './spread.ts';

const calls = 300;

async function measure(call: (index: number) => Promise<unknown>): Promise<Spread> {
  const took: number[] = [];
  for (let index = 0; index < calls; index += 1) {
    const begunMs = performance.now();
    await call(index);
    took.push(performance.now() - begunMs);
  }
  return spreadOf(took);
}

function print(what: string, idle: Spread, busy: Spread): void {
  const shown = ({ p50, p99 }: Spread): string => `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`;
  const ratio = (busy.p50 / idle.p50).toFixed(2);
  process.stdout.write(
    `${what}: idle ${shown(idle)}; during the statement ${shown(busy)}; ratio of the medians ${ratio}\n`,
  );
}

const health = (client: ApiClient) => measure(() => client.get('/health/live'));
const signals = (client: ApiClient, run: string) =>
  measure((index) => client.post('/api/signals/benched', { id: `${run}-${String(index)}` }));
const pages = (client: ApiClient) => measure(() => client.get('/api/workflows'));

/** What web answers, and how soon a stop takes effect, while a write statement keeps the worker busy. */
export async function benchLongStatement(): Promise<void> {
  const server = await startServer({ args: ['--no-demo'], env: { SIGNALBOX_LOG_LEVEL: 'silent' } });
  const client = await signIn(server.url);
  const idle = { health: await health(client), signals: await signals(client, 'idle'), pages: await pages(client) };
  const instance = await beginSlowWrite(client);
  print('GET /health/live', idle.health, await health(client));
  print('POST /api/signals', idle.signals, await signals(client, 'busy'));
  print('GET /api/workflows', idle.pages, await pages(client));
  const begunMs = performance.now();
  await client.post(`/api/instances/${instance}/stop`);
  const acknowledgedMs = performance.now() - begunMs;
  await until('the instance is stopped', async () => (await statusOf(client, instance)) === 'stopped');
  const effectMs = performance.now() - begunMs;
  process.stdout.write(
    `stop: acknowledged after ${acknowledgedMs.toFixed(1)} ms, in effect after ${effectMs.toFixed(0)} ms\n`,
  );
  await server.remove();
}
