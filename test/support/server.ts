import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** How a server is started for a test. */
export interface ServerOptions {
  /** Absent: a new folder, removed by `remove()`. */
  readonly data?: string;
  /** 0 (the default): whichever port is free. */
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** How long it may take to be ready. */
  readonly readyWithinMs?: number;
}

/** A server in processes of its own, as an operator runs it. */
export interface TestServer {
  readonly url: string;
  readonly data: string;
  readonly web: ChildProcess;
  /** All that it has printed so far. */
  readonly output: () => string;
  /** The process id of its worker. */
  readonly workerPid: () => number;
  /** Ends it as Ctrl C would. */
  readonly stop: () => Promise<void>;
  /** `kill -9` of web and worker. */
  readonly kill: () => Promise<void>;
  /** `kill -9` of web alone: its worker is left to itself. */
  readonly killWeb: () => Promise<void>;
  /** Stops it and removes its data. */
  readonly remove: () => Promise<void>;
}

/** Every test server's administrator has this password. */
export const adminPassword = 'a password for tests';

/** The server did not come up: what it printed says why. */
export class ServerNotReady extends Error {
  override readonly name = 'ServerNotReady';
}

const program = join(import.meta.dirname, '../../dist/server/main.js');

/** Starts the built server and waits until it says that it is ready. */
export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  const data = options.data ?? mkdtempSync(join(tmpdir(), 'signalbox-'));
  const args = [program, '--port', String(options.port ?? 0), '--data', data, ...(options.args ?? [])];
  // DATABASE_URL of the surroundings says where tests find PostgreSQL: a server stands there only when its test says so.
  const env = {
    ...process.env,
    DATABASE_URL: '',
    SIGNALBOX_TEST_DATABASE: '',
    SIGNALBOX_ADMIN_PASSWORD: adminPassword,
    SIGNALBOX_LOG_LEVEL: 'warn',
    ...options.env,
  };
  const web = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const printed: string[] = [];
  web.stderr.on('data', (text: Buffer) => printed.push(text.toString()));
  const url = await readyUrl(web, printed, options.readyWithinMs ?? 60_000);
  const ended = new Promise<void>((resolve) =>
    web.once('exit', () => {
      resolve();
    }),
  );
  const workerPid = (): number =>
    env.DATABASE_URL === '' ? Number(readFileSync(join(data, 'signalbox.db.worker.pid'), 'utf8')) : childOf(web);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (web.exitCode === null && web.signalCode === null) web.kill(signal);
    await ended;
  };
  return {
    url,
    data,
    web,
    output: () => printed.join(''),
    workerPid,
    stop: () => end('SIGTERM'),
    kill: async () => {
      const worker = workerPid();
      await end('SIGKILL');
      killProcess(worker);
    },
    killWeb: () => end('SIGKILL'),
    remove: async () => {
      await end('SIGTERM');
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** The one process that a process has started. */
function childOf({ pid }: ChildProcess): number {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).split('\n');
  const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number));
  return pairs.find(([, parent]) => parent === pid)?.[0] ?? 0;
}

/** `kill -9`; one that has gone already is as good. */
export function killProcess(pid: number): void {
  // Zero, where no process was found, would mean our own whole group.
  if (pid <= 0) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    const gone = error instanceof Error && 'code' in error && error.code === 'ESRCH';
    if (!gone) throw error;
  }
}

function readyUrl(web: ChildProcess, printed: string[], withinMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      clearTimeout(timer);
      web.kill('SIGKILL');
      reject(new ServerNotReady(`${why}\n${printed.join('\n')}`));
    };
    const timer = setTimeout(() => {
      fail(`not ready within ${String(withinMs)} ms`);
    }, withinMs);
    web.once('exit', (code) => {
      fail(`it ended with code ${String(code)}`);
    });
    if (!web.stdout) return;
    createInterface({ input: web.stdout }).on('line', (line) => {
      printed.push(`${line}\n`);
      const ready = /is ready: (http\S+)/.exec(line);
      if (!ready?.[1]) return;
      clearTimeout(timer);
      resolve(ready[1]);
    });
  });
}
