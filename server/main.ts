import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino, type Logger } from 'pino';
import { packages } from '../definitions/registry/packages.generated.ts';
import { kinds } from '../definitions/registry/kinds.generated.ts';
import { commands } from './cli/backupCommands.ts';
import { credentialsIn, helpText, loadConfig, printConfig, type Config } from './config/config.ts';
import { createMailer } from './outside/mailer.ts';
import { createScriptSandbox } from './outside/scriptSandbox.ts';
import type { PrepareOptions } from './database/prepareDatabases.ts';
import { openPostgresStorage } from './database/postgresStorage.ts';
import { openSqliteStorage } from './database/sqliteStorage.ts';
import type { Storage } from './database/storage.ts';
import { installWorkflows } from './packages/installWorkflows.ts';
import { validationOfPackages } from './packages/manifests.ts';
import { listen, requireFree } from './processes/address.ts';
import { StartRefused } from './processes/dataFolder.ts';
import type { SupervisorOptions } from './processes/supervisorOptions.ts';
import { createSimulator } from './processes/simulatorProcess.ts';
import { createSqlTrials } from './processes/sqlTrialProcess.ts';
import { createClock } from './processes/systemClock.ts';
import { showProgress } from './processes/terminal.ts';
import { WorkerSupervisor } from './processes/workerSupervisor.ts';
import { createWeb, type Web } from './web.ts';

const programs = dirname(fileURLToPath(import.meta.url));

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function readIfThere(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** The configuration; what cannot start says why and ends with exit code 1. */
function configured(): Config | undefined {
  const loaded = loadConfig({ argv: process.argv.slice(2), env: process.env, readFile: readIfThere });
  if (!loaded.ok) throw new StartRefused(loaded.problems.join('\n'));
  if (loaded.action === 'run') return loaded.config;
  say(loaded.action === 'help' ? helpText() : printConfig(loaded.config));
  return undefined;
}

function openStorage(config: Config, options: PrepareOptions, log: Logger): Promise<Storage> {
  if (config.databaseUrl === '') return openSqliteStorage(resolve(config.data), options);
  return openPostgresStorage(config.databaseUrl, options, () => {
    log.fatal('another Signalbox has taken the database over; this one ends');
    process.exit(1);
  });
}

type SupervisorMeans = Pick<SupervisorOptions, 'log' | 'publicUrl'>;

function createSupervisor(config: Config, storage: Storage, means: SupervisorMeans): WorkerSupervisor {
  const { log, publicUrl } = means;
  const { inbox, engineReader, workerDatabase, workerEnvironment, statements } = storage;
  return new WorkerSupervisor({
    program: join(programs, 'worker.js'),
    settings: {
      database: workerDatabase,
      logLevel: config.logLevel,
      concurrency: config.concurrency,
      httpHosts: config.httpHosts,
      workRows: config.workRows,
      mailFrom: config.mailFrom,
      files: config.files === '' ? resolve(config.data, 'files') : resolve(config.files),
      ...(config.now !== undefined && { frozenAtMs: config.now }),
    },
    environment: { ...workerEnvironment, SIGNALBOX_SMTP_URL: config.smtpUrl },
    ...(statements && { statements }),
    publicUrl,
    log,
    isOver: async (instance) => {
      const live: unknown = await engineReader('sb_instance')
        .where({ id: instance })
        .whereNull('ended_at_ms')
        .first('id');
      return live === undefined;
    },
    noteKill: async (worker, reason) => {
      await inbox('sb_worker_kill').insert({ worker, reason, at: new Date().toISOString() });
    },
  });
}

/** A generated password is told as soon as it is valid: it is not shown again, whatever else goes wrong in this start. */
function tellSignIn({ name, isNew, generatedPassword }: Web['admin']): void {
  if (generatedPassword !== undefined) {
    say(`Sign in as ${name} with the password ${generatedPassword} (shown only now).`);
  } else {
    say(`Sign in as ${name}${isNew ? ' with the password of SIGNALBOX_ADMIN_PASSWORD' : ''}.`);
  }
}

/** The address that people reach the installation by. */
function publicUrlOf({ host, publicUrl }: Config, port: number): string {
  const named = host === '0.0.0.0' || host === '127.0.0.1' ? 'localhost' : host;
  return publicUrl ?? `http://${named}:${String(port)}`;
}

/** Ends in order: no new answers, the worker finishes its statement, the databases close. */
function closeOnSignal(web: Web, supervisor: WorkerSupervisor, storage: Storage): void {
  const close = async (): Promise<void> => {
    await web.close();
    await supervisor.close();
    await storage.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void close());
}

/** What works in processes and threads of its own, beside the worker. */
const programsBeside = ({ workerDatabase: database, workerEnvironment: environment }: Storage) => ({
  simulate: createSimulator({ program: join(programs, 'simulator.js'), database, environment }),
  askSql: createSqlTrials({ program: join(programs, 'sqlTrial.js'), database, environment }),
  scripts: createScriptSandbox(join(programs, 'scriptThread.js')),
});

async function run(config: Config): Promise<void> {
  await requireFree(config);
  const log = pino({ level: config.logLevel }, pino.destination(2));
  const clock = createClock(config.now);
  const progress = showProgress(process.stdout);
  const { demo, demoScale } = config;
  const onCopied = (folder: string): void => {
    log.info({ folder }, 'the databases were copied before they are brought to this release');
  };
  const options = { nowMs: clock.nowMs(), demo, demoScale, onProgress: progress.show, onCopied };
  const storage = await openStorage(config, options, log);
  progress.end();
  const reached = { port: config.port };
  const publicUrl = (): string => publicUrlOf(config, reached.port);
  const supervisor = createSupervisor(config, storage, { log, publicUrl });
  const editorDir = join(programs, '..', 'editor');
  const credential = new Set(credentialsIn(process.env).keys());
  const web = await createWeb({
    config,
    inbox: storage.inbox,
    engineReader: storage.engineReader,
    kinds,
    link: supervisor,
    clock,
    log,
    validation: { ...validationOfPackages, names: { ...validationOfPackages.names, credential } },
    packages,
    changePackage: (change) => supervisor.whileResting(() => storage.changePackage(change, clock.nowMs())),
    mail: createMailer({ url: config.smtpUrl, from: config.mailFrom }),
    ...programsBeside(storage),
    ...(existsSync(editorDir) && { editorDir }),
  });
  tellSignIn(web.admin);
  await installWorkflows(web.resources, packages);
  reached.port = await listen(web.server, config);
  supervisor.start();
  await supervisor.whenReady();
  closeOnSignal(web, supervisor, storage);
  say(`Signalbox is ready: ${publicUrl()}`);
}

/** What the first argument names, or the server. */
async function start(): Promise<void> {
  const [name = '', ...argv] = process.argv.slice(2);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command) {
    await command({ argv, env: process.env, readFile: readIfThere, nowMs: Date.now(), say });
    return;
  }
  const config = configured();
  if (config) await run(config);
}

try {
  await start();
} catch (error) {
  if (!(error instanceof StartRefused)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
