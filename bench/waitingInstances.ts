import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { kinds } from '../definitions/registry/kinds.generated.ts';
import { advance } from '../engine/core/advance.ts';
import { compileGraph } from '../engine/graph/compileGraph.ts';
import type { CompiledGraph } from '../engine/graph/compiledGraph.ts';
import { invariant } from '../engine/invariant.ts';
import { definitionSchema } from '../engine/model/definition.ts';
import { instanceIdSchema } from '../engine/model/ids.ts';
import type { EngineStore } from '../engine/ports/engineStore.ts';
import { openSqlite } from '../server/database/connect.ts';
import { rawConnection } from '../server/database/statements.ts';
import { signIn } from '../test/support/apiClient.ts';
import { startServer } from '../test/support/server.ts';
import { openSqlStore } from '../test/support/sqliteFiles.ts';

const instances = 100_000;
const inOneTransaction = 1_000;

const workflow = {
  name: 'benched',
  overlap: 'allow',
  activities: {
    begin: { type: 'start' },
    go: { type: 'signal', name: 'benched', correlate: 'instance.id' },
  },
  transitions: [{ from: 'begin', to: 'go' }],
};

/** What 100,000 waiting instances cost a server. */
export interface WaitingInstances {
  readonly instances: number;
  readonly fileMegabytes: number;
  /** From its start until it answers. */
  readonly readyMs: number;
  /** From its start until a signal has ended the wait of one of them. */
  readonly servedMs: number;
  /** The worker's memory then, and the most that it ever had. */
  readonly workerMegabytes: number;
  readonly workerPeakMegabytes: number;
}

/** Starts a server on a data folder where 100,000 instances wait for a signal, and sends one of them its own. */
export async function benchWaitingInstances(): Promise<WaitingInstances> {
  const env = { SIGNALBOX_LOG_LEVEL: 'silent' };
  const first = await startServer({ args: ['--no-demo'], env });
  const author = await signIn(first.url);
  await author.post('/api/workflows', workflow);
  await author.post('/api/workflows/benched/publish');
  await first.stop();
  const file = join(first.data, 'signalbox.db');
  await fill(file);
  const begunMs = performance.now();
  const server = await startServer({ data: first.data, args: ['--no-demo'], env });
  const readyMs = performance.now() - begunMs;
  const client = await signIn(server.url);
  const one = `i_w${String(instances / 2)}`;
  await client.post('/api/signals/benched', { id: 'one', key: one });
  const knex = openSqlite({ file, readOnly: true });
  const status = (await rawConnection(knex)).prepare('SELECT status FROM sb_instance WHERE id = ?').pluck();
  while (status.get(one) !== 'finished') await delay(1);
  const servedMs = performance.now() - begunMs;
  const memory = readFileSync(`/proc/${String(server.workerPid())}/status`, 'utf8');
  const fileMegabytes = statSync(file).size / 1_048_576;
  await knex.destroy();
  await server.remove();
  return {
    instances,
    fileMegabytes,
    readyMs,
    servedMs,
    workerMegabytes: kilobytesOf(memory, 'VmRSS') / 1_024,
    workerPeakMegabytes: kilobytesOf(memory, 'VmHWM') / 1_024,
  };
}

/** A line of what Linux tells of a process, in kilobytes. */
const kilobytesOf = (status: string, name: string): number =>
  Number(new RegExp(String.raw`^${name}:\s+(\d+)`, 'm').exec(status)?.[1] ?? Number.NaN);

/** Begins them as the engine does, many to a transaction. */
async function fill(file: string): Promise<void> {
  const knex = openSqlite({ file });
  const tables = { engine: knex, inbox: knex, inboxReader: knex, close: () => Promise.resolve() };
  const store = openSqlStore(tables, Date.now);
  const graph = compileGraph(definitionSchema.parse(workflow), kinds);
  for (let from = 0; from < instances; from += inOneTransaction) await begin(store, graph, from);
  await knex.destroy();
}

async function begin(store: EngineStore, graph: CompiledGraph, from: number): Promise<void> {
  const nowMs = Date.now();
  const world = { nowMs, graph, option: () => undefined, workflowVars: {}, consecutiveFailures: 0 };
  await store.transaction(async (tx) => {
    for (let number = from; number < from + inOneTransaction; number += 1) {
      const step = advance(world, undefined, {
        type: 'begin',
        instance: instanceIdSchema.parse(`i_w${String(number)}`),
        workflow: graph.definition.name,
        version: 1,
        severity: graph.definition.severity,
        entries: graph.entries,
        firing: { reason: 'request', dueAtMs: nowMs, startedAtMs: nowMs },
        inputs: {},
        pauseCauses: [],
      });
      invariant(step.status === 'advanced', 'an instance begins');
      await tx.saveStep(undefined, step);
    }
  });
}
