import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { executors } from '../definitions/registry/executors.generated.ts';
import { kinds } from '../definitions/registry/kinds.generated.ts';
import { instanceIdSchema, requestIdSchema } from '../engine/model/ids.ts';
import type { Publisher } from '../engine/ports/publisher.ts';
import { recover } from '../engine/runtime/recovery.ts';
import { Runner } from '../engine/runtime/runner.ts';
import type { Runtime } from '../engine/runtime/runtime.ts';
import { credentialsIn } from './config/config.ts';
import { openWorkerDatabases, type WorkerDatabases } from './database/workerDatabases.ts';
import { createFileStore } from './outside/fileStore.ts';
import { createHttpClient } from './outside/httpClient.ts';
import { httpHosts } from './outside/httpHosts.ts';
import { createMailer } from './outside/mailer.ts';
import { createScriptSandbox } from './outside/scriptSandbox.ts';
import { measuredStore } from './metrics/measuredStore.ts';
import { StepMeasures } from './metrics/stepMeasures.ts';
import { cubes, optionDefaults, tablePatterns } from './packages/manifests.ts';
import { noteWorkerPid } from './processes/dataFolder.ts';
import { createClock } from './processes/systemClock.ts';
import { toWorkerSchema, type ToWeb } from './processes/messages.ts';
import { WorkerLoop, type LoopOptions } from './processes/workerLoop.ts';
import { dropLeftTables } from './stores/engine/leftTables.ts';
import { purgeSettled } from './stores/engine/settledRows.ts';
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

/** When web last said that it cancels what is being executed. */
const takenBack = { atMs: Number.NEGATIVE_INFINITY };
const takeBackCountsMs = 5_000;

/** What web says leaves it before it cancels anything, but may be read after: a turn lets it in. */
async function tookBack(): Promise<boolean> {
  await nextTurn();
  return performance.now() - takenBack.atMs < takeBackCountsMs;
}

interface Opened {
  readonly settings: WorkerSettings;
  readonly databases: WorkerDatabases;
  readonly runtime: Runtime;
  readonly measures: StepMeasures;
}

async function open(settings: WorkerSettings): Promise<Opened> {
  const databases = await openWorkerDatabases(settings, process.env['DATABASE_URL'] ?? '', tookBack);
  const { knex, inboxReader, definitionSql } = databases;
  const clock = createClock(settings.frozenAtMs);
  const definitions = createSqlDefinitions({ reader: inboxReader, kinds, optionDefaults });
  const store = createSqlEngineStore({
    knex,
    inboxReader,
    facts: createWorkflowFacts(inboxReader, definitions),
    mayName: (table) => tablePatterns.some((pattern) => pattern.test(table)),
    nowMs: clock.nowMs,
    workRows: settings.workRows,
    cubes,
    outside: {
      scripts: createScriptSandbox(fileURLToPath(new URL('scriptThread.js', import.meta.url))),
      http: createHttpClient({ hosts: httpHosts(settings.httpHosts), credentials: credentialsIn(process.env) }),
      files: createFileStore(settings.files),
      mail: createMailer({ url: process.env['SIGNALBOX_SMTP_URL'] ?? '', from: settings.mailFrom }),
      publicUrl: settings.publicUrl.replace(/\/+$/, ''),
    },
    ...(definitionSql && { definitionSql }),
  });
  const measures = new StepMeasures();
  const ids = {
    instance: () => instanceIdSchema.parse(`i_${randomUUID()}`),
    request: () => requestIdSchema.parse(`r_${randomUUID()}`),
  };
  const inbox = createSqlInbox(inboxReader);
  const measured = measuredStore(store, measures);
  const runtime = { store: measured, inbox, definitions, executors, clock, ids, publisher };
  return { settings, databases, runtime, measures };
}

function obey(loop: WorkerLoop): void {
  process.on('message', (message) => {
    const parsed = toWorkerSchema.parse(message);
    if (parsed.type === 'ping') void tell({ type: 'pong', id: parsed.id });
    else if (parsed.type === 'nudge') loop.nudge();
    else if (parsed.type === 'takeBack') takenBack.atMs = performance.now();
    else loop.drain();
  });
  // Ctrl C reaches the whole process group: web tells when to end.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => {
    loop.drain();
  });
}

const tidyEveryMs = 3_600_000;
/** What a worker that is killed has not told of is not counted: so it tells often, and nothing where nothing was done. */
const measuresToldEveryMs = 1_000;

async function tellMeasures(measures: StepMeasures, runtime: Runtime): Promise<void> {
  const measured = await measures.take(runtime.definitions);
  if (measured) await tell({ type: 'measured', measured });
}

type LoopMeans = Pick<Opened, 'settings' | 'runtime'> & Pick<LoopOptions, 'log' | 'webCommandsWaiting'>;

const createLoop = ({ settings, runtime, log, webCommandsWaiting }: LoopMeans): WorkerLoop =>
  new WorkerLoop({
    runner: new Runner(runtime, {
      concurrency: settings.concurrency,
      onFault: (err, place) => {
        log.error({ ...place, err }, 'a fault of the program: what it happened to has failed');
      },
      onLeftOut: (what, err) => {
        log.error({ ...what, err }, 'it cannot go on in this release, and is left out; everything else goes on');
      },
    }),
    runtime,
    log,
    betweenTurns: nextTurn,
    webCommandsWaiting,
  });

async function work({
  settings,
  databases: { knex, inboxReader, definitionSql },
  runtime,
  measures,
}: Opened): Promise<void> {
  const log = pino({ level: settings.logLevel, base: { worker: settings.worker } }, pino.destination(2));
  const { clock } = runtime;
  if (definitionSql && definitionSql.role === undefined) {
    log.warn('there is no role for SQL of definitions: the lexer alone keeps it from the tables of the engine');
  }
  const record = await beginWorker({ knex, inboxReader, worker: settings.worker, nowMs: clock.nowMs() });
  const lost = await recover(runtime, !record.formerWasKilled);
  if (lost > 0) log.warn({ lost }, 'tasks that were in flight are executed again');
  const loop = createLoop({ settings, runtime, log, webCommandsWaiting: record.webCommandsWaiting });
  const tidy = (): void => {
    const nowMs = clock.nowMs();
    Promise.all([purgeSettled(knex, nowMs), dropLeftTables(knex, nowMs)]).catch((err: unknown) => {
      log.error({ err }, 'what is over cannot be taken away now; it is tried again');
    });
  };
  const tidying = setInterval(tidy, tidyEveryMs);
  tidy();
  const telling = setInterval(() => void tellMeasures(measures, runtime), measuresToldEveryMs);
  obey(loop);
  await tell({ type: 'ready', worker: settings.worker });
  await loop.run();
  clearInterval(tidying);
  clearInterval(telling);
  await tellMeasures(measures, runtime);
  await record.drained(clock.nowMs());
}

// Web has gone: its successor starts a worker of its own. What is open rolls back, and is executed again there. Before all
// else: a web that dies while its worker begins would leave one behind that works beside the successor's.
process.on('disconnect', () => process.exit(0));
if (!process.connected) process.exit(0);

const settings = workerSettingsSchema.parse(JSON.parse(process.argv[2] ?? '{}'));
if (settings.database.dialect === 'sqlite') noteWorkerPid(settings.database.engineFile);
const opened = await open(settings);
await work(opened);
await opened.databases.close();
process.disconnect();
