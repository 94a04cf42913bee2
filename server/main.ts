import { existsSync, readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Knex } from 'knex';
import { pino, type Logger } from 'pino';
import { packages } from '../definitions/registry/packages.generated.ts';
import { kinds } from '../definitions/registry/kinds.generated.ts';
import { helpText, loadConfig, printConfig, type Config } from './config/config.ts';
import { openSqlite } from './database/connect.ts';
import { installWorkflows } from './packages/installWorkflows.ts';
import { validationOfPackages } from './packages/manifests.ts';
import { prepareDatabases } from './database/prepareDatabases.ts';
import { openDataFolder, StartRefused, type DataFolder } from './processes/dataFolder.ts';
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

interface Opened {
  readonly folder: DataFolder;
  readonly inbox: Knex;
  readonly engineReader: Knex;
  readonly supervisor: WorkerSupervisor;
}

function openAll(config: Config, folder: DataFolder, log: Logger): Opened {
  const inbox = openSqlite({ file: folder.inboxFile });
  const engineReader = openSqlite({ file: folder.engineFile, readOnly: true });
  const supervisor = new WorkerSupervisor({
    program: join(programs, 'worker.js'),
    settings: {
      engineFile: folder.engineFile,
      inboxFile: folder.inboxFile,
      logLevel: config.logLevel,
      ...(config.now !== undefined && { frozenAtMs: config.now }),
    },
    log,
    noteKill: async (worker, reason) => {
      await inbox('sb_worker_kill').insert({ worker, reason, at: new Date().toISOString() });
    },
  });
  return { folder, inbox, engineReader, supervisor };
}

function listen(server: Server, { host, port }: Config): Promise<number> {
  return new Promise((resolvePort, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const remedy = 'Choose another with --port.';
      const why =
        cause.code === 'EADDRINUSE'
          ? `The port ${String(port)} is taken.`
          : `Cannot listen on ${host}:${String(port)}: ${cause.message}`;
      reject(new StartRefused(`${why}\n${remedy}`, { cause }));
    });
    server.listen(port, host, () => {
      const address = server.address();
      resolvePort(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function greet(config: Config, port: number, { admin }: Web): void {
  const host = config.host === '0.0.0.0' || config.host === '127.0.0.1' ? 'localhost' : config.host;
  const url = config.publicUrl ?? `http://${host}:${String(port)}`;
  if (admin.generatedPassword !== undefined) {
    say(`Sign in as ${admin.name} with the password ${admin.generatedPassword} (shown only now).`);
  } else {
    say(`Sign in as ${admin.name}${admin.isNew ? ' with the password of SIGNALBOX_ADMIN_PASSWORD' : ''}.`);
  }
  say(`Signalbox is ready: ${url}`);
}

/** Ends in order: no new answers, the worker finishes its statement, the files close. */
function closeOnSignal(web: Web, { folder, inbox, engineReader, supervisor }: Opened): void {
  const close = async (): Promise<void> => {
    await web.close();
    await supervisor.close();
    await inbox.destroy();
    await engineReader.destroy();
    folder.release();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void close());
}

async function run(config: Config): Promise<void> {
  const log = pino({ level: config.logLevel }, pino.destination(2));
  const clock = createClock(config.now);
  const folder = openDataFolder(resolve(config.data));
  const progress = showProgress(process.stdout);
  await prepareDatabases(folder, {
    nowMs: clock.nowMs(),
    demo: config.demo,
    demoScale: config.demoScale,
    onProgress: progress.show,
  });
  progress.end();
  const opened = openAll(config, folder, log);
  const editorDir = join(programs, '..', 'editor');
  const web = await createWeb({
    config,
    inbox: opened.inbox,
    engineReader: opened.engineReader,
    kinds,
    link: opened.supervisor,
    clock,
    log,
    validation: validationOfPackages,
    ...(existsSync(editorDir) && { editorDir }),
  });
  await installWorkflows(web.resources, packages);
  const port = await listen(web.server, config);
  opened.supervisor.start();
  await opened.supervisor.whenReady();
  closeOnSignal(web, opened);
  greet(config, port, web);
}

try {
  const config = configured();
  if (config) await run(config);
} catch (error) {
  if (!(error instanceof StartRefused)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
