import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Knex } from 'knex';
import { pino } from 'pino';
import { executors } from '../definitions/registry/executors.generated.ts';
import { kinds } from '../definitions/registry/kinds.generated.ts';
import { instanceIdSchema, requestIdSchema } from '../engine/model/ids.ts';
import type { Publisher } from '../engine/ports/publisher.ts';
import { recover } from '../engine/runtime/recovery.ts';
import { Runner } from '../engine/runtime/runner.ts';
import type { Runtime } from '../engine/runtime/runtime.ts';
import { openSqlite } from './database/connect.ts';
import { optionDefaults, tablePatterns } from './packages/manifests.ts';
import { noteWorkerPid } from './processes/dataFolder.ts';
import { createClock } from './processes/systemClock.ts';
import { toWorkerSchema, type ToWeb } from './processes/messages.ts';
import { WorkerLoop } from './processes/workerLoop.ts';
import { beginWorker } from './stores/engine/workerRecord.ts';
import { workerSettingsSchema, type WorkerSettings } from './processes/workerSettings.ts';
import { createSqlDefinitions } from './stores/engine/sqlDefinitions.ts';
import { createSqlEngineStore } from './stores/engine/sqlEngineStore.ts';
import { createSqlInbox } from './stores/engine/sqlInbox.ts';
import { createWorkflowFacts } from './stores/engine/workflowFacts.ts';

/** Tells web; resolves when the message has left, so that a long statement cannot hold it back. */
function tell(message: ToWeb): Promise<void> {
  return new Promise((resolve) => {
    if (!process.send || !process.connected) resolve();
    else
      process.send(message, undefined, undefined, () => {
        resolve();
      });
  });
}

const publisher: Publisher = {
  changed: ({ workflow, instance }) =>
    tell({
      type: 'changed',
      workflows: [workflow],
      instances: instance ? [{ instance: instance.id, seq: instance.seq }] : [],
    }),
  progress: (message) => void tell({ type: 'progress', ...message }),
  webCommands: () => void tell({ type: 'webCommands' }),
};

interface Opened {
  readonly settings: WorkerSettings;
  readonly knex: Knex;
  readonly inboxReader: Knex;
  readonly runtime: Runtime;
}

function open(settings: WorkerSettings): Opened {
  const knex = openSqlite({ file: settings.engineFile });
  const inboxReader = openSqlite({ file: settings.inboxFile, readOnly: true });
  const clock = createClock(settings.frozenAtMs);
  const definitions = createSqlDefinitions({ reader: inboxReader, kinds, optionDefaults });
  const store = createSqlEngineStore({
    knex,
    inboxReader,
    facts: createWorkflowFacts(inboxReader, definitions),
    mayName: (table) => tablePatterns.some((pattern) => pattern.test(table)),
    nowMs: clock.nowMs,
  });
  const ids = {
    instance: () => instanceIdSchema.parse(`i_${randomUUID()}`),
    request: () => requestIdSchema.parse(`r_${randomUUID()}`),
  };
  const inbox = createSqlInbox(inboxReader);
  return { settings, knex, inboxReader, runtime: { store, inbox, definitions, executors, clock, ids, publisher } };
}

function obey(loop: WorkerLoop): void {
  process.on('message', (message) => {
    const parsed = toWorkerSchema.parse(message);
    if (parsed.type === 'ping') void tell({ type: 'pong', id: parsed.id });
    else if (parsed.type === 'nudge') loop.nudge();
    else loop.drain();
  });
  // Web has gone: its successor starts a worker of its own. What is open rolls back, and is executed again there.
  process.on('disconnect', () => process.exit(0));
  // Ctrl C reaches the whole process group: web tells when to end.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => {
    loop.drain();
  });
}

async function work({ settings, knex, inboxReader, runtime }: Opened): Promise<void> {
  const log = pino({ level: settings.logLevel, base: { worker: settings.worker } }, pino.destination(2));
  const { clock } = runtime;
  const record = await beginWorker({ knex, inboxReader, worker: settings.worker, nowMs: clock.nowMs() });
  const lost = await recover(runtime, !record.formerWasKilled);
  if (lost > 0) log.warn({ lost }, 'tasks that were in flight are executed again');
  const { webCommandsWaiting } = record;
  const loop = new WorkerLoop({
    runner: new Runner(runtime),
    runtime,
    log,
    betweenTurns: nextTurn,
    webCommandsWaiting,
  });
  obey(loop);
  await tell({ type: 'ready', worker: settings.worker });
  await loop.run();
  await record.drained(clock.nowMs());
}

const settings = workerSettingsSchema.parse(JSON.parse(process.argv[2] ?? '{}'));
noteWorkerPid(settings.engineFile);
const opened = open(settings);
await work(opened);
await opened.knex.destroy();
await opened.inboxReader.destroy();
process.disconnect();
